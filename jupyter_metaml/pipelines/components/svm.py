"""Support vector machine with a radial kernel: strong on small tables of numbers, too slow on others.

Values and spaces: auto-sklearn, with the width of the kernel given per column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from optuna.distributions import BaseDistribution, FloatDistribution
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.pipeline import Pipeline
from sklearn.svm import SVC, SVR

from jupyter_metaml.exceptions import ConfigurationError
from jupyter_metaml.pipelines.family import ALL_KINDS, BuildContext, Family, FitContext, FitOutcome
from jupyter_metaml.pipelines.layout import TableShape
from jupyter_metaml.pipelines.preparation import ONE_HOT_LEVELS, scaled_columns
from jupyter_metaml.pipelines.selection import KEEP, selection_space, selection_steps
from jupyter_metaml.pipelines.training import fit_whole, with_scaled_target
from jupyter_metaml.typing import ParamValue

if TYPE_CHECKING:
    from jupyter_metaml.typing import AnyArray

MAX_ROWS = 3_000
MAX_CLASSES = 10
MAX_FEATURES = 1_000
ITERATIONS_PER_ROW = 30
"""Bound for penalties with which the solver would take minutes; ordinary ones converge before."""

CALIBRATION_FOLDS = 3


def suits(shape: TableShape) -> str | None:
    """Refuse tables on which its cost, quadratic in rows, cannot be paid."""
    if shape.n_rows > MAX_ROWS:
        return f"its cost is quadratic in rows ({shape.n_rows:,}, at most {MAX_ROWS:,})"
    if shape.n_classes > MAX_CLASSES:
        return f"it fits one machine per pair of classes ({shape.n_classes}, at most {MAX_CLASSES})"
    if shape.n_features > MAX_FEATURES:
        return f"distances mean little in many columns ({shape.n_features}, at most {MAX_FEATURES})"
    return None


def default(shape: TableShape) -> dict[str, ParamValue]:
    """Start with a width of one over the number of columns."""
    if shape.kind == "regression":
        return {"C": 3.0, "gamma_scale": 1.0, "epsilon": 0.1, KEEP: 100}
    return {"C": 3.0, "gamma_scale": 1.0, KEEP: 100}


def space(shape: TableShape) -> dict[str, BaseDistribution]:
    """Penalty, width of the kernel; for numbers also the width of the tube, on wide tables the share of columns."""
    found: dict[str, BaseDistribution] = {
        "C": FloatDistribution(0.1, 1_000.0, log=True),
        "gamma_scale": FloatDistribution(0.1, 3.0, log=True),
    }
    if shape.kind == "regression":
        found["epsilon"] = FloatDistribution(0.01, 0.3, log=True)
    return found | selection_space(shape)


def build(params: Mapping[str, ParamValue], context: BuildContext) -> Pipeline:
    """Build the pipeline; class probabilities come from a sigmoid over out-of-fold distances."""
    layout = context.layout
    # one-hot columns vary little, a level adds about one column's worth of distance
    n_columns = layout.n_features + sum(min(2, n // ONE_HOT_LEVELS) for n in layout.n_levels)
    gamma = float(params.get("gamma_scale") or 1.0) / max(1.0, n_columns * int(params.get(KEEP) or 100) / 100)
    shared: dict[str, Any] = {
        "C": float(params.get("C") or 3.0),
        "gamma": gamma,
        "max_iter": max(10_000, ITERATIONS_PER_ROW * context.n_rows),
    }
    if context.kind == "regression":
        model: Any = with_scaled_target(SVR(epsilon=float(params.get("epsilon") or 0.1), **shared))
    else:
        machine = SVC(random_state=context.random_state, **shared)
        model = CalibratedClassifierCV(machine, method="sigmoid", cv=CALIBRATION_FOLDS, ensemble=False)
    return Pipeline([("prepare", scaled_columns(context)), *selection_steps(params, context), ("model", model)])


def fit(pipeline: Pipeline, X: Any, y: AnyArray, context: FitContext) -> FitOutcome:
    """Fit in one go; the deadline cannot be kept, which the bound on rows makes up for.

    Classes of a single row cannot be calibrated: their rows are left out, and the model does not know them.

    Raises
    ------
    ConfigurationError
        If fewer than two classes have two rows.
    """
    if not isinstance(pipeline[-1], CalibratedClassifierCV):
        return fit_whole(pipeline, X, y, context)
    classes, counts = np.unique(y, return_counts=True)
    frequent = classes[counts >= 2]
    if len(frequent) < 2:
        message = f"Support vectors need two classes of at least two rows, and found {len(frequent)}. Leave 'svm' out."
        raise ConfigurationError(message)
    folds = int(min(CALIBRATION_FOLDS, counts[counts >= 2].min()))
    pipeline = clone(pipeline).set_params(model__cv=folds)
    if len(frequent) == len(classes):
        return fit_whole(pipeline, X, y, context)
    rows = np.isin(y, frequent)
    weight = None if context.sample_weight is None else context.sample_weight[rows]
    return fit_whole(pipeline, X[rows], y[rows], replace(context, sample_weight=weight))


SVM = Family(
    name="svm",
    title="Support vector machine",
    kinds=ALL_KINDS,
    suits=suits,
    space=space,
    default=default,
    build=build,
    fit=fit,
)

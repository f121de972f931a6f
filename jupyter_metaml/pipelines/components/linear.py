"""Linear models: logistic regression and ridge on scaled columns, elastic net on small tables.

They answer in a fraction of a second and are hard to beat where rows are few or effects nearly linear.  Values and
spaces: TabArena and LightAutoML.
"""

from __future__ import annotations

from collections.abc import Mapping

from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution
from sklearn.pipeline import Pipeline

from jupyter_metaml.pipelines.family import ALL_KINDS, BuildContext, Family
from jupyter_metaml.pipelines.layout import TableShape
from jupyter_metaml.pipelines.linear_models import classifier, fit, regressor
from jupyter_metaml.pipelines.preparation import scaled_columns
from jupyter_metaml.pipelines.scaling import SCALERS
from jupyter_metaml.pipelines.selection import KEEP, selection_space, selection_steps
from jupyter_metaml.typing import ParamValue

ELASTIC_CELLS = 50_000
"""Rows times columns (times classes) up to which the slow solvers of the elastic net are affordable."""

WIDE_ROWS_PER_COLUMN = 10
L1_RATIOS = (0.0, 0.5, 1.0)


def suits(_shape: TableShape) -> str | None:
    """Suits every table."""
    return None


def default(shape: TableShape) -> dict[str, ParamValue]:
    """Start with a ridge penalty of 1, and a stronger one where columns are many for the rows."""
    wide = shape.n_rows < WIDE_ROWS_PER_COLUMN * shape.n_features
    strength: dict[str, ParamValue] = {"C": 0.3 if wide else 1.0}
    if shape.kind == "regression":
        strength = {"alpha": 10.0 if wide else 1.0}
    return {**strength, "l1_ratio": 0.0, "scaler": "robust", KEEP: 100}


def space(shape: TableShape) -> dict[str, BaseDistribution]:
    """Strength and scale; on small tables also the kind of penalty, on wide ones the share of columns."""
    strength = "alpha" if shape.kind == "regression" else "C"
    found: dict[str, BaseDistribution] = {
        strength: FloatDistribution(1e-3, 1e3, log=True),
        "scaler": CategoricalDistribution(SCALERS),
    }
    if shape.n_rows * shape.n_features * max(1, shape.n_classes - 1) <= ELASTIC_CELLS:
        found["l1_ratio"] = CategoricalDistribution(L1_RATIOS)
    return found | selection_space(shape)


def build(params: Mapping[str, ParamValue], context: BuildContext) -> Pipeline:
    """Build the pipeline; numbers are filled, flagged and scaled, levels get columns."""
    columns = scaled_columns(context, scaler=str(params.get("scaler", "robust")))
    l1_ratio = float(params.get("l1_ratio") or 0.0)
    if context.kind == "regression":
        model = regressor(context, alpha=float(params.get("alpha") or 1.0), l1_ratio=l1_ratio)
    else:
        model = classifier(context, C=float(params.get("C") or 1.0), l1_ratio=l1_ratio)
    return Pipeline([("prepare", columns), *selection_steps(params, context), ("model", model)])


LINEAR = Family(
    name="linear",
    title="Linear model",
    kinds=ALL_KINDS,
    suits=suits,
    space=space,
    default=default,
    build=build,
    fit=fit,
)

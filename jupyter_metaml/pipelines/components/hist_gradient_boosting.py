"""Histogram gradient boosting of scikit-learn: boosted trees without any other package.

Values and spaces: auto-sklearn 2's portfolio, narrowed to short runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import numpy as np
from optuna.distributions import BaseDistribution, FloatDistribution, IntDistribution
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.pipeline import Pipeline

from jupyter_metaml.pipelines.deadlines import RoundWatch
from jupyter_metaml.pipelines.family import ALL_KINDS, BuildContext, Family, FitContext, FitOutcome
from jupyter_metaml.pipelines.layout import TableShape
from jupyter_metaml.pipelines.losses import loss_of
from jupyter_metaml.pipelines.preparation import tree_columns
from jupyter_metaml.pipelines.quiet import quietly
from jupyter_metaml.pipelines.rates import REFERENCE_TREES
from jupyter_metaml.pipelines.training import Prepared, fresh, prepare, weights
from jupyter_metaml.typing import ParamValue

if TYPE_CHECKING:
    from jupyter_metaml.typing import AnyArray, FloatArray

NATIVE_LEVELS = 50
MAX_CLASSES = 30
FIRST_ROUNDS = 5
ROUNDS = 25
"""Rounds between two looks at loss and clock."""


def suits(shape: TableShape) -> str | None:
    """Refuse many classes: one tree each and round."""
    if shape.n_classes > MAX_CLASSES:
        return f"its cost grows with the number of classes ({shape.n_classes}, at most {MAX_CLASSES})"
    return None


def default(_shape: TableShape) -> dict[str, ParamValue]:
    """First entry of the portfolio, a little slower."""
    return {
        "n_estimators": REFERENCE_TREES,
        "learning_rate": 0.06,
        "max_leaf_nodes": 21,
        "min_samples_leaf": 5,
        "l2_regularization": 0.02,
    }


def space(_shape: TableShape) -> dict[str, BaseDistribution]:
    """Four dimensions."""
    return {
        "learning_rate": FloatDistribution(0.03, 0.3, log=True),
        "max_leaf_nodes": IntDistribution(3, 64, log=True),
        "min_samples_leaf": IntDistribution(1, 100, log=True),
        "l2_regularization": FloatDistribution(1e-6, 10.0, log=True),
    }


def build(params: Mapping[str, ParamValue], context: BuildContext) -> Pipeline:
    """Build the pipeline; categories of up to 50 levels are split as such."""
    columns = tree_columns(context, max_levels=NATIVE_LEVELS)
    values: dict[str, Any] = dict(params)
    n_rounds = values.pop("n_estimators", REFERENCE_TREES)
    make = HistGradientBoostingRegressor if context.kind == "regression" else HistGradientBoostingClassifier
    model = make(
        max_iter=n_rounds,
        early_stopping=False,
        categorical_features=list(columns.categories) or None,
        random_state=context.random_state,
        **values,
    )
    return Pipeline([*columns.steps, ("model", model)])


def fit(pipeline: Pipeline, X: Any, y: AnyArray, context: FitContext) -> FitOutcome:
    """Train in portions of 25 rounds, until the validation loss stops falling; the best portion is kept."""
    pipeline = fresh(pipeline, context)
    with quietly():
        ready = prepare(pipeline, X, y, context)
        watch = RoundWatch(deadline=context.deadline)
        model = _grow(pipeline[-1], ready, watch, context)
    steps = [*pipeline.steps[:-1], ("model", model)]
    return FitOutcome(pipeline=Pipeline(steps), found={"n_estimators": int(model.n_iter_)}, cut=watch.cut)


def _grow(model: Any, ready: Prepared, watch: RoundWatch, context: FitContext) -> Any:
    target = int(model.max_iter)
    best = model
    X = _without_empty_columns(ready.X)
    model.set_params(warm_start=True)
    while watch.rounds < target:
        n_rounds = watch.fitting(ROUNDS) if watch.rounds else FIRST_ROUNDS
        n_rounds = min(max(1, n_rounds), target - watch.rounds)
        model.set_params(max_iter=watch.rounds + n_rounds).fit(X, ready.y, **weights(model, context))
        loss = None if ready.X_val is None else loss_of(model, ready.X_val, ready.y_val)
        stop = watch.after(loss, n_rounds=n_rounds)
        if watch.best_round == watch.rounds:
            best = deepcopy(model)
        if stop:
            break
    best = best if watch.best_round else model
    return best.set_params(warm_start=False)


def _without_empty_columns(X: FloatArray) -> FloatArray:
    """Fill columns that hold nothing in these rows: they cannot be cut into bins, a constant can and is never split."""
    is_empty = np.isnan(X).all(axis=0)
    return np.where(is_empty, X.dtype.type(0.0), X) if is_empty.any() else X


HIST_GRADIENT_BOOSTING = Family(
    name="hist_gradient_boosting",
    title="Histogram gradient boosting",
    kinds=ALL_KINDS,
    suits=suits,
    space=space,
    default=default,
    build=build,
    fit=fit,
)

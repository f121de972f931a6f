"""CatBoost: boosting of symmetric trees with ordered statistics of categories; needs the extra `catboost`.

Values and spaces: the automatic learning rate of its authors, LightAutoML's bins and depths for short runs, TabArena's
space without what costs time (depth-wise growth, many leaf iterations, combinations of many categories).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
from optuna.distributions import BaseDistribution, FloatDistribution, IntDistribution
from sklearn.pipeline import Pipeline

from jupyter_metaml.exceptions import MissingPackageError
from jupyter_metaml.pipelines.deadlines import RoundWatch
from jupyter_metaml.pipelines.family import ALL_KINDS, BuildContext, Family, FitContext, FitOutcome
from jupyter_metaml.pipelines.layout import TableShape
from jupyter_metaml.pipelines.parts import chain, step
from jupyter_metaml.pipelines.quiet import quietly
from jupyter_metaml.pipelines.rates import REFERENCE_TREES
from jupyter_metaml.pipelines.training import finish, fresh, prepare, trainee, weights, with_scaled_target
from jupyter_metaml.typing import Kind, ParamValue

if TYPE_CHECKING:
    from jupyter_metaml.typing import AnyArray

PACKAGE = "catboost"
MISSING_CODE = -1
MAX_CLASSES = 30
MAX_FEATURES = 3_000
RATE_BOUNDS = (0.05, 0.3)

# a, b and c of: the rate grows as e to the a ln(rows) + b, times thousands of trees to the power c
_AUTOMATIC: dict[Kind, tuple[float, float, float]] = {
    "binary": (0.246, -5.127, -0.451),
    "multiclass": (0.02, -2.364, -0.382),
    "regression": (0.157, -4.062, -0.61),
}


def suits(shape: TableShape) -> str | None:
    """Refuse tables on which a minute is not enough for it."""
    if shape.n_classes > MAX_CLASSES:
        return f"its cost grows with the number of classes ({shape.n_classes}, at most {MAX_CLASSES})"
    if shape.n_features > MAX_FEATURES:
        return f"it is slow on many columns ({shape.n_features}, at most {MAX_FEATURES})"
    return None


def default(shape: TableShape) -> dict[str, ParamValue]:
    """Start from its authors' own rate for as many rows and trees, with fewer bins."""
    a, b, c = _AUTOMATIC[shape.kind]
    rate = math.exp(a * math.log(max(shape.n_rows, 2)) + b) * (REFERENCE_TREES / 1_000) ** c
    low, high = RATE_BOUNDS
    return {
        "n_estimators": REFERENCE_TREES,
        "learning_rate": round(min(high, max(low, rate)), 4),
        "depth": 6,
        "l2_leaf_reg": 3.0,
        "subsample": 0.9,
        "one_hot_max_size": 12,
        "max_bin": 128,
    }


def space(shape: TableShape) -> dict[str, BaseDistribution]:
    """Four dimensions, five with categories."""
    found: dict[str, BaseDistribution] = {
        "learning_rate": FloatDistribution(*RATE_BOUNDS, log=True),
        "depth": IntDistribution(3, 7),
        "l2_leaf_reg": FloatDistribution(0.01, 10.0, log=True),
        "subsample": FloatDistribution(0.7, 1.0),
    }
    if shape.n_categories:
        found["one_hot_max_size"] = IntDistribution(4, 50, log=True)
    return found


def build(params: Mapping[str, ParamValue], context: BuildContext) -> Pipeline:
    """Build the pipeline; categories go in as whole numbers, missing ones as a level of their own.

    Raises
    ------
    MissingPackageError
        If CatBoost is not installed.
    """
    try:
        from catboost import CatBoostClassifier, CatBoostRegressor
    except ImportError as error:
        raise MissingPackageError.for_extra(PACKAGE, PACKAGE) from error
    values: dict[str, Any] = dict(params)
    categories = [int(place) for place in context.layout.categories]
    if categories:
        # a tuple: CatBoost copies lists, which `sklearn.base.clone` takes for a change
        values |= {"cat_features": tuple(categories), "max_ctr_complexity": 2 if len(categories) <= 10 else 1}
    else:
        values.pop("one_hot_max_size", None)
    if context.layout.n_features > 1_000 and context.kind == "multiclass":
        values["colsample_bylevel"] = max(0.05, 1_000 / context.layout.n_features)
    make = CatBoostRegressor if context.kind == "regression" else CatBoostClassifier
    model = make(
        bootstrap_type="Bernoulli",
        boosting_type="Plain",
        allow_writing_files=False,
        logging_level="Silent",
        thread_count=context.n_jobs,
        random_state=context.random_state,
        **values,
    )
    if context.kind == "regression":
        model = with_scaled_target(model)
    return Pipeline([*_whole_codes(categories), ("model", model)])


def fit(pipeline: Pipeline, X: Any, y: AnyArray, context: FitContext) -> FitOutcome:
    """Train until the validation loss stops falling; the best prefix of the trees is kept."""
    pipeline = fresh(pipeline, context)
    with quietly():
        ready = prepare(pipeline, X, y, context)
        model, scaled = trainee(pipeline[-1], ready)
        watch = RoundWatch(deadline=context.deadline)
        keywords = weights(model, context)
        if scaled.X_val is not None:
            keywords["eval_set"] = (scaled.X_val, scaled.y_val)
        model.fit(scaled.X, scaled.y, callbacks=[_Rounds(watch)], **keywords)
        finish(pipeline[-1], model, ready)
    return FitOutcome(pipeline=pipeline, found={"n_estimators": int(model.tree_count_)}, cut=watch.cut)


def _whole_codes(categories: Sequence[int]) -> list[tuple[str, Any]]:
    """List the step that turns codes into whole numbers, which CatBoost wants; none without categories."""
    if not categories:
        return []
    whole = chain(
        frame=step(pd.DataFrame),
        missing=step(pd.DataFrame.fillna, value=dict.fromkeys(categories, MISSING_CODE)),
        whole=step(pd.DataFrame.astype, dtype=dict.fromkeys(categories, "int64")),
    )
    return [("prepare", whole)]


class _Rounds:
    """Ends training by its answer after a round; the fitted model does not keep callbacks."""

    def __init__(self, watch: RoundWatch) -> None:
        self._watch = watch

    def after_iteration(self, info: Any) -> bool:
        """Look at the loss after a round; False ends training."""
        losses = (info.metrics or {}).get("validation")
        loss = None if not losses else float(next(iter(losses.values()))[-1])
        return not self._watch.after(loss)


CATBOOST = Family(
    name="catboost",
    title="CatBoost",
    kinds=ALL_KINDS,
    suits=suits,
    space=space,
    default=default,
    build=build,
    fit=fit,
    requires=PACKAGE,
)

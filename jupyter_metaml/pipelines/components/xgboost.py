"""XGBoost: boosting of depth-wise trees; needs the extra `xgboost`.

Values and spaces: the tuned defaults of Holzmueller et al. (2024, Better by default, NeurIPS) and TabArena's space,
kept small because the family is here for the blend.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from optuna.distributions import BaseDistribution, FloatDistribution, IntDistribution
from sklearn.pipeline import Pipeline

from jupyter_metaml.exceptions import MissingPackageError
from jupyter_metaml.pipelines.deadlines import RoundWatch
from jupyter_metaml.pipelines.family import ALL_KINDS, BuildContext, Family, FitContext, FitOutcome
from jupyter_metaml.pipelines.layout import TableShape
from jupyter_metaml.pipelines.preparation import tree_columns
from jupyter_metaml.pipelines.quiet import quietly
from jupyter_metaml.pipelines.rates import REFERENCE_TREES, scaled_rate
from jupyter_metaml.pipelines.training import Prepared, finish, fresh, prepare, trainee, weights, with_scaled_target
from jupyter_metaml.typing import ParamValue

if TYPE_CHECKING:
    from jupyter_metaml.typing import AnyArray

PACKAGE = "xgboost"
NATIVE_LEVELS = 15
MAX_CLASSES = 30


def suits(shape: TableShape) -> str | None:
    """Refuse many classes: one tree each and round."""
    if shape.n_classes > MAX_CLASSES:
        return f"its cost grows with the number of classes ({shape.n_classes}, at most {MAX_CLASSES})"
    return None


def default(shape: TableShape) -> dict[str, ParamValue]:
    """Tuned defaults, with the rate carried over from 1,000 trees."""
    regression = shape.kind == "regression"
    rate = scaled_rate(0.05 if regression else 0.08, 1_000, REFERENCE_TREES, shape.kind)
    return {
        "n_estimators": REFERENCE_TREES,
        "learning_rate": round(rate, 4),
        "max_depth": 8 if regression else 6,
        "min_child_weight": 2.0 if regression else 1e-3,
        "subsample": 0.7 if regression else 0.65,
        "colsample_bylevel": 0.9,
        "colsample_bynode": 1.0,
        "reg_lambda": 0.01,
    }


def space(_shape: TableShape) -> dict[str, BaseDistribution]:
    """Six dimensions."""
    return {
        "learning_rate": FloatDistribution(0.03, 0.3, log=True),
        "max_depth": IntDistribution(3, 9),
        "min_child_weight": FloatDistribution(1e-3, 10.0, log=True),
        "subsample": FloatDistribution(0.6, 1.0),
        "colsample_bynode": FloatDistribution(0.5, 1.0),
        "reg_lambda": FloatDistribution(1e-3, 10.0, log=True),
    }


def build(params: Mapping[str, ParamValue], context: BuildContext) -> Pipeline:
    """Build the pipeline; categories of up to 15 levels are split as such.

    Raises
    ------
    MissingPackageError
        If XGBoost is not installed.
    """
    try:
        from xgboost import XGBClassifier, XGBRegressor
    except ImportError as error:
        raise MissingPackageError.for_extra(PACKAGE, PACKAGE) from error
    columns = tree_columns(context, max_levels=NATIVE_LEVELS)
    values: dict[str, Any] = dict(params)
    if columns.categories:
        types = ["c" if place in columns.categories else "q" for place in range(columns.n_columns)]
        # splits off single levels only: sets of levels over-fitted and took longer when we tried them
        values |= {"feature_types": types, "enable_categorical": True, "max_cat_to_onehot": NATIVE_LEVELS + 1}
    make = XGBRegressor if context.kind == "regression" else XGBClassifier
    model: Any = make(
        tree_method="hist", verbosity=0, n_jobs=context.n_jobs, random_state=context.random_state, **values
    )
    if context.kind == "regression":
        model = with_scaled_target(model)
    return Pipeline([*columns.steps, ("model", model)])


def fit(pipeline: Pipeline, X: Any, y: AnyArray, context: FitContext) -> FitOutcome:
    """Train until the validation loss stops falling; only the best prefix of the trees is kept."""
    pipeline = fresh(pipeline, context)
    with quietly():
        ready = prepare(pipeline, X, y, context)
        model, scaled = trainee(pipeline[-1], ready)
        _fit_types(model, scaled.X.shape[1])
        watch = RoundWatch(deadline=context.deadline)
        keywords = weights(model, context)
        if scaled.X_val is not None:
            keywords |= {"eval_set": [(scaled.X_val, scaled.y_val)], "verbose": False}
        X_train, y_train = scaled.X, scaled.y
        if ready is scaled:
            X_train, y_train, keywords = _without_gaps(scaled, keywords)
        model.set_params(callbacks=[_rounds(watch)])
        model.fit(X_train, y_train, **keywords)
        model.set_params(callbacks=None)
        finish(pipeline[-1], model, ready)
    return FitOutcome(pipeline=pipeline, found={"n_estimators": watch.best_round or watch.rounds}, cut=watch.cut)


def _fit_types(model: Any, n_columns: int) -> None:
    """Shorten the types of columns: a fold without a class has fewer target statistics, which stand last."""
    if model.feature_types is not None and len(model.feature_types) > n_columns:
        model.set_params(feature_types=list(model.feature_types)[:n_columns])


def _without_gaps(ready: Prepared, keywords: Mapping[str, Any]) -> tuple[Any, AnyArray, dict[str, Any]]:
    """Fill gaps in the class codes, which XGBoost refuses, with rows of no weight."""
    gaps = np.setdiff1d(np.arange(ready.y.max() + 1), ready.y)
    if not len(gaps):
        return ready.X, ready.y, dict(keywords)
    weight = keywords.get("sample_weight")
    known = np.ones(len(ready.y)) if weight is None else weight
    X = np.concatenate([ready.X, np.repeat(ready.X[:1], len(gaps), axis=0)])
    filled = np.concatenate([known, np.zeros(len(gaps))])
    return X, np.concatenate([ready.y, gaps]), {**keywords, "sample_weight": filled}


def _rounds(watch: RoundWatch) -> Any:
    """Make the callback; its base class comes with XGBoost, which is optional."""
    from xgboost.callback import TrainingCallback

    class Rounds(TrainingCallback):
        """Ends training, and keeps the best prefix of the trees."""

        def after_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
            """Look at the loss after a round; True ends training."""
            losses = evals_log.get("validation_0")
            return watch.after(float(next(iter(losses.values()))[-1]) if losses else None)

        def after_training(self, model: Any) -> Any:
            """Cut the trees that came after the best round."""
            return model[: watch.best_round] if 0 < watch.best_round < watch.rounds else model

    return Rounds()


XGBOOST = Family(
    name="xgboost",
    title="XGBoost",
    kinds=ALL_KINDS,
    suits=suits,
    space=space,
    default=default,
    build=build,
    fit=fit,
    requires=PACKAGE,
)

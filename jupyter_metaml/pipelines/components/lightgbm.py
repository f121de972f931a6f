"""LightGBM: gradient boosting over histograms, leaf by leaf; the strongest family for its seconds.

Values and spaces: `parameters.py` and portfolios of AutoGluon, TabArena's authors' spaces, and the tuned defaults of
Holzmueller et al. (2024, Better by default, NeurIPS), for runs of some hundred trees.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution
from sklearn.pipeline import Pipeline

from jupyter_metaml.pipelines.crosses import crossed_columns, suits_crosses
from jupyter_metaml.pipelines.deadlines import RoundWatch
from jupyter_metaml.pipelines.family import ALL_KINDS, BuildContext, Family, FitContext, FitOutcome
from jupyter_metaml.pipelines.layout import TableShape
from jupyter_metaml.pipelines.parts import column_transformer
from jupyter_metaml.pipelines.preparation import MAX_ENCODED_CLASSES, target_encoder
from jupyter_metaml.pipelines.quiet import quietly
from jupyter_metaml.pipelines.rates import REFERENCE_TREES, scaled_rate
from jupyter_metaml.pipelines.training import finish, fresh, prepare, trainee, weights, with_scaled_target
from jupyter_metaml.typing import ParamValue

if TYPE_CHECKING:
    from jupyter_metaml.typing import AnyArray

NATIVE_LEVELS = 1_000
"""Categories with more levels go in as numbers: their codes, and their target statistics."""

ENCODED_ABOVE = 50
SMALL_ROWS = 500
LEAVES_BY_ROWS = ((5_000, 16), (10_000, 32))
MANY_LEAVES = 64
FEW_COLUMNS = 8


def suits(_shape: TableShape) -> str | None:
    """Suits every table."""
    return None


def default(shape: TableShape) -> dict[str, ParamValue]:
    """Regularised by columns and penalties, as in AutoGluon's portfolio; rates carried over from 1,000 trees.

    Leaves by rows follow LightAutoML (`boost_lgbm.py`): 16, 32 and 64.
    """
    regression = shape.kind == "regression"
    leaves = next((leaves for rows, leaves in LEAVES_BY_ROWS if shape.n_rows <= rows), MANY_LEAVES)
    columns = 0.9 if shape.n_features <= FEW_COLUMNS else 0.7 if regression else 0.6
    return {
        "n_estimators": REFERENCE_TREES,
        "learning_rate": round(scaled_rate(0.05 if regression else 0.04, 1_000, REFERENCE_TREES, shape.kind), 4),
        "num_leaves": min(leaves, _most_leaves(shape)),
        "min_child_samples": 5 if regression or shape.n_rows < SMALL_ROWS else 10,
        "colsample_bytree": columns,
        "subsample": 0.85,
        "reg_alpha": 0.2,
        "reg_lambda": 1.0,
        "extra_trees": False,
        "cat_smooth": 10.0,
        "max_bin": 255,
        "cross": False,
    }


def space(shape: TableShape) -> dict[str, BaseDistribution]:
    """Six dimensions: the sixth is crosses where they can be made, else the smoothing of levels or of leaves."""
    found: dict[str, BaseDistribution] = {
        "learning_rate": FloatDistribution(0.02, 0.2, log=True),
        "num_leaves": IntDistribution(4, _most_leaves(shape), log=True),
        "min_child_samples": IntDistribution(5 if shape.n_rows < SMALL_ROWS else 1, 64, log=True),
        "colsample_bytree": FloatDistribution(0.4, 1.0),
        "extra_trees": CategoricalDistribution([False, True]),
    }
    if suits_crosses(shape):
        found["cross"] = CategoricalDistribution([False, True])
    elif shape.max_levels > 8:
        found["cat_smooth"] = FloatDistribution(0.1, 100.0, log=True)
    else:
        found["reg_lambda"] = FloatDistribution(1e-3, 10.0, log=True)
    return found


def build(params: Mapping[str, ParamValue], context: BuildContext) -> Pipeline:
    """Build the pipeline; `cross` adds products, differences and target statistics inside the folds."""
    from lightgbm import LGBMClassifier, LGBMRegressor

    layout = context.layout
    values: dict[str, Any] = {name: value for name, value in params.items() if name != "cross"}
    native = [int(place) for place in layout.categories if layout.n_levels[place] <= NATIVE_LEVELS]
    if native:
        # under this name LightGBM takes it without complaint, so that the pipeline can be fitted again as it is;
        # and by default it would not split on levels below 100 rows per group
        values |= {"categorical_column": native, "min_data_per_group": max(5, min(100, context.n_rows // 100))}
        values |= {"max_cat_to_onehot": 8}
    make = LGBMRegressor if context.kind == "regression" else LGBMClassifier
    model: Any = make(
        subsample_freq=1,
        min_child_weight=1e-5,
        force_col_wise=True,  # else timing decides on the layout, and with it on the last digits
        verbosity=-1,
        n_jobs=context.n_jobs,
        random_state=context.random_state,
        **values,
    )
    if context.kind == "regression":
        model = with_scaled_target(model)
    return Pipeline([*_columns(context, cross=bool(params.get("cross"))), ("model", model)])


def fit(pipeline: Pipeline, X: Any, y: AnyArray, context: FitContext) -> FitOutcome:
    """Train until the validation loss (log loss or squared error, whatever the metric) stops falling."""
    pipeline = fresh(pipeline, context)
    with quietly():
        ready = prepare(pipeline, X, y, context)
        model, scaled = trainee(pipeline[-1], ready)
        watch = RoundWatch(deadline=context.deadline)
        keywords = weights(model, context)
        if scaled.X_val is not None:
            keywords["eval_set"] = [(scaled.X_val, scaled.y_val)]
        model.fit(scaled.X, scaled.y, callbacks=[_Rounds(watch)], **keywords)
        finish(pipeline[-1], model, ready)
    return FitOutcome(pipeline=pipeline, found={"n_estimators": watch.best_round or watch.rounds}, cut=watch.cut)


def _columns(context: BuildContext, *, cross: bool) -> list[tuple[str, Any]]:
    """List the step before the model: none, target statistics of large categories, or crosses."""
    layout = context.layout
    if cross:
        return [("prepare", crossed_columns(context, _ranking(context)))]
    large = [int(place) for place in layout.categories if layout.n_levels[place] > ENCODED_ABOVE]
    if not large or context.n_classes > MAX_ENCODED_CLASSES:
        return []
    everything = list(range(layout.n_features))
    columns = [("all", "passthrough", everything), ("levels", target_encoder(context), large)]
    return [("prepare", column_transformer(columns))]


def _ranking(context: BuildContext) -> Any:
    """Make the small model that finds the strongest numbers."""
    from lightgbm import LGBMClassifier, LGBMRegressor

    make = LGBMRegressor if context.kind == "regression" else LGBMClassifier
    return make(
        n_estimators=20,
        num_leaves=15,
        max_bin=63,
        importance_type="gain",
        force_col_wise=True,
        verbosity=-1,
        n_jobs=context.n_jobs,
        random_state=context.random_state,
    )


def _most_leaves(shape: TableShape) -> int:
    return int(max(8, min(128, shape.n_rows // 4)))


class _Rounds:
    """Ends training through LightGBM's own exception; the fitted model does not keep callbacks."""

    order = 30
    before_iteration = False

    def __init__(self, watch: RoundWatch) -> None:
        self._watch = watch

    def __call__(self, env: Any) -> None:
        """Look at the loss after a round."""
        from lightgbm.callback import EarlyStopException

        results = env.evaluation_result_list or []
        stop = self._watch.after(float(results[0][2]) if results else None)
        is_last = env.iteration + 1 >= env.end_iteration
        if stop or (is_last and self._watch.best_round):
            best = self._watch.best_round or self._watch.rounds
            raise EarlyStopException(best - 1, results)


LIGHTGBM = Family(
    name="lightgbm",
    title="LightGBM",
    kinds=ALL_KINDS,
    suits=suits,
    space=space,
    default=default,
    build=build,
    fit=fit,
    requires="lightgbm",
)

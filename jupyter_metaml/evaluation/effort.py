"""How much a trial may cost: trees, rates and seconds, from the size of the table and the budget.

Everything here is a function of data and settings, fixed before anything runs: seconds are those of a machine of
reference, so that a faster one gets further in the same sequence. Deadlines are a safety net beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jupyter_metaml.pipelines import BOOSTERS, Configuration, family, with_trees

if TYPE_CHECKING:
    from jupyter_metaml.pipelines import TableShape
    from jupyter_metaml.tasks import Splits
    from jupyter_metaml.typing import Kind, ParamValue

# Share of the budget for one full trial of a boosted model, all folds together.
TRIAL_SHARE = 0.15
TREE_STEPS = (50, 75, 100, 150, 200, 300, 400, 600)
# One tree of LightGBM on one thread of the machine of reference: fixed, per row, per row and column.
TREE_S, ROW_S, CELL_S = 2e-4, 4e-8, 8e-9
# The same where columns have many values, with a bin for nearly each of them: cells cost more, all else less.
FINE_TREE_S, FINE_CELL_S = 1.4e-4, 1.4e-8
# Trees of other families cost more; those of CatBoost most where there are categories to count.
TREE_COST = {"lightgbm": 1.0, "xgboost": 1.5, "hist_gradient_boosting": 1.5, "catboost": 1.5}
COUNTED_CATEGORIES_COST = 3.0
# Up to so many cells per second of budget one trial may take this share of it before it has to end.
SLOTS = ((4_000.0, 0.25), (20_000.0, 0.35), (float("inf"), 0.45))
SMALL_CATBOOST = 4_000.0
# A linear model on the machine of reference: per fold, and per cell and output. A category of many levels makes for
# many columns, and more iterations: it counts like several numbers.
LINEAR_FOLD_S = 0.04
LINEAR_CELL_S: dict[Kind, float] = {"binary": 4e-7, "multiclass": 2e-7, "regression": 2e-7}
MANY_LEVELS, MANY_LEVELS_COST = 20, 5.0
WORKERS_OF_THE_RULE = 2
CLASSES_FOR_FREE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What one trial may cost.

    Parameters
    ----------
    cells_per_second : float
        Rows x matrix columns, more for many classes, per second of budget and pair of workers.
    n_trees : float
        Rounds of LightGBM that fit into the share of one trial.
    slot_s : float
        Seconds after which a trial has to end with what it has.
    has_categories : bool, default=False
        Whether there are category columns.
    boosted_s : float, default=inf
        Seconds that the trees of a boosted model are planned for, all folds together.
    fold_sizes : tuple of (int, int), default=()
        Training and test rows of each fold.
    """

    cells_per_second: float
    n_trees: float
    slot_s: float
    has_categories: bool = False
    boosted_s: float = float("inf")
    fold_sizes: tuple[tuple[int, int], ...] = ()

    def trees(self, family: str) -> int:
        """Return the number of trees of a boosted family: the largest step that fits."""
        cost = TREE_COST.get(family, 1.0)
        if family == "catboost" and self.has_categories:
            cost *= COUNTED_CATEGORIES_COST
        affordable = self.n_trees / cost
        return max((step for step in TREE_STEPS if step <= affordable), default=TREE_STEPS[0])

    def known_s(self, configuration: Configuration, shape: TableShape) -> float | None:
        """Return the seconds of a trial where they follow from the size of the table; None for most families."""
        fold_s = family(configuration.family).fold_s
        if fold_s is None:
            return None
        return sum(fold_s(dict(configuration.params), shape, *sizes) for sizes in self.fold_sizes)

    def first_model_s(self, shape: TableShape) -> float:
        """Estimate the seconds of the first model, a linear one on all folds; real ones are mostly shorter."""
        outputs = _outputs(shape)
        extra = (MANY_LEVELS_COST - 1.0) * shape.n_categories if shape.max_levels > MANY_LEVELS else 0.0
        cells = sum(n_train for n_train, _ in self.fold_sizes) * (max(shape.n_features, 1) + extra)
        return len(self.fold_sizes) * LINEAR_FOLD_S + cells * outputs * LINEAR_CELL_S[shape.kind]

    def first_trees_s(self, shape: TableShape) -> float:
        """Estimate the seconds of LightGBM on all folds, as if every number had many values."""
        fine_columns = shape.n_features - shape.n_categories
        fold_round_s = sum(FINE_TREE_S + n_train * fine_columns * FINE_CELL_S for n_train, _ in self.fold_sizes)
        return self.trees("lightgbm") * _outputs(shape) * fold_round_s


def plan_effort(shape: TableShape, splits: Splits, *, time_budget_s: float, n_jobs: int) -> Effort:
    """Choose trees and seconds per trial.

    Parameters
    ----------
    shape : TableShape
        Rows, matrix columns and classes.
    splits : Splits
        Number of folds, and rows that train in each.
    time_budget_s : float
        Seconds of the whole search.
    n_jobs : int
        Trials at the same time.

    Returns
    -------
    Effort
    """
    n_features = max(shape.n_features, 1)
    outputs = _outputs(shape)
    n_train = max(len(fold.train) for fold in splits.folds)
    round_s = outputs * (TREE_S + n_train * (ROW_S + n_features * CELL_S))
    pace = shape.n_rows * n_features * max(1.0, outputs / CLASSES_FOR_FREE)
    pace /= time_budget_s * max(1.0, n_jobs / WORKERS_OF_THE_RULE)
    share = next(share for limit, share in SLOTS if pace <= limit)
    boosted_s = TRIAL_SHARE * time_budget_s
    return Effort(
        cells_per_second=pace,
        n_trees=boosted_s / (splits.n_folds * round_s),
        slot_s=max(share * time_budget_s, min(2.0, time_budget_s)),
        has_categories=shape.n_categories > 0,
        boosted_s=boosted_s,
        fold_sizes=tuple((len(fold.train), len(fold.test)) for fold in splits.folds),
    )


def _outputs(shape: TableShape) -> int:
    return shape.n_classes if shape.kind == "multiclass" else 1


def with_effort(
    family: str, params: Mapping[str, ParamValue], effort: Effort, *, kind: Kind, rescale: bool = True
) -> dict[str, ParamValue]:
    """Give a configuration its number of trees, and the learning rate that goes with it.

    Parameters
    ----------
    family : str
        Name of the family.
    params : mapping
        Its parameters.
    effort : Effort
        Number of trees.
    kind : {"binary", "multiclass", "regression"}
        Decides how the rate grows when trees get fewer.
    rescale : bool, default=True
        Whether the learning rate goes with the number of trees in `params`; a sampled rate is taken as it is.

    Returns
    -------
    dict
        The parameters, changed for boosted families only.
    """
    if family not in BOOSTERS:
        return dict(params)
    n_trees = effort.trees(family)
    scaled = {**params, "n_estimators": n_trees}
    if rescale:
        scaled = with_trees(params, n_trees, family=family, kind=kind)
    if family == "catboost" and effort.cells_per_second > SMALL_CATBOOST:
        scaled = {**scaled, "depth": min(int(scaled.get("depth") or 5), 5), "max_bin": 64}
    return scaled


def realise(configuration: Configuration, shape: TableShape, effort: Effort) -> Configuration:
    """Fill in what a configuration leaves open: the defaults of its family for this table, trees and rate by effort.

    Parameters
    ----------
    configuration : Configuration
        A family and those of its values that differ from its defaults. A learning rate goes with the `n_estimators`
        that it names, or with the 300 that the defaults are made for.
    shape : TableShape
        Decides the defaults.
    effort : Effort
        Decides the number of trees.

    Returns
    -------
    Configuration
        Ready to be built.
    """
    name = configuration.family
    params = {**family(name).default(shape), **dict(configuration.params)}
    return Configuration.of(name, **with_effort(name, params, effort, kind=shape.kind))

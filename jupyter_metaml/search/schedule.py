"""How much a trial may cost: trees, rates and seconds, from the size of the table and the budget.

Everything here is a function of data and settings, fixed before anything runs. The unit is *cells per second*: rows
of the training part x matrix columns x a factor for many classes, per second of budget and pair of workers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jupyter_metaml.pipelines import BOOSTERS, with_trees

if TYPE_CHECKING:
    from jupyter_metaml.pipelines import TableShape
    from jupyter_metaml.typing import Kind, ParamValue

# Up to so many cells per second: so many trees, and this share of the budget for one trial.
STEPS = ((1_000.0, 600, 0.25), (4_000.0, 300, 0.30), (20_000.0, 200, 0.35), (float("inf"), 120, 0.45))
SMALL_CATBOOST = 4_000.0
WORKERS_OF_THE_RULE = 2
CLASSES_FOR_FREE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What one trial may cost.

    Parameters
    ----------
    cells_per_second : float
        The size of the problem against the budget.
    n_trees : int
        Trees of a boosted model before early stopping.
    slot_s : float
        Seconds after which a trial has to end with what it has.
    """

    cells_per_second: float
    n_trees: int
    slot_s: float


def plan_effort(shape: TableShape, *, time_budget_s: float, n_jobs: int) -> Effort:
    """Choose trees and seconds per trial.

    Parameters
    ----------
    shape : TableShape
        Rows, matrix columns and classes.
    time_budget_s : float
        Seconds of the whole search.
    n_jobs : int
        Trials at the same time.

    Returns
    -------
    Effort
    """
    classes = max(1.0, shape.n_classes / CLASSES_FOR_FREE) if shape.kind == "multiclass" else 1.0
    cells = shape.n_rows * max(shape.n_features, 1) * classes
    pace = cells / (time_budget_s * max(n_jobs, 1) / WORKERS_OF_THE_RULE)
    n_trees, share = next((trees, share) for limit, trees, share in STEPS if pace <= limit)
    return Effort(cells_per_second=pace, n_trees=n_trees, slot_s=max(share * time_budget_s, min(2.0, time_budget_s)))


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
    scaled = {**params, "n_estimators": effort.n_trees}
    if rescale:
        scaled = with_trees(params, effort.n_trees, family=family, kind=kind)
    if family == "catboost" and effort.cells_per_second > SMALL_CATBOOST:
        scaled = {**scaled, "depth": min(int(scaled.get("depth") or 5), 5), "max_bin": 64}
    return scaled

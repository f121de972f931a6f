"""What a recommender may know of a new table before anything was fitted on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.typing import Kind

if TYPE_CHECKING:
    from jupyter_metaml.knowledge import TaskRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A new table, as it is described to a recommender.

    Parameters
    ----------
    kind : {"binary", "multiclass", "regression"}
        What is predicted.
    meta_features : mapping of str to float
        Of the table, by name; those that are missing count as typical.
    n_rows, n_columns, n_classes : int
        Rows and columns of the table; 0 classes in regression.
    budget_s : float
        Seconds of the whole search; infinity: no limit.
    n_jobs : int, default=1
        Trials at the same time.
    allowed : callable of Configuration, frozenset of str, or None, default=None
        Which configurations may be recommended, or the families that may; None: all of them.
    metric : str, default=""
        Name of the metric that the search reports; without it no score is expected.
    boosted_s : float, default=inf
        Seconds for which the search plans the trees of a boosted model, all folds together; infinity: as many trees as
        in the base, whatever they take.
    sound_opening : bool, default=True
        Whether the rules of `opening` change the order; without them it is as it was learned, to be judged.

    Examples
    --------
    >>> from jupyter_metaml.metalearning import Query
    >>> query = Query(kind="binary", meta_features={}, n_rows=500, n_columns=12, n_classes=2, budget_s=60)
    >>> query.n_jobs
    1
    """

    kind: Kind
    meta_features: Mapping[str, float]
    n_rows: int
    n_columns: int
    n_classes: int
    budget_s: float
    n_jobs: int = 1
    allowed: Callable[[Configuration], bool] | frozenset[str] | None = None
    metric: str = ""
    boosted_s: float = float("inf")
    sound_opening: bool = True

    @classmethod
    def of_record(cls, task: TaskRecord, *, budget_s: float, n_jobs: int = 1) -> Query:
        """Ask about a task that is remembered, as if it were new."""
        return cls(
            kind=task.kind,
            meta_features=task.meta_features,
            n_rows=task.n_rows,
            n_columns=task.n_columns,
            n_classes=task.n_classes,
            budget_s=budget_s,
            n_jobs=n_jobs,
            metric=task.metric,
        )

    def allows(self, configuration: Configuration) -> bool:
        """Tell whether a configuration may be recommended."""
        if self.allowed is None:
            return True
        if callable(self.allowed):
            return self.allowed(configuration)
        return configuration.family in self.allowed

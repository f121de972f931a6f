"""What a base says about tasks of one kind, made ready for learning.

::

    KnowledgeBase -> tasks of the kind -> configurations that most of them know -> normalised errors, filled -> Evidence

A base is filled in waves, people's own tasks know a handful of configurations, and some families suit some tables
only (words need texts), so cells are missing.  A configuration is kept when eight tasks tried it, or half of them where
there are fewer: below that a lucky one would pass for a good one.  A task is kept when it knows three of these.  Cells
that are missing still get the configuration's median error over the tasks that tried it.  That keeps its mean, which is
the honest guess where it was not tried, and plays down how well it covers the weak tasks of others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from jupyter_metaml.metalearning.cost import CostModel
from jupyter_metaml.metalearning.meta_space import MetaSpace
from jupyter_metaml.metalearning.normalised import normalised_errors

if TYPE_CHECKING:
    from jupyter_metaml.knowledge import KnowledgeBase, TaskRecord
    from jupyter_metaml.metalearning.query import Query
    from jupyter_metaml.pipelines import Configuration
    from jupyter_metaml.typing import AnyArray, FloatArray, Kind

# With fewer tasks of its own, a kind of classification learns from the other kind too.
ENOUGH_TASKS = 10
ENOUGH_TRIALS = 8
MIN_COVERAGE = 0.5
MIN_KNOWN = 3
# Twenty cuts of one table, or one table fitted twenty times, weigh as much as three tables.
MAX_FAMILY_WEIGHT = 3.0
RELATED: dict[Kind, tuple[Kind, ...]] = {"binary": ("binary", "multiclass"), "multiclass": ("multiclass", "binary")}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """Normalised errors of tasks by configurations, without gaps.

    Parameters
    ----------
    base : KnowledgeBase
        The part that is learned from.
    errors : ndarray of shape (n_tasks, n_configurations)
        From 0, the best of the task, to 1, the median or worse.
    weights : ndarray of shape (n_tasks,)
        Sums to 1; relatives share theirs.
    space : MetaSpace
        Of these tasks.
    cost : CostModel
        Of the whole base, tasks of other kinds included.
    is_borrowed : bool
        Whether tasks of a related kind are among them.
    """

    base: KnowledgeBase
    errors: FloatArray
    weights: FloatArray
    space: MetaSpace
    cost: CostModel
    is_borrowed: bool

    @property
    def configurations(self) -> tuple[Configuration, ...]:
        """The configurations, in the order of the columns."""
        return self.base.configurations

    @property
    def n_tasks(self) -> int:
        """Number of tasks."""
        return self.base.n_tasks

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to learn from."""
        return not self.errors.size

    def allowed(self, query: Query) -> AnyArray:
        """Return the positions of the configurations that a query allows."""
        return np.flatnonzero([query.allows(configuration) for configuration in self.configurations])


@lru_cache(maxsize=8)
def evidence_for(base: KnowledgeBase, kind: Kind) -> Evidence:
    """Prepare a base for questions about one kind of task; the last few bases are remembered.

    Parameters
    ----------
    base : KnowledgeBase
    kind : {"binary", "multiclass", "regression"}
        With fewer than ten tasks of this kind, two classes and more classes learn from each other.

    Returns
    -------
    Evidence
        Perhaps empty.
    """
    part = base.of_kind(kind)
    is_borrowed = part.n_tasks < ENOUGH_TASKS and kind in RELATED
    if is_borrowed:
        part = base.rows([task.kind in RELATED[kind] for task in base.tasks])
        is_borrowed = any(task.kind != kind for task in part.tasks)
    part = _well_known(part)
    errors = _filled(normalised_errors(part.loss))
    return Evidence(
        base=part,
        errors=errors,
        weights=family_weights(part.tasks),
        space=MetaSpace.of(part.tasks),
        cost=cost_of(base),
        is_borrowed=is_borrowed,
    )


@lru_cache(maxsize=4)
def cost_of(base: KnowledgeBase) -> CostModel:
    """Fit the model of seconds once per base."""
    return CostModel.fit(base)


def family_weights(tasks: Sequence[TaskRecord]) -> FloatArray:
    """Weigh tasks so that no family counts for more than three of them.

    Returns
    -------
    ndarray of shape (n_tasks,)
        Sums to 1.
    """
    sizes = Counter(task.family for task in tasks)
    weights = np.array([min(1.0, MAX_FAMILY_WEIGHT / sizes[task.family]) for task in tasks], dtype=np.float64)
    return weights / weights.sum() if len(weights) else weights


def _well_known(part: KnowledgeBase) -> KnowledgeBase:
    tried = ~np.isnan(part.loss)
    columns = tried.sum(axis=0) >= max(1.0, min(ENOUGH_TRIALS, MIN_COVERAGE * part.n_tasks))
    part = part.columns(columns)
    rows = (~np.isnan(part.loss)).sum(axis=1) >= min(MIN_KNOWN, max(1, len(part.configurations)))
    part = part.rows(rows)
    return part.columns(np.flatnonzero((~np.isnan(part.loss)).any(axis=0)))


def _filled(errors: FloatArray) -> FloatArray:
    if not errors.size:
        return errors
    return np.where(np.isnan(errors), np.nanmedian(errors, axis=0), errors)

"""Tasks cut out of real tables, as a distribution.

::

    source -> (one group) -> some rows -> (some columns) -> the same question, or another -> Task
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass, field, replace

import numpy as np

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.generation.attempts import first_usable
from jupyter_metaml.generation.cuts.cut import Cut
from jupyter_metaml.generation.cuts.discretised_target import DiscretisedTarget
from jupyter_metaml.generation.cuts.merged_classes import MergedClasses
from jupyter_metaml.generation.cuts.one_group import OneGroup
from jupyter_metaml.generation.cuts.one_versus_rest import OneVersusRest
from jupyter_metaml.generation.cuts.other_target import OtherTarget
from jupyter_metaml.generation.cuts.some_columns import SomeColumns
from jupyter_metaml.generation.cuts.some_rows import SomeRows
from jupyter_metaml.generation.sizes import Sizes
from jupyter_metaml.generation.source_table import SourceTable
from jupyter_metaml.tasks import Task, make_task

_GROUP_CHANCE = 0.2
_COLUMNS_CHANCE = 0.6


def question_cuts(sizes: Sizes) -> tuple[Cut, ...]:
    """List the cuts that ask something else."""
    return (OtherTarget(max_classes=sizes.max_classes), MergedClasses(), OneVersusRest(), DiscretisedTarget())


@dataclass(frozen=True, slots=True)
class CutDistribution:
    """Cut tasks out of real tables; a `TaskDistribution`.

    Parameters
    ----------
    sources : sequence of SourceTable
        At least one; each is drawn alike.
    sizes : Sizes
        Bounds of rows, columns and classes; a source with fewer rows or columns gives what it has.
    same_question : float, default=0.3
        Chance that a task keeps the question of its source, and is a part of it only.
    name : str, default="cut"

    Raises
    ------
    UsageError
        If there is no source.

    Examples
    --------
    >>> from sklearn.datasets import load_wine
    >>> from jupyter_metaml.generation import CutDistribution, SourceTable, sample_tasks
    >>> wines = SourceTable(frame=load_wine(as_frame=True).frame, target="target", kind="multiclass", family="wines")
    >>> tasks = list(sample_tasks(CutDistribution([wines]), 4))
    >>> {task.family for task in tasks}
    {'wines'}
    >>> all(task.n_rows <= 178 for task in tasks)
    True
    """

    sources: Sequence[SourceTable]
    _: KW_ONLY
    sizes: Sizes = field(default_factory=Sizes)
    same_question: float = 0.3
    name: str = "cut"

    def __post_init__(self) -> None:
        """Refuse to cut nothing."""
        if not self.sources:
            msg = "There is no table to cut tasks from. Give at least one SourceTable."
            raise UsageError(msg)

    def sample(self, rng: np.random.Generator) -> Task:
        """Draw a source, and cut a task out of it.

        Parameters
        ----------
        rng : Generator
            One number is taken from it, however many cuts are refused.

        Returns
        -------
        Task
            `family` is that of the source.

        Raises
        ------
        SamplingError
            If no cut made a usable task.
        """
        return first_usable(self._draw, int(rng.integers(2**63)), self.name)

    def _draw(self, rng: np.random.Generator) -> Task:
        table = self.sources[int(rng.integers(len(self.sources)))]
        table = _sometimes(OneGroup(min_rows=self.sizes.min_rows), _GROUP_CHANCE, table, rng)
        table = _sometimes(SomeRows(sizes=self.sizes), 1.0, table, rng)
        is_wide = len(table.features) > self.sizes.max_columns
        table = _sometimes(SomeColumns(sizes=self.sizes), 1.0 if is_wide else _COLUMNS_CHANCE, table, rng)
        if rng.random() >= self.same_question:
            suitable = [cut for cut in question_cuts(self.sizes) if cut.suits(table)]
            if suitable:
                table = suitable[rng.integers(len(suitable))].apply(table, rng)
        return as_task(table, random_state=int(rng.integers(2**32)))


def as_task(table: SourceTable, *, random_state: int = 0) -> Task:
    """Make a task of a source table, which may be a cut one.

    Classes with fewer rows than there are folds are left out with their rows; rows of one group stay on one side of
    each split.

    Parameters
    ----------
    table : SourceTable
    random_state : int, default=0
        Seed of the splits.

    Returns
    -------
    Task
        Of the family of the table.

    Raises
    ------
    DataError
        If the table is no task: too few rows, a single class.

    Examples
    --------
    >>> from sklearn.datasets import load_wine
    >>> from jupyter_metaml.generation import SourceTable, as_task
    >>> wines = SourceTable(frame=load_wine(as_frame=True).frame, target="target", kind="multiclass", family="wines")
    >>> task = as_task(wines)
    >>> task.kind, task.n_rows, task.family
    ('multiclass', 178, 'wines')
    """
    is_regression = table.kind == "regression"
    task = make_task(
        table.frame,
        table.target,
        kind="regression" if is_regression else "classification",
        groups=table.groups,
        random_state=random_state,
        allow_missing_target=True,
        drop_rare=not is_regression,
    )
    return replace(task, family=table.family)


def _sometimes(cut: Cut, chance: float, table: SourceTable, rng: np.random.Generator) -> SourceTable:
    return cut.apply(table, rng) if rng.random() < chance and cut.suits(table) else table

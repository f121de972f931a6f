"""What was seen before, as one table: tasks by configurations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jupyter_metaml.knowledge.records import TaskRecord, TrialRecord
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.wording import counted

if TYPE_CHECKING:
    from jupyter_metaml.typing import AnyArray, FloatArray, IntArray, Kind

ARRAYS = ("loss", "score", "test_loss", "test_score", "fit_s", "predict_s")
MAX_CELLS = 1_000_000
"""Tasks x configurations of a base that is read from a store or a pack; its arrays then take 48 MB."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KnowledgeBase:
    """Tasks, configurations, and what each pair gave.

    Parameters
    ----------
    tasks : tuple of TaskRecord, length n_tasks
        Each id once.
    configurations : tuple of Configuration, length n_configurations
        Each once.
    loss, score : ndarray of shape (n_tasks, n_configurations)
        Of the out-of-fold predictions. NaN: never tried; a loss of infinity, with a NaN score: tried without result.
    test_loss, test_score : ndarray of shape (n_tasks, n_configurations)
        Of rows kept back; NaN where there are none.
    fit_s, predict_s : ndarray of shape (n_tasks, n_configurations)
        Processor seconds; NaN where never tried.

    Examples
    --------
    >>> from jupyter_metaml.knowledge import KnowledgeBase, TaskRecord, TrialRecord
    >>> from jupyter_metaml.pipelines import Configuration
    >>> task = TaskRecord(
    ...     id="t1", family="shops", origin="own", kind="binary", metric="roc_auc", n_rows=200, n_columns=5, n_classes=2
    ... )
    >>> trial = TrialRecord(configuration=Configuration.of("linear", C=1.0), status="done", score=0.8, loss=0.5)
    >>> base = KnowledgeBase.of([(task, [trial])])
    >>> base.n_tasks, base.n_trials, base.loss.tolist()
    (1, 1, [[0.5]])
    """

    tasks: tuple[TaskRecord, ...]
    configurations: tuple[Configuration, ...]
    loss: FloatArray
    score: FloatArray
    test_loss: FloatArray
    test_score: FloatArray
    fit_s: FloatArray
    predict_s: FloatArray

    @classmethod
    def of(cls, seen: Iterable[tuple[TaskRecord, Sequence[TrialRecord]]]) -> KnowledgeBase:
        """Make a base of records.

        Parameters
        ----------
        seen : iterable of (TaskRecord, sequence of TrialRecord)
            The same task may come more than once; of several trials of a configuration the last with a result counts.
        """
        tasks: dict[str, TaskRecord] = {}
        places: dict[Configuration, int] = {}
        cells: dict[tuple[str, int], TrialRecord] = {}
        for task, trials in seen:
            tasks[task.id] = task
            for trial in trials:
                cell = (task.id, places.setdefault(trial.configuration, len(places)))
                if cell not in cells or trial.loss is not None:
                    cells[cell] = trial
        rows = {task_id: row for row, task_id in enumerate(tasks)}
        arrays = {name: np.full((len(tasks), len(places)), np.nan) for name in ARRAYS}
        for (task_id, column), trial in cells.items():
            for name in ARRAYS:
                value = getattr(trial, name)
                arrays[name][rows[task_id], column] = np.nan if value is None else value
            if trial.loss is None:
                arrays["loss"][rows[task_id], column] = np.inf
        return cls(tasks=tuple(tasks.values()), configurations=tuple(places), **arrays)

    @classmethod
    def empty(cls) -> KnowledgeBase:
        """Make the base of somebody who has seen nothing."""
        return cls.of(())

    @property
    def n_tasks(self) -> int:
        """Number of tasks."""
        return len(self.tasks)

    @property
    def n_trials(self) -> int:
        """Number of pairs that were tried."""
        return int(np.sum(~np.isnan(self.loss)))

    @property
    def families(self) -> AnyArray:
        """Family of each task, shape (n_tasks,)."""
        return np.array([task.family for task in self.tasks], dtype=object)

    def of_kind(self, kind: Kind) -> KnowledgeBase:
        """Return the part that holds tasks of one kind."""
        return self.rows([task.kind == kind for task in self.tasks])

    def rows(self, which: Sequence[bool] | AnyArray) -> KnowledgeBase:
        """Return the part that holds some of the tasks.

        Parameters
        ----------
        which : sequence of bool, or of int positions
        """
        chosen = _positions(which)
        return KnowledgeBase(
            tasks=tuple(self.tasks[row] for row in chosen),
            configurations=self.configurations,
            **{name: getattr(self, name)[chosen] for name in ARRAYS},
        )

    def columns(self, which: Sequence[bool] | AnyArray) -> KnowledgeBase:
        """Return the part that holds some of the configurations.

        Parameters
        ----------
        which : sequence of bool, or of int positions
        """
        chosen = _positions(which)
        return KnowledgeBase(
            tasks=self.tasks,
            configurations=tuple(self.configurations[column] for column in chosen),
            **{name: getattr(self, name)[:, chosen] for name in ARRAYS},
        )

    def joined(self, other: KnowledgeBase) -> KnowledgeBase:
        """Return both bases as one; of a pair that both know, what this one says counts."""
        configurations = tuple(dict.fromkeys((*self.configurations, *other.configurations)))
        tasks = {task.id: task for task in (*other.tasks, *self.tasks)}
        rows = {task_id: row for row, task_id in enumerate(tasks)}
        columns = {configuration: column for column, configuration in enumerate(configurations)}
        arrays = {name: np.full((len(tasks), len(configurations)), np.nan) for name in ARRAYS}
        for base in (other, self):
            into = np.ix_(
                [rows[task.id] for task in base.tasks],
                [columns[configuration] for configuration in base.configurations],
            )
            known = ~np.isnan(base.loss)
            for name in ARRAYS:
                arrays[name][into] = np.where(known, getattr(base, name), arrays[name][into])
        return KnowledgeBase(tasks=tuple(tasks.values()), configurations=configurations, **arrays)

    def says_the_same(self, other: KnowledgeBase) -> bool:
        """Tell whether another base holds the same tasks, configurations and numbers, in the same order."""
        return (
            self.tasks == other.tasks
            and self.configurations == other.configurations
            and all(np.array_equal(getattr(self, name), getattr(other, name), equal_nan=True) for name in ARRAYS)
        )

    def read_only(self) -> KnowledgeBase:
        """Return the same base after making its arrays read-only, so that many can share it."""
        for name in ARRAYS:
            getattr(self, name).setflags(write=False)
        return self

    def records(self) -> Iterator[tuple[TaskRecord, tuple[TrialRecord, ...]]]:
        """Return tasks and trials one by one, as `of` takes them; of a trial a base knows what is in its arrays.

        Yields
        ------
        TaskRecord, tuple of TrialRecord
            Status ``"done"`` where there is a result, ``"failed"`` where there is none.
        """
        for row, task in enumerate(self.tasks):
            tried = np.flatnonzero(~np.isnan(self.loss[row]))
            yield task, tuple(self._trial(row, int(column)) for column in tried)

    def _trial(self, row: int, column: int) -> TrialRecord:
        values = {name: float(getattr(self, name)[row, column]) for name in ARRAYS}
        known = {name: value if np.isfinite(value) else None for name, value in values.items()}
        return TrialRecord(
            configuration=self.configurations[column],
            status="failed" if known["loss"] is None else "done",
            score=known["score"],
            loss=known["loss"],
            test_score=known["test_score"],
            test_loss=known["test_loss"],
            fit_s=known["fit_s"] or 0.0,
            predict_s=known["predict_s"] or 0.0,
        )

    def __repr__(self) -> str:
        shape = f"{counted(self.n_tasks, 'task')} x {counted(len(self.configurations), 'configuration')}"
        return f"KnowledgeBase({shape}, {counted(self.n_trials, 'trial')})"


def _positions(which: Sequence[bool] | AnyArray) -> IntArray:
    chosen = np.asarray(which)
    return (np.flatnonzero(chosen) if chosen.dtype == bool else chosen).astype(np.int64)

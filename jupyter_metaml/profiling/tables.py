"""The table that is profiled, with or without a question to it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jupyter_metaml.tasks import Task, as_frame
from jupyter_metaml.typing import AnyArray, IntArray, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table, and the target if there is one.

    Parameters
    ----------
    X : DataFrame of shape (n_rows, n_columns)
        Columns with unique names that are strings.
    labels : tuple of hashable
        The user's own name per column.
    y : ndarray of shape (n_rows,) or None
        Class codes (int64), or numbers (float64).
    kind : {"binary", "multiclass", "regression"} or None
    classes : ndarray of shape (n_classes,) or None
        Labels by code.
    target_label : hashable or None
    groups : ndarray of shape (n_rows,) or None
    time : ndarray of shape (n_rows,) or None
        What orders the rows, if a person said so.
    n_folds : int
        Folds that the task will be split into; 0 without a task.
    """

    X: pd.DataFrame
    labels: tuple[Hashable, ...]
    y: AnyArray | None = None
    kind: Kind | None = None
    classes: AnyArray | None = None
    target_label: Hashable | None = None
    groups: IntArray | None = None
    time: AnyArray | None = None
    n_folds: int = 0

    @property
    def n_rows(self) -> int:
        """Rows of the table."""
        return len(self.X)

    @property
    def n_columns(self) -> int:
        """Columns of the table, without the target."""
        return int(self.X.shape[1])

    @property
    def n_classes(self) -> int:
        """Number of classes; 0 where there are none."""
        return 0 if self.classes is None else len(self.classes)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns in `X`."""
        return tuple(self.X.columns.tolist())


def table_of_task(task: Task) -> Table:
    """Take from a task what profiling needs."""
    return Table(
        X=task.X,
        labels=tuple(task.names.get(name, name) for name in task.X.columns),
        y=np.asarray(task.y),
        kind=task.kind,
        classes=task.classes,
        target_label=task.target_name,
        groups=task.groups,
        time=task.time,
        n_folds=task.splits.n_folds,
    )


def table_of_frame(data: object) -> Table:
    """Take in a table without a target."""
    X, names = as_frame(data)
    return Table(X=X, labels=tuple(names.get(name, name) for name in X.columns))

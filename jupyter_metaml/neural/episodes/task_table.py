"""A table with its target, in the form that episodes are cut from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.tasks import Task
from jupyter_metaml.typing import AnyArray, IntArray
from jupyter_metaml.wording import quoted


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TaskTable:
    """Rows and their target.

    Attributes
    ----------
    X : DataFrame or array of shape (n_rows, ...)
    y : array of shape (n_rows,)
        Codes (int64) or numbers (float64).
    n_classes : int
        0 in regression.
    rows_by_class : list of int64 arrays
        Positions of the rows of each class.
    """

    X: Any
    y: AnyArray
    n_classes: int
    rows_by_class: list[IntArray]

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.y)

    def rows(self, positions: IntArray) -> Any:
        """Return some rows of X, in the type they were given."""
        return self.X.iloc[positions] if isinstance(self.X, pd.DataFrame) else self.X[positions]

    @classmethod
    def of(cls, task: Any) -> TaskTable:
        """Take a `Task`, or a pair of X and y.

        Raises
        ------
        UsageError
            If it is neither.
        DataError
            If X and y differ in length.
        """
        if isinstance(task, Task):
            return cls._made(task.X, task.y, task.n_classes)
        if not isinstance(task, tuple) or len(task) != 2:
            msg = f"A task was given as {quoted(task)}. Give a Task, an Episode, or a pair (X, y)."
            raise UsageError(msg)
        X, y = task
        codes, classes = coded(y)
        return cls._made(X if isinstance(X, pd.DataFrame) else np.asarray(X), codes, len(classes))

    @classmethod
    def _made(cls, X: Any, y: AnyArray, n_classes: int) -> TaskTable:
        if len(X) != len(y):
            msg = f"A task has {len(X)} rows of X and {len(y)} of y. Give one value of y for each row."
            raise DataError(msg)
        return cls(X=X, y=y, n_classes=n_classes, rows_by_class=[np.flatnonzero(y == k) for k in range(n_classes)])


def coded(y: Any, *, is_classification: bool | None = None) -> tuple[AnyArray, AnyArray]:
    """Tell classes from numbers: unless it is said which they are, floats are numbers, and all else are classes.

    Returns
    -------
    y : array of shape (n_rows,)
        Codes (int64) of classes, or numbers (float64).
    classes : array of shape (n_classes,)
        Labels by code; empty for numbers.

    Raises
    ------
    DataError
        If a value is missing or infinite, or it is not one column.
    """
    values = column_of(y)
    if is_classification is False:
        values = values.astype(np.float64)
    if values.dtype.kind == "f":
        if not np.isfinite(values).all():
            msg = "y has missing or infinite numbers. Leave their rows out."
            raise DataError(msg)
        if not is_classification:
            return values.astype(np.float64), np.empty(0)
    if values.dtype.kind == "O" and pd.isna(values).any():
        msg = "y has missing values. Leave their rows out."
        raise DataError(msg)
    try:
        classes, codes = np.unique(values, return_inverse=True)
    except TypeError as error:
        msg = "y has labels of several types, which have no order. Give text only, or whole numbers only."
        raise DataError(msg) from error
    return codes.astype(np.int64), classes


def column_of(y: Any) -> AnyArray:
    """Return a target as an array of shape (n_rows,).

    Raises
    ------
    DataError
        If it is not one column.
    """
    if isinstance(y, pd.Series) and pd.api.types.is_float_dtype(y.dtype):
        return np.asarray(y.to_numpy(dtype=np.float64, na_value=np.nan))  # the nullable types of pandas, too
    values = np.asarray(y)
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.ndim != 1:
        msg = f"y has the shape {values.shape}. Give one value for each row."
        raise DataError(msg)
    return values


def tables_of(tasks: Iterable[Any]) -> list[TaskTable]:
    """Take tasks one by one, all of one kind.

    Raises
    ------
    UsageError
        If there is none, or classes and numbers are mixed.
    """
    tables = [TaskTable.of(task) for task in tasks]
    if not tables:
        msg = "There are no tasks to learn from. Give at least one pair (X, y)."
        raise UsageError(msg)
    if len({bool(table.n_classes) for table in tables}) > 1:
        msg = (
            "Some tasks have classes and some have numbers as their target (floats are numbers, all else are classes). "
            "Give tasks of one kind to a learner."
        )
        raise UsageError(msg)
    return tables

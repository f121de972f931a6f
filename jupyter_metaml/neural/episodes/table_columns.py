"""Any table as rows of one width, in which a place means the same from table to table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd
from scipy.special import ndtri
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.typing import AnyArray, FloatArray
from jupyter_metaml.wording import counted


class TableColumns(TransformerMixin, BaseEstimator):
    """Turn the columns of any table into `width` numbers, the most telling first.

    Numbers and dates become normal scores of their ranks among the fitted rows, categories an indicator of each of
    their most common levels, missing cells 0.  With a target, columns are ordered by the size of their correlation
    with it, and turned so that it is positive where there are two classes or numbers: what a network has learned
    about a place on other tables is then of use on this one.  Columns beyond `width` are left out, and places without
    a column are 0.

    Parameters
    ----------
    width : int, default=20
    max_levels : int, default=4
        Indicators of one category at most.

    Attributes
    ----------
    n_features_in_ : int
        Columns of the table that it was fitted on.

    Examples
    --------
    >>> import pandas as pd
    >>> from jupyter_metaml.neural import TableColumns
    >>> X = pd.DataFrame({"size": [1, 2, None, 4], "shop": ["a", "b", "a", "b"]})
    >>> TableColumns(5).fit(X, [0, 1, 0, 1]).transform(X).shape
    (4, 5)
    """

    def __init__(self, width: int = 20, *, max_levels: int = 4) -> None:
        self.width = width
        self.max_levels = max_levels

    def fit(self, X: Any, y: Any = None) -> Self:
        """Learn ranks, levels and the order of the columns.

        Parameters
        ----------
        X : table or array of shape (n_rows, n_columns)
        y : array-like of shape (n_rows,) or None, default=None
            Codes of classes (integers) or numbers (floats).

        Returns
        -------
        self

        Raises
        ------
        UsageError
            If `width` or `max_levels` is below 1.
        """
        for name, value in (("width", self.width), ("max_levels", self.max_levels)):
            if value < 1:
                msg = f"{name}={value} is too small. Give a whole number from 1 up."
                raise UsageError(msg)
        columns = _columns_of(X)
        self.n_features_in_ = len(columns)
        self._scores = [_fitted(place, column, self.max_levels) for place, column in enumerate(columns)]
        found = self._all(columns)
        telling = np.zeros(found.shape[1]) if y is None else correlations(found, np.asarray(y))
        self._order = np.argsort(-np.abs(telling), kind="stable")[: self.width]
        self._signs = np.where(telling[self._order] < 0, -1.0, 1.0)
        return self

    def transform(self, X: Any) -> FloatArray:
        """Return rows, shape (n_rows, width).

        Raises
        ------
        DataError
            If the table has another number of columns.
        """
        check_is_fitted(self)
        columns = _columns_of(X)
        if len(columns) != self.n_features_in_:
            msg = f"The table has {counted(len(columns), 'column')}; {self.n_features_in_} were fitted. Give the same."
            raise DataError(msg)
        rows = np.zeros((len(columns[0]) if columns else 0, self.width))
        rows[:, : len(self._order)] = self._all(columns)[:, self._order] * self._signs
        return rows

    def _all(self, columns: list[AnyArray]) -> FloatArray:
        return np.column_stack([scores.of(columns[scores.place]) for scores in self._scores])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ranks:
    """Normal scores of the ranks of a column of numbers."""

    place: int
    values: FloatArray  # that were seen, sorted
    scores: FloatArray

    def of(self, column: AnyArray) -> FloatArray:
        """Return one number for each cell, shape (n_rows, 1)."""
        if not len(self.values):
            return np.zeros((len(column), 1))
        found = np.interp(column, self.values, self.scores)
        return np.where(np.isnan(column), 0.0, found)[:, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Levels:
    """Standardised indicators of the levels of a category."""

    place: int
    levels: AnyArray
    shares: FloatArray

    def of(self, column: AnyArray) -> FloatArray:
        """Return numbers of shape (n_rows, n_levels)."""
        spread = np.sqrt(self.shares * (1.0 - self.shares))
        found = (column[:, None] == self.levels) - self.shares
        return np.asarray(found / np.where(spread > 0, spread, 1.0))


def correlations(columns: FloatArray, y: AnyArray) -> FloatArray:
    """Correlate columns with a target.

    Parameters
    ----------
    columns : array of shape (n_rows, n_columns)
    y : array of shape (n_rows,)
        Numbers, or integer codes of classes.

    Returns
    -------
    array of shape (n_columns,)
        With more than two classes, the largest size over the classes, which has no sign.
    """
    is_multiclass = y.dtype.kind in "iu" and y.max(initial=0) > 1
    targets = np.asarray(y[:, None] == np.unique(y) if is_multiclass else y[:, None], dtype=np.float64)
    centred, targets = columns - columns.mean(axis=0), targets - targets.mean(axis=0)
    spread = np.linalg.norm(centred, axis=0)[:, None] * np.linalg.norm(targets, axis=0)
    found = centred.T @ targets / np.where(spread > 0, spread, 1.0)  # (n_columns, n_targets)
    return np.asarray(np.abs(found).max(axis=1) if is_multiclass else found[:, 0])


def _columns_of(X: Any) -> list[AnyArray]:
    """Take a table apart: numbers and dates as floats with NaN, all else as text or None."""
    if not isinstance(X, pd.DataFrame):
        array = np.asarray(X)
        if array.ndim != 2:
            msg = f"X has the shape {array.shape}. Give a table of rows and columns."
            raise DataError(msg)
        X = pd.DataFrame(array)
    # One array for all plain numbers: columns one by one take most of the time of an episode of a wide table.
    plain = [isinstance(dtype, np.dtype) and dtype.kind in "biuf" for dtype in X.dtypes]
    numbers = iter(np.where(np.isfinite(block := X.loc[:, plain].to_numpy(dtype=np.float64)), block, np.nan).T)
    others = (_cells(column) for _, column in X.loc[:, ~np.array(plain, dtype=bool)].items())
    return [next(numbers) if is_plain else next(others) for is_plain in plain]


def _cells(column: pd.Series[Any]) -> AnyArray:
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return np.where(column.isna(), np.nan, column.astype("int64").astype(np.float64))
    if pd.api.types.is_numeric_dtype(column.dtype) and column.dtype.kind != "c":
        return np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan))
    is_missing = column.isna().to_numpy()
    cells = column.astype(str).to_numpy(dtype=object)
    cells[is_missing] = None
    return np.asarray(cells)


def _fitted(place: int, column: AnyArray, max_levels: int) -> _Ranks | _Levels:
    if column.dtype.kind == "f":
        values, counts = np.unique(column[~np.isnan(column)], return_counts=True)
        ranks = np.cumsum(counts) - counts / 2  # the middle of each value's ranks
        return _Ranks(place=place, values=values, scores=np.asarray(ndtri(ranks / max(counts.sum(), 1))))
    levels, counts = np.unique(column[column != None].astype(str), return_counts=True)  # noqa: E711 - cell by cell
    common = np.argsort(-counts, kind="stable")[: 1 if len(levels) == 2 else max_levels]
    return _Levels(place=place, levels=levels[common].astype(object), shares=counts[common] / max(len(column), 1))

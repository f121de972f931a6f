"""From frames and arrays to numbers and codes of levels, the same way for rows that come later."""

from __future__ import annotations

from numbers import Number
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class TableReader:
    """Learn how the columns of a table are read.

    Numbers, truth values, dates and durations are read as numbers, everything else as levels by how it is written.  A
    level that was not there before is an empty cell, an infinite number lies one range beyond the finite ones.

    Parameters
    ----------
    table : DataFrame
    """

    def __init__(self, table: pd.DataFrame) -> None:
        self.levels: list[list[str] | None] = []
        self.limits: list[tuple[float, float]] = []
        for place in range(table.shape[1]):
            numbers = as_numbers(table.iloc[:, place])
            self.limits.append(_limits(numbers))
            written = None if numbers is not None else _written(table.iloc[:, place]).dropna().unique().tolist()
            self.levels.append(written)

    @property
    def is_category(self) -> NDArray[np.bool_]:
        """Tell which columns are read as levels."""
        return np.array([levels is not None for levels in self.levels], dtype=np.bool_)

    def read(self, table: pd.DataFrame) -> Floats:
        """Return an array of shape (n_rows, n_columns): numbers, codes of levels, and NaN for empty cells."""
        values = np.empty(table.shape, dtype=np.float64)
        for place, (levels, limits) in enumerate(zip(self.levels, self.limits, strict=True)):
            column = table.iloc[:, place]
            if levels is None:
                numbers = as_numbers(column)
                if numbers is None:
                    numbers = pd.to_numeric(_written(column), errors="coerce").to_numpy(np.float64, na_value=np.nan)
                values[:, place] = np.clip(numbers, *limits) if np.isinf(numbers).any() else numbers
            else:
                codes = pd.Index(levels, dtype=object).get_indexer(pd.Index(_written(column), dtype=object))
                values[:, place] = np.where(codes < 0, np.nan, codes)
        return values


def as_numbers(column: pd.Series[Any]) -> Floats | None:
    """Read a column as numbers, or return None if it holds anything else."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return None
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        start = pd.Timestamp(0, tz=getattr(column.dtype, "tz", None))
        return as_numbers(column - start)
    if pd.api.types.is_timedelta64_dtype(column.dtype):
        return np.asarray(column.dt.total_seconds(), dtype=np.float64)
    if pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_complex_dtype(column.dtype):
        return column.to_numpy(np.float64, na_value=np.nan)
    known = column[column.notna()]
    if len(known) and all(isinstance(value, Number) and not isinstance(value, complex) for value in known):
        return pd.to_numeric(column, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    return None if len(known) else np.full(len(column), np.nan)


def _written(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return how the cells are written; empty ones stay empty."""
    return column.astype(object).map(str, na_action="ignore")


def _limits(numbers: Floats | None) -> tuple[float, float]:
    """Return one range below and above the finite numbers of a column."""
    finite = numbers[np.isfinite(numbers)] if numbers is not None else np.empty(0)
    if not len(finite):
        return -1.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    reach = min(max(high - low, 1.0), 1e300)
    return max(low - reach, -1e300), min(high + reach, 1e300)

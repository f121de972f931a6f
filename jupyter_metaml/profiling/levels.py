"""Columns of levels: strings and categories as codes into their distinct values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jupyter_metaml.typing import IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """A column as codes into its distinct values.

    Parameters
    ----------
    codes : ndarray of shape (n_rows,)
        Position in `values`; -1 where missing.
    values : list of str
        Distinct values that occur, in the order in which they first appear (or of the categories).
    counts : ndarray of shape (n_values,)
        Rows per value, at least 1.
    """

    codes: NDArray[np.int32]
    values: list[str]
    counts: IntArray

    @property
    def n_present(self) -> int:
        """Rows that are not missing."""
        return int(self.counts.sum())

    def spread(self, size: int) -> list[str]:
        """Pick values evenly over all of them, so that a sorted table shows more than its beginning."""
        if len(self.values) <= size:
            return self.values
        picks = np.linspace(0, len(self.values) - 1, size).astype(np.int64)
        return [self.values[i] for i in picks.tolist()]


def read_levels(column: pd.Series[Any]) -> Levels:
    """Read a column of strings or of a category dtype.

    Parameters
    ----------
    column : Series of shape (n_rows,)
        Missing cells are NaN.  Levels of a category that are no strings are told apart by their written form.

    Returns
    -------
    Levels
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        return _levels(column.cat.codes.to_numpy().astype(np.int32), column.cat.categories.tolist())
    is_text = isinstance(column.dtype, pd.StringDtype)
    codes, uniques = pd.factorize(column.array if is_text else column.to_numpy(dtype=object))
    return _levels(codes.astype(np.int32), uniques.tolist())


def _levels(codes: NDArray[np.int32], values: Sequence[object]) -> Levels:
    counts = np.bincount(codes[codes >= 0], minlength=len(values)).astype(np.int64)
    if counts.size and counts.min() == 0:
        used = np.flatnonzero(counts)
        new_code = np.full(len(values) + 1, -1, dtype=np.int32)  # the last one stands for the code -1
        new_code[used] = np.arange(used.size, dtype=np.int32)
        codes, counts, values = new_code[codes], counts[used], [values[i] for i in used.tolist()]
    return Levels(codes=codes, values=[str(value) for value in values], counts=counts)

"""All columns of numbers of a table as one matrix, with what many questions need."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jupyter_metaml.typing import FloatArray, IntArray

EXACT_LIMIT = 2.0**53
"""Above this, whole numbers are no longer told apart as floating-point numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberBlock:
    """Columns of numbers, one per row of the matrices.

    Parameters
    ----------
    positions : ndarray of shape (n_numbers,)
        Position of each column in the table, ascending.
    values : ndarray of shape (n_numbers, n_rows)
        NaN where missing or infinite.
    ordered : ndarray of shape (n_numbers, n_rows)
        The same, each column sorted, NaN last.
    n_present, n_infinite, n_distinct : ndarray of shape (n_numbers,)
        Cells with a finite number, with an infinite one, and distinct finite numbers.
    """

    positions: IntArray
    values: FloatArray
    ordered: FloatArray
    n_present: IntArray
    n_infinite: IntArray
    n_distinct: IntArray

    @property
    def minimum(self) -> FloatArray:
        """Smallest number per column; NaN where there is none."""
        return self.ordered[:, 0] if self.ordered.shape[1] else np.full(len(self.positions), np.nan)

    @property
    def maximum(self) -> FloatArray:
        """Largest number per column; NaN where there is none."""
        if not self.ordered.shape[1]:
            return np.full(len(self.positions), np.nan)
        last = np.maximum(self.n_present - 1, 0)
        return np.asarray(self.ordered[np.arange(len(last)), last], dtype=np.float64)


def number_block(positions: IntArray, values: FloatArray) -> NumberBlock:
    """Sort and count columns of numbers.

    Parameters
    ----------
    positions : ndarray of shape (n_numbers,)
    values : ndarray of shape (n_numbers, n_rows)
        Changed in place: infinities become NaN.

    Returns
    -------
    NumberBlock
    """
    infinite = np.isinf(values)
    n_infinite = infinite.sum(axis=1)
    values[infinite] = np.nan
    ordered = np.sort(values, axis=1)
    n_present = values.shape[1] - np.isnan(values).sum(axis=1)
    # Comparisons with NaN are false, so missing cells at the end add nothing.
    n_distinct = (ordered[:, 1:] > ordered[:, :-1]).sum(axis=1) + (n_present > 0)
    return NumberBlock(
        positions=positions,
        values=values,
        ordered=ordered,
        n_present=n_present.astype(np.int64),
        n_infinite=n_infinite.astype(np.int64),
        n_distinct=n_distinct.astype(np.int64),
    )

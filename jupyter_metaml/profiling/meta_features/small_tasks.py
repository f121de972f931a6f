"""A task made small enough for models to be fitted in milliseconds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.profiling.single_column_skill import halves
from jupyter_metaml.typing import AnyArray, FloatArray

MAX_ROWS = 500
MIN_ROWS = 10
MAX_COLUMNS = 50
MAX_LEVELS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallTask:
    """Some rows and columns of a task, as numbers.

    Parameters
    ----------
    matrix : ndarray of shape (n_rows, n_features)
        At most 500 x 100: standardised numbers (missing: the mean), and indicators of the first levels of categories.
    y : ndarray of shape (n_rows,)
        Class codes, or numbers scaled to at most 1.
    is_classification : bool
    in_first : ndarray of shape (n_rows,)
        Which rows make the first half.
    """

    matrix: FloatArray
    y: AnyArray
    is_classification: bool
    in_first: NDArray[np.bool_]


def small_task(numbers: FloatArray, levels: NDArray[np.int32], y: AnyArray, *, random_state: int) -> SmallTask | None:
    """Make a task small.

    Parameters
    ----------
    numbers : ndarray of shape (n_numbers, n_rows)
        NaN where missing.
    levels : ndarray of shape (n_levels, n_rows)
        -1 where missing.
    y : ndarray of shape (n_rows,)
        Class codes (integers) or numbers.
    random_state : int
        Seed of the halves.

    Returns
    -------
    SmallTask or None
        None when there are fewer than 10 rows or no columns.
    """
    n_rows = len(y)
    rows = np.linspace(0, n_rows - 1, min(n_rows, MAX_ROWS)).astype(np.int64)
    indicators = [
        (codes == level).astype(np.float64)
        for codes in levels[:MAX_COLUMNS, rows]
        for level in range(min(int(codes.max(initial=-1)) + 1, MAX_LEVELS))
    ]
    parts = [_standardised(numbers[:MAX_COLUMNS, rows]), *([np.stack(indicators[:MAX_COLUMNS])] if indicators else [])]
    matrix = np.ascontiguousarray(np.concatenate(parts).T)
    if len(rows) < MIN_ROWS or matrix.shape[1] == 0:
        return None
    is_classification = bool(np.issubdtype(y.dtype, np.integer))
    few = y[rows]
    return SmallTask(
        matrix=matrix,
        y=few if is_classification else few / (float(np.abs(few).max()) or 1.0),
        is_classification=is_classification,
        in_first=halves(len(rows), random_state=random_state),
    )


def _standardised(lines: FloatArray) -> FloatArray:
    present = ~np.isnan(lines)
    filled = np.where(present, lines, 0.0)
    largest = np.abs(filled).max(axis=1, initial=0.0)
    filled /= np.where(largest > 0, largest, 1.0)[:, None]
    filled -= (filled.sum(axis=1) / np.maximum(present.sum(axis=1), 1))[:, None] * present
    spread = np.sqrt((filled * filled).mean(axis=1)) if lines.shape[1] else np.zeros(len(lines))
    return np.asarray(filled / np.where(spread > 1e-12, spread, 1.0)[:, None], dtype=np.float64)

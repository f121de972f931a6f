"""What the order and the repetition of rows say about each other and about the target."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.profiling.single_column_skill import COARSE_BINS, class_skill, halves, mean_skill, quantile_bins
from jupyter_metaml.typing import AnyArray, FloatArray, IntArray

ROWS_PER_BIN = 10


def ordered_share(line: FloatArray, *, min_steps: int) -> float | None:
    """Say how many of the changes from row to row go in the more frequent direction.

    Parameters
    ----------
    line : ndarray of shape (n_rows,)
        NaN where missing.
    min_steps : int
        Changes below which there is no answer.

    Returns
    -------
    float or None
        From 0.5 (no order) to 1 (sorted); None when the values hardly change.
    """
    steps = np.diff(line[~np.isnan(line)])
    n_up, n_down = int((steps > 0).sum()), int((steps < 0).sum())
    if n_up + n_down < min_steps:
        return None
    return max(n_up, n_down) / (n_up + n_down)


def row_order_skill(line: FloatArray, y: AnyArray, *, random_state: int) -> float:
    """Say how well the target can be told from a position alone, tried on rows it was not learnt on.

    Parameters
    ----------
    line : ndarray of shape (n_rows,)
        Position of each row; nothing missing.
    y : ndarray of shape (n_rows,)
        Class codes (integers) or numbers.
    random_state : int
        Seed of the halves.

    Returns
    -------
    float
        Share of the avoidable error, or of the variance; 0 or less for nothing.
    """
    in_first = halves(len(y), random_state=random_state)
    n_bins = int(np.clip(len(y) // ROWS_PER_BIN, 2, COARSE_BINS))
    bins = quantile_bins(line[None, :], n_bins=n_bins)
    if np.issubdtype(y.dtype, np.integer):
        classes = y.astype(np.int64)
        return float(class_skill(bins, classes, n_bins=n_bins + 1, is_ordered=True, in_first=in_first)[0])
    return mean_skill(bins[0], y.astype(np.float64), n_levels=n_bins + 1, in_first=in_first)


def is_in_blocks(y: AnyArray) -> bool:
    """Tell whether a table was sorted by its target: each class in one block, or numbers that only grow or fall.

    Parameters
    ----------
    y : ndarray of shape (n_rows,)
        Class codes (integers) or numbers.
    """
    steps = np.diff(y)
    if np.issubdtype(y.dtype, np.integer):
        return int((steps != 0).sum()) == len(np.unique(y)) - 1
    return bool((steps >= 0).all() or (steps <= 0).all())


def agreement_within(keys: IntArray, y: AnyArray) -> float:
    """Say how alike the targets of rows with the same key are, beyond chance.

    The variance within keys is compared with that of all rows, both without bias (adjusted explained variance); for
    classes, the variance of their indicators.

    Parameters
    ----------
    keys : ndarray of shape (n_rows,)
        Codes of the keys; -1 where missing.
    y : ndarray of shape (n_rows,)
        Class codes (integers) or numbers.

    Returns
    -------
    float
        From 0 (no more alike than any rows) to 1 (the same).
    """
    present = keys >= 0
    codes, target = keys[present], y[present]
    _, codes = np.unique(codes, return_inverse=True)
    sizes = np.bincount(codes)
    n_rows, n_keys = len(codes), len(sizes)
    if n_rows <= n_keys or n_keys < 2:
        return 0.0
    if np.issubdtype(target.dtype, np.integer):
        lines = [(target == code).astype(np.float64) for code in np.unique(target).tolist()[:50]]
    else:
        lines = [target.astype(np.float64) / (float(np.abs(target).max()) or 1.0)]
    within = total = 0.0
    for line in lines:
        means = np.bincount(codes, weights=line) / sizes
        within += float(((line - means[codes]) ** 2).sum())
        total += float(((line - line.mean()) ** 2).sum())
    if total <= 0:
        return 0.0
    return max(0.0, 1.0 - (within / (n_rows - n_keys)) / (total / (n_rows - 1)))

"""How well one column alone predicts the target, for thousands of columns at once.

Each column is cut into bins (or has levels already); on one half of the rows the most frequent class or the mean
target of each bin is learnt, on the other half it is tried, and the other way round.  What is learnt by heart
therefore earns nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.typing import FloatArray, IntArray

COARSE_BINS = 32
FINE_BINS = 256
"""So many that a boundary between two classes, which falls inside a bin, spoils less than one row in 500."""

_CELLS_AT_ONCE = 2_000_000


def quantile_bins(columns: FloatArray, *, n_bins: int) -> NDArray[np.int32]:
    """Cut columns of numbers into bins of about equally many rows; equal numbers share a bin.

    Parameters
    ----------
    columns : ndarray of shape (n_columns, n_rows)
        NaN where missing.
    n_bins : int

    Returns
    -------
    ndarray of shape (n_columns, n_rows)
        From 0 to ``n_bins - 1``, in the order of the numbers; missing cells have a bin of their own, `n_bins`.
    """
    n_rows = columns.shape[1]
    order = np.argsort(columns, axis=1, kind="stable")
    ordered = np.take_along_axis(columns, order, axis=1)
    is_new = np.ones(columns.shape, dtype=np.bool_)
    is_new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    first = np.maximum.accumulate(np.where(is_new, np.arange(n_rows), 0), axis=1)  # (n_columns, n_rows)
    n_present = (~np.isnan(columns)).sum(axis=1)
    has_few = is_new.sum(axis=1) - (n_rows - n_present) <= n_bins
    by_rank = first * n_bins // np.maximum(n_present, 1)[:, None]
    by_value = np.cumsum(is_new, axis=1) - 1
    found = np.empty(columns.shape, dtype=np.int32)
    np.put_along_axis(found, order, np.where(has_few[:, None], by_value, by_rank).astype(np.int32), axis=1)
    found[np.isnan(columns)] = n_bins
    return found


def class_skill(
    bins: NDArray[np.int32], classes: IntArray, *, n_bins: int, is_ordered: bool, in_first: NDArray[np.bool_]
) -> FloatArray:
    """Say how much of the error of always naming the most frequent class each column avoids.

    A bin of which nothing was learnt predicts what the bin below it does when bins have an order.  Otherwise its rows
    do not count, and a column of which fewer than half of the rows count has no skill.

    Parameters
    ----------
    bins : ndarray of shape (n_columns, n_rows)
        Bin or level per cell, from 0 to ``n_bins - 1``; in ordered columns the last bin is for missing cells.
    classes : ndarray of shape (n_rows,)
        Class codes.
    n_bins : int
    is_ordered : bool
        Whether neighbouring bins are alike.
    in_first : ndarray of shape (n_rows,)
        Which rows make the first half.

    Returns
    -------
    ndarray of shape (n_columns,)
        1 for no error at all, 0 (or less) for no skill.
    """
    n_classes = int(classes.max(initial=0)) + 1
    avoidable, errors, counted = (np.zeros(len(bins), dtype=np.int64) for _ in range(3))
    step = max(1, _CELLS_AT_ONCE // (n_bins * n_classes + bins.shape[1]))
    for learn, tried in ((in_first, ~in_first), (~in_first, in_first)):
        majority = int(np.bincount(classes[learn], minlength=n_classes).argmax())
        is_avoidable = classes[tried] != majority
        for start in range(0, len(bins), step):
            part = slice(start, start + step)
            guesses = _learn(bins[part][:, learn], classes[learn], n_bins=n_bins, n_classes=n_classes)
            if is_ordered:
                guesses[:, :-1] = _filled(guesses[:, :-1], majority)
            guess = np.take_along_axis(guesses, bins[part][:, tried], axis=1)  # (n_columns, n_tried)
            is_known = guess >= 0
            counted[part] += is_known.sum(axis=1)
            avoidable[part] += (is_known & is_avoidable).sum(axis=1)
            errors[part] += (is_known & (guess != classes[tried])).sum(axis=1)
    skill = 1.0 - errors / np.maximum(avoidable, 1)
    return np.where((avoidable > 0) & (2 * counted >= bins.shape[1]), skill, 0.0)


def _learn(bins: NDArray[np.int32], classes: IntArray, *, n_bins: int, n_classes: int) -> NDArray[np.int64]:
    """Find the most frequent class per column and bin; -1 where there is no row."""
    n_cells = len(bins) * n_bins
    cells = bins + (np.arange(len(bins)) * n_bins)[:, None] + classes * n_cells
    counts = np.bincount(cells.ravel(), minlength=n_cells * n_classes).reshape(n_classes, len(bins), n_bins)
    return np.where(counts.any(axis=0), counts.argmax(axis=0), -1)


def _filled(guesses: NDArray[np.int64], majority: int) -> NDArray[np.int64]:
    """Let bins without a guess take over that of the nearest bin below, the first ones the majority."""
    positions = np.where(guesses >= 0, np.arange(guesses.shape[1]), -1)
    nearest = np.maximum.accumulate(positions, axis=1)
    taken = np.take_along_axis(guesses, np.maximum(nearest, 0), axis=1)
    return np.where(nearest >= 0, taken, majority)


def mean_skill(levels: NDArray[np.int32], target: FloatArray, *, n_levels: int, in_first: NDArray[np.bool_]) -> float:
    """Say how much of the variance of the target the mean of each level explains.

    Rows of levels of which nothing was learnt do not count; where they are more than half, there is no skill.

    Parameters
    ----------
    levels : ndarray of shape (n_rows,)
        From 0 to ``n_levels - 1``.
    target : ndarray of shape (n_rows,)
    n_levels : int
    in_first : ndarray of shape (n_rows,)
        Which rows make the first half.

    Returns
    -------
    float
        1 for everything, 0 (or less) for nothing.
    """
    largest = float(np.abs(target).max(initial=0.0))
    y = target / (largest or 1.0)
    base = rest = counted = 0.0
    for learn, tried in ((in_first, ~in_first), (~in_first, in_first)):
        counts = np.bincount(levels[learn], minlength=n_levels)
        sums = np.bincount(levels[learn], weights=y[learn], minlength=n_levels)
        known = tried & (counts > 0)[levels]
        means = sums / np.maximum(counts, 1)
        counted += int(known.sum())
        rest += float(((y[known] - means[levels[known]]) ** 2).sum())
        base += float(((y[known] - sums.sum() / max(int(learn.sum()), 1)) ** 2).sum())
    return 1.0 - rest / base if base > 0 and 2 * counted >= len(y) else 0.0


def halves(n_rows: int, *, random_state: int) -> NDArray[np.bool_]:
    """Draw which rows make the first half."""
    return np.random.default_rng(random_state).permutation(n_rows) < n_rows // 2

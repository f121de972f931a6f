"""How well one column alone predicts the target, for thousands of columns at once.

Each column is cut into bins (or has levels already); on one half of the rows the most frequent class or the mean
target of each bin is learnt, on the other half it is tried, and the other way round.  What is learnt by heart
therefore earns nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.typing import FloatArray, IntArray

N_BINS = 32
MISSING_BIN = N_BINS
_CELLS_AT_ONCE = 2_000_000


def quantile_bins(columns: FloatArray) -> NDArray[np.int32]:
    """Cut columns of numbers into bins of about equally many rows; equal numbers share a bin.

    Parameters
    ----------
    columns : ndarray of shape (n_columns, n_rows)
        NaN where missing.

    Returns
    -------
    ndarray of shape (n_columns, n_rows)
        From 0 to 31; missing cells have a bin of their own, 32.
    """
    n_rows = columns.shape[1]
    order = np.argsort(columns, axis=1, kind="stable")
    ordered = np.take_along_axis(columns, order, axis=1)
    is_new = np.ones(columns.shape, dtype=np.bool_)
    is_new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    first = np.maximum.accumulate(np.where(is_new, np.arange(n_rows), 0), axis=1)  # (n_columns, n_rows)
    n_present = (~np.isnan(columns)).sum(axis=1)
    few = is_new.sum(axis=1) - (n_rows - n_present) <= N_BINS
    by_rank = first * N_BINS // np.maximum(n_present, 1)[:, None]
    by_value = np.cumsum(is_new, axis=1) - 1
    found = np.empty(columns.shape, dtype=np.int32)
    np.put_along_axis(found, order, np.where(few[:, None], by_value, by_rank).astype(np.int32), axis=1)
    found[np.isnan(columns)] = MISSING_BIN
    return found


def class_skill(bins: NDArray[np.int32], classes: IntArray, *, n_bins: int, in_first: NDArray[np.bool_]) -> FloatArray:
    """Say how much of the error of always naming the most frequent class each column saves.

    Parameters
    ----------
    bins : ndarray of shape (n_columns, n_rows)
        Bin or level per cell, from 0 to ``n_bins - 1``.
    classes : ndarray of shape (n_rows,)
        Class codes.
    n_bins : int
    in_first : ndarray of shape (n_rows,)
        Which rows make the first half.

    Returns
    -------
    ndarray of shape (n_columns,)
        1 for no error at all, 0 (or less) for no skill.
    """
    n_classes = int(classes.max(initial=0)) + 1
    base_errors = 0
    errors = np.zeros(len(bins), dtype=np.int64)
    for learn, tried in ((in_first, ~in_first), (~in_first, in_first)):
        majority = int(np.bincount(classes[learn], minlength=n_classes).argmax())
        base_errors += int((classes[tried] != majority).sum())
        errors += _errors(
            bins[:, learn], classes[learn], (bins[:, tried], classes[tried]), (n_bins, n_classes, majority)
        )
    return np.asarray(1.0 - errors / max(base_errors, 1), dtype=np.float64)


def _errors(
    bins: NDArray[np.int32], classes: IntArray, tried: tuple[NDArray[np.int32], IntArray], sizes: tuple[int, int, int]
) -> IntArray:
    """Count the wrong predictions per column; bins that were not learnt predict the majority."""
    n_bins, n_classes, majority = sizes
    tried_bins, tried_classes = tried
    n_columns = bins.shape[0]
    errors = np.zeros(n_columns, dtype=np.int64)
    step = max(1, _CELLS_AT_ONCE // (n_bins * n_classes + bins.shape[1]))
    for start in range(0, n_columns, step):
        part = bins[start : start + step].astype(np.int64)
        offset = (np.arange(len(part)) * n_bins)[:, None]
        cells = (part + offset) * n_classes + classes
        counts = np.bincount(cells.ravel(), minlength=len(part) * n_bins * n_classes).reshape(-1, n_classes)
        counts[:, majority] += counts.sum(axis=1) == 0
        guess = counts.argmax(axis=1)
        errors[start : start + step] = (guess[tried_bins[start : start + step] + offset] != tried_classes).sum(axis=1)
    return errors


def mean_skill(levels: NDArray[np.int32], target: FloatArray, *, n_levels: int, in_first: NDArray[np.bool_]) -> float:
    """Say how much of the variance of the target the mean of each level explains.

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
    base = rest = 0.0
    for learn, tried in ((in_first, ~in_first), (~in_first, in_first)):
        if not learn.any() or not tried.any():
            return 0.0
        overall = float(y[learn].mean())
        counts = np.bincount(levels[learn], minlength=n_levels)
        sums = np.bincount(levels[learn], weights=y[learn], minlength=n_levels)
        means = np.where(counts > 0, sums / np.maximum(counts, 1), overall)
        rest += float(((y[tried] - means[levels[tried]]) ** 2).sum())
        base += float(((y[tried] - overall) ** 2).sum())
    return 1.0 - rest / base if base > 0 else 0.0


def halves(n_rows: int, *, random_state: int) -> NDArray[np.bool_]:
    """Draw which rows make the first half."""
    return np.random.default_rng(random_state).permutation(n_rows) < n_rows // 2

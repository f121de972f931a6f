"""Entropies of many columns at once, in nats, on columns cut into bins."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.profiling.single_column_skill import COARSE_BINS, quantile_bins
from jupyter_metaml.typing import AnyArray, FloatArray

N_BINS = COARSE_BINS + 1
MAX_COLUMNS = 50
MAX_CLASSES = 20
TARGET_BINS = 10


def binned_columns(numbers: FloatArray, levels: NDArray[np.int32]) -> NDArray[np.int64]:
    """Cut columns of numbers into quantile bins; the levels of other columns are bins, rare ones share the last.

    Parameters
    ----------
    numbers : ndarray of shape (n_numbers, n_rows)
        NaN where missing; the first 50 columns count.
    levels : ndarray of shape (n_levels, n_rows)
        -1 where missing; the first 50 columns count.

    Returns
    -------
    ndarray of shape (n_columns, n_rows)
        From 0 to 32.
    """
    lines = [
        quantile_bins(numbers[:MAX_COLUMNS], n_bins=COARSE_BINS),
        np.minimum(levels[:MAX_COLUMNS] + 1, COARSE_BINS),
    ]
    return np.concatenate(lines).astype(np.int64)


def binned_target(y: AnyArray) -> NDArray[np.int64]:
    """Return class codes (the last one stands for all further classes), or a numeric target in ten bins."""
    if np.issubdtype(y.dtype, np.integer):
        return np.asarray(np.minimum(y, MAX_CLASSES - 1), dtype=np.int64)
    return np.asarray(quantile_bins(y.astype(np.float64)[None, :], n_bins=TARGET_BINS)[0], dtype=np.int64)


def entropies(codes: NDArray[np.int64], size: int) -> FloatArray:
    """Measure the entropy of each line of codes from 0 to ``size - 1``.

    Parameters
    ----------
    codes : ndarray of shape (n_lines, n_rows)
    size : int

    Returns
    -------
    ndarray of shape (n_lines,)
    """
    if not codes.size:
        return np.zeros(len(codes), dtype=np.float64)
    offsets = (np.arange(len(codes)) * size)[:, None]
    counts = np.bincount((codes + offsets).ravel(), minlength=len(codes) * size).reshape(-1, size)
    shares = counts / codes.shape[1]
    return np.asarray(-(shares * np.log(np.where(shares > 0, shares, 1.0))).sum(axis=1), dtype=np.float64)


def mutual_information(lines: NDArray[np.int64], target: NDArray[np.int64]) -> FloatArray:
    """Measure what each line tells of the target, less what chance gives.

    Parameters
    ----------
    lines : ndarray of shape (n_lines, n_rows)
        From 0 to 32.
    target : ndarray of shape (n_rows,)
        From 0.

    Returns
    -------
    ndarray of shape (n_lines,)
        At least 0.

    References
    ----------
    The correction for chance: Miller (1955), Note on the bias of information estimates.
    """
    n_rows = len(target)
    if not lines.size or n_rows < 2:
        return np.zeros(0, dtype=np.float64)
    n_classes = int(target.max()) + 1
    joint = entropies(lines * n_classes + target, N_BINS * n_classes)
    found = entropies(lines, N_BINS) + entropies(target[None, :], n_classes)[0] - joint
    used = np.array([np.count_nonzero(np.bincount(line)) for line in lines], dtype=np.float64)
    chance = (used - 1) * (np.count_nonzero(np.bincount(target)) - 1) / (2 * n_rows)
    return np.asarray(np.maximum(found - chance, 0.0), dtype=np.float64)

"""Shapes of distributions, for many columns at once."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.typing import FloatArray


def moments(numbers: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Measure how lopsided and how heavy-tailed columns are.

    Parameters
    ----------
    numbers : ndarray of shape (n_columns, n_rows)
        NaN where missing.

    Returns
    -------
    skewness, kurtosis : ndarray of shape (n_columns,)
        Third standardised moment, and fourth minus 3; 0 for columns that do not vary.
    """
    present = ~np.isnan(numbers)
    count = np.maximum(present.sum(axis=1), 1)
    filled = np.where(present, numbers, 0.0)
    largest = np.abs(filled).max(axis=1, initial=0.0)
    filled /= np.where(largest > 0, largest, 1.0)[:, None]
    filled -= (filled.sum(axis=1) / count)[:, None] * present
    squares = filled * filled
    variance = squares.sum(axis=1) / count
    usable = variance > 1e-24
    safe = np.where(usable, variance, 1.0)
    third = (squares * filled).sum(axis=1) / count
    fourth = (squares * squares).sum(axis=1) / count
    return np.where(usable, third / safe**1.5, 0.0), np.where(usable, fourth / safe**2 - 3.0, 0.0)

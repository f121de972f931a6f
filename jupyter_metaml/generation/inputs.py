"""Columns that a mechanism starts from: correlated, clustered, of several shapes, some of them categories."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from jupyter_metaml.generation.draws import log_uniform_int
from jupyter_metaml.generation.levels import draw_category_share, into_levels
from jupyter_metaml.generation.signal import standardised
from jupyter_metaml.typing import FloatArray, IntArray


def draw_inputs(rng: np.random.Generator, n_rows: int, n_columns: int) -> tuple[FloatArray, dict[int, IntArray]]:
    """Draw columns for a mechanism.

    Returns
    -------
    columns : ndarray of shape (n_rows, n_columns)
        Standardised.
    codes : dict of int to int64 array of shape (n_rows,)
        By position: categories, see `jupyter_metaml.generation.levels.into_levels`.
    """
    numbers = _shaped(rng, draw_numbers(rng, n_rows, n_columns))
    columns, codes = into_levels(numbers, draw_category_share(rng), rng)
    return standardised(columns), codes


def draw_numbers(rng: np.random.Generator, n_rows: int, n_columns: int) -> FloatArray:
    """Draw correlated normal columns, in three of ten tables around several centres.

    Returns
    -------
    ndarray of shape (n_rows, n_columns)
        Standardised.
    """
    n_factors = log_uniform_int(rng, 1, n_columns)
    loadings = rng.normal(size=(n_factors, n_columns)) * (rng.random((n_factors, n_columns)) < 0.5)
    together = standardised(rng.normal(size=(n_rows, n_factors)) @ loadings)
    shared = 0.97 * np.sqrt(rng.uniform(0.05, 1.0))
    columns = shared * together + np.sqrt(1.0 - shared**2) * rng.normal(size=(n_rows, n_columns))
    if rng.random() < 0.3:
        n_centres = int(rng.integers(2, 7))
        centres = rng.normal(scale=rng.uniform(0.5, 3.0), size=(n_centres, n_columns))
        columns += centres[rng.integers(0, n_centres, n_rows)]
    return standardised(columns)


def _shaped(rng: np.random.Generator, columns: FloatArray) -> FloatArray:
    """Leave columns bell-shaped, or make them flat, or press them towards two ends."""
    shape = rng.choice(3, size=columns.shape[1], p=(0.6, 0.25, 0.15))
    flat = 2.0 * ndtr(columns) - 1.0
    return standardised(np.where(shape == 0, columns, np.where(shape == 1, flat, np.cbrt(flat))))

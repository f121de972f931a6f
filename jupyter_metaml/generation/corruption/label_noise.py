"""Targets that were recorded wrongly, or that depend on what nobody recorded."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.typing import FloatArray, IntArray


def exchange_labels(codes: IntArray, share: float, rng: np.random.Generator) -> IntArray:
    """Give a share of the rows the class of another such row; how common classes are stays as it was.

    Parameters
    ----------
    codes : int64 array of shape (n_rows,)
    share : float
        From 0 to 1; fewer labels than that change, since some rows get the class they had.
    rng : Generator

    Returns
    -------
    int64 array of shape (n_rows,)
    """
    rows = np.flatnonzero(rng.random(len(codes)) < share)
    changed = codes.copy()
    changed[rows] = codes[rng.permutation(rows)]
    return changed


def add_noise(scores: FloatArray, ratio: float, rng: np.random.Generator) -> FloatArray:
    """Add normal noise, in half of the draws larger where the score is larger.

    Parameters
    ----------
    scores : ndarray of shape (n_rows,)
        Standardised.
    ratio : float
        Standard deviation of the noise in units of that of the scores.
    rng : Generator

    Returns
    -------
    ndarray of shape (n_rows,)
    """
    size = np.full(len(scores), ratio)
    if rng.random() < 0.5:
        size = ratio * np.exp(0.5 * np.clip(scores, -3.0, 3.0))
    return np.asarray(scores + size * rng.normal(size=len(scores)))

"""Levels of categories: how many, how common, and which row has which."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.draws import log_uniform_int, some_of
from jupyter_metaml.typing import FloatArray, IntArray

_FEW, _SOME, _MANY = (2, 10), (10, 50), (50, 200)
_CHANCES = (0.70, 0.25, 0.05)


def draw_n_levels(rng: np.random.Generator, n_rows: int) -> int:
    """Draw a number of levels: mostly up to 10, sometimes up to 50, now and then up to 200, never above half the rows.

    References
    ----------
    Shares of few, some and many levels as in the recipe for prior-fitted networks in LightPFN's report.
    """
    low, high = (_FEW, _SOME, _MANY)[rng.choice(3, p=_CHANCES)]
    most = max(2, n_rows // 2)
    return log_uniform_int(rng, min(low, most), min(high, most))


def draw_level_shares(rng: np.random.Generator, n_levels: int) -> FloatArray:
    """Draw how common each level is: from all alike to a few common and many rare ones (Zipf), in random order."""
    shares = (1.0 + rng.permutation(n_levels)) ** -rng.uniform(0.0, 1.5)
    return np.asarray(shares / shares.sum())


def cut_by_shares(values: FloatArray, shares: FloatArray, rng: np.random.Generator) -> IntArray:
    """Cut ordered values so that each piece has its share of the rows.

    Parameters
    ----------
    values : ndarray of shape (n_rows,)
    shares : ndarray of shape (n_levels,)
        Positive, adding up to 1; the first is that of the smallest values.
    rng : Generator
        Decides where equal values go.

    Returns
    -------
    int64 array of shape (n_rows,)
        From 0 to n_levels - 1; a level whose share is below one row may be absent.
    """
    order = np.lexsort((rng.random(len(values)), values))
    bounds = np.round(np.cumsum(shares)[:-1] * len(values))
    codes = np.empty(len(values), dtype=np.int64)
    codes[order] = np.searchsorted(bounds, np.arange(len(values)), side="right")
    return codes


def into_levels(columns: FloatArray, share: float, rng: np.random.Generator) -> tuple[FloatArray, dict[int, IntArray]]:
    """Make categories of a share of the columns.

    A category is a column cut into levels, each with an effect of its own: the order of the levels tells nothing.

    Parameters
    ----------
    columns : ndarray of shape (n_rows, n_columns)
    share : float
        From 0 to 1.
    rng : Generator

    Returns
    -------
    columns : ndarray of shape (n_rows, n_columns)
        A copy with effects in place of values.
    codes : dict of int to int64 array of shape (n_rows,)
        By position.
    """
    changed, codes = columns.copy(), {}
    for place in some_of(rng, columns.shape[1], share).tolist():
        n_levels = draw_n_levels(rng, len(columns))
        codes[place] = cut_by_shares(columns[:, place], draw_level_shares(rng, n_levels), rng)
        changed[:, place] = rng.normal(size=n_levels)[codes[place]]
    return changed, codes


def draw_category_share(rng: np.random.Generator) -> float:
    """Draw which share of a table's columns are categories: none in three of ten tables, all in one of ten.

    References
    ----------
    Qu et al. (2026), TabICLv2, arXiv 2602.11139.
    """
    return float(np.clip(rng.uniform(-0.5, 1.2), 0.0, 1.0))

"""Columns as categories: levels of uneven size, and an effect of each level that has nothing to do with its code."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.generation.batches.single_precision import Floats, normals, uniforms

_MOST_LEVELS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Categories:
    """Which columns are categories, and what stands there.

    Attributes
    ----------
    columns : array of shape (n_categories,)
    codes : array of shape (n_tables, n_rows, n_categories)
        Levels from 0, in an order of no meaning for most columns.
    effects : array of shape (n_tables, n_rows, n_categories)
        What the level of each row does to a target; about standard normal.
    """

    columns: NDArray[np.int64]
    codes: Floats
    effects: Floats


def cut_into_categories(rng: np.random.Generator, values: Floats) -> Categories:
    """Choose columns and cut them into levels; in half of the groups of tables there are none or few.

    Some are cut where their numbers are, so that the other columns tell about the level; others are drawn at random,
    and matter by their effects only.
    """
    n_tables, n_rows, n_columns = values.shape
    share = float(np.clip(rng.uniform(-0.5, 1.2), 0.0, 1.0))
    columns = np.flatnonzero(rng.random(n_columns) < share)
    codes = np.empty((n_tables, n_rows, len(columns)), dtype=np.float32)
    effects = np.empty_like(codes)
    table = np.arange(n_tables)[:, None]
    drawn_share, ordered_share = rng.uniform(0.0, 0.8), rng.uniform(0.0, 0.6)
    for place, column in enumerate(columns.tolist()):
        n_levels = _n_levels(rng, n_rows)
        if rng.random() < drawn_share:
            height = uniforms(rng, n_tables, n_rows)
        else:
            height = 1.0 / (1.0 + np.exp(np.float32(-1.7) * values[:, :, column]))
        level = np.searchsorted(_borders(rng, n_levels), height).astype(np.int64)
        if rng.random() < ordered_share:
            codes[:, :, place] = level
            effects[:, :, place] = values[:, :, column]
            continue
        order = rng.permuted(np.tile(np.arange(n_levels), (n_tables, 1)), axis=1)
        codes[:, :, place] = order[table, level]
        effects[:, :, place] = normals(rng, n_tables, n_levels)[table, level]
    return Categories(columns=columns, codes=codes, effects=effects)


def _n_levels(rng: np.random.Generator, n_rows: int) -> int:
    """Draw how many levels a column has: mostly few, now and then as many as a postcode."""
    kind = rng.random()
    low, high = (2, 11) if kind < 0.75 else (10, 50) if kind < 0.95 else (50, _MOST_LEVELS)
    return min(int(np.exp(rng.uniform(np.log(low), np.log(high)))), max(2, n_rows // 3))


def _borders(rng: np.random.Generator, n_levels: int) -> Floats:
    """Draw where levels end between 0 and 1: even, or the largest many times the smallest (Zipf)."""
    sizes = (1.0 + rng.permutation(n_levels)) ** -rng.uniform(0.0, 1.5) * rng.gamma(3.0, size=n_levels)
    return np.cumsum(sizes / sizes.sum())[:-1].astype(np.float32)

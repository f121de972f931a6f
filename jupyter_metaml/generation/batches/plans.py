"""Plans of experiments: few levels per column, all combinations of them, and a target that depends on combinations."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.batches.graph import grow
from jupyter_metaml.generation.batches.scores import of_columns
from jupyter_metaml.generation.batches.shown_columns import ShownColumns, show
from jupyter_metaml.generation.batches.single_precision import Floats, alike, looked_up, normals, standardised

_MOST_FACTORS = 7
_MOST_LEVELS = 10
_MOST_COMBINATIONS = 3


def draw_plan(
    rng: np.random.Generator, n_tables: int, n_rows: int, n_columns: int, n_scores: int
) -> tuple[ShownColumns, Floats]:
    """Draw factors whose levels are set independently of each other, and what an experiment would find.

    Returns
    -------
    shown : ShownColumns
        Factors, as categories or as numbers of few values, and columns of no use where there is room.
    scores : array of shape (n_tables, n_rows, n_scores)
        Effects of single levels, effects of combinations of two or three factors, or any function of the columns.
    """
    n_factors = min(n_columns, int(rng.integers(2, _MOST_FACTORS + 1)))
    n_levels = np.exp(rng.uniform(np.log(2), np.log(_MOST_LEVELS + 1), size=n_factors)).astype(np.int64)
    levels = np.stack([rng.integers(0, n, size=(n_tables, n_rows)) for n in n_levels], axis=2)
    effects = _effects(rng, levels, n_levels)
    is_category = rng.random(n_factors) < rng.uniform(0.0, 1.3)
    factors = ShownColumns(values=levels.astype(np.float32), meaning=effects, is_category=is_category)
    if rng.random() < 0.25:
        scores = of_columns(rng, effects, n_scores)
    else:
        scores = _single(rng, effects, n_scores)
        for _ in range(int(rng.integers(0, _MOST_COMBINATIONS + 1))):
            scores += _combined(rng, levels, n_levels, n_scores) * np.float32(rng.uniform(0.2, 1.2))
    return _among_others(rng, factors, n_columns), standardised(scores)


def _effects(rng: np.random.Generator, levels: np.ndarray, n_levels: np.ndarray) -> Floats:
    """Give each level an effect; those of some factors rise with the level."""
    n_tables = len(levels)
    table = np.arange(n_tables)[:, None]
    found = np.empty(levels.shape, dtype=np.float32)
    ordered_share = rng.uniform(0.0, 1.0)
    for place, n in enumerate(n_levels.tolist()):
        of_level = normals(rng, n_tables, n)
        if rng.random() < ordered_share:
            of_level.sort(axis=1)
        found[:, :, place] = of_level[table, levels[:, :, place]]
    return found


def _single(rng: np.random.Generator, effects: Floats, n_scores: int) -> Floats:
    """Add up the effects of the factors, which matter more or less."""
    n_tables, _, n_factors = effects.shape
    weight = normals(rng, n_tables, n_factors, n_scores) * alike(rng, n_factors)[:, None]
    return standardised(effects @ weight)


def _combined(rng: np.random.Generator, levels: np.ndarray, n_levels: np.ndarray, n_scores: int) -> Floats:
    """Read an effect for each combination of two or three factors from a table of random entries."""
    chosen = rng.choice(len(n_levels), size=min(len(n_levels), 2 if rng.random() < 0.8 else 3), replace=False)
    entry = np.ravel_multi_index(tuple(levels[:, :, place] for place in chosen), tuple(n_levels[chosen]))
    return looked_up(rng, entry, int(n_levels[chosen].prod()), n_scores)


def _among_others(rng: np.random.Generator, factors: ShownColumns, n_columns: int) -> ShownColumns:
    """Mix factors with columns of no use."""
    n_tables, n_rows, n_factors = factors.values.shape
    n_more = n_columns - n_factors
    if not n_more:
        return factors
    more = show(rng, grow(rng, n_tables, n_rows, n_more), n_more)
    order = rng.permutation(n_columns)
    return ShownColumns(
        values=np.concatenate([factors.values, more.values], axis=2)[:, :, order],
        meaning=factors.meaning,
        is_category=np.concatenate([factors.is_category, more.is_category])[order],
    )

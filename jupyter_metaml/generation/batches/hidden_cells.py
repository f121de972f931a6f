"""Cells that nobody has filled in: at random, because of another column, or because of what would stand there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.generation.batches.single_precision import Floats, log_uniforms, uniforms

_SHARE_OF_TABLES = 0.3


def hide(rng: np.random.Generator, values: Floats) -> Floats:
    """Put NaN into some columns of about a third of the tables.

    Parameters
    ----------
    rng : Generator
    values : array of shape (n_tables, n_rows, n_columns)
        Changed in place.
    """
    n_tables, n_rows, n_columns = values.shape
    tables = np.flatnonzero(rng.random(n_tables) < _SHARE_OF_TABLES)
    if not len(tables):
        return values
    some = values[tables]
    rate = log_uniforms(rng, 0.01, 0.6, len(tables), 1, 1) * (
        uniforms(rng, len(tables), 1, n_columns) < uniforms(rng, len(tables), 1, 1) + np.float32(0.1)
    )
    chance = _chances(rng, some)
    hidden = chance < rate
    # A column keeps two cells at least, so that it says something.
    hidden[:, rng.integers(0, n_rows, size=2)] = False
    some[hidden] = np.nan
    values[tables] = some
    return values


def _chances(rng: np.random.Generator, values: Floats) -> NDArray[np.floating]:
    """Draw a uniform number per cell, the lower the more likely the cell is hidden."""
    chance = uniforms(rng, *values.shape)
    kind = rng.random()
    if kind < 0.5:
        return chance
    cause = values if kind < 0.7 else values[:, :, rng.integers(0, values.shape[2], size=1)]
    above = cause > np.median(cause, axis=1, keepdims=True)
    # Rows above the middle go missing three times as often as the rest.
    return np.asarray(np.where(above, chance / 1.5, chance * 2.0))

"""How numbers are written down: skewed, cut off, rounded, with long tails and ties."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.batches.single_precision import Floats, alike


def bent(rng: np.random.Generator, values: Floats) -> Floats:
    """Change the marginal distribution of each column; a share of the columns stays as it is.

    Parameters
    ----------
    rng : Generator
    values : array of shape (n_tables, n_rows, n_columns)
        Standardised; changed in place.
    """
    n_columns = values.shape[2]
    share = rng.uniform(0.0, 0.8)
    kinds = np.where(rng.random(n_columns) < share, rng.integers(0, 6, size=n_columns), -1)
    strength = alike(rng, n_columns)
    for kind, change in enumerate((_power, _long_tail, _cut_off, _rounded, _mostly_zero, _warped)):
        columns = np.flatnonzero(kinds == kind)
        if len(columns):
            values[:, :, columns] = change(values[:, :, columns], strength[columns])
    return values


def _power(x: Floats, strength: Floats) -> Floats:
    return np.asarray(np.sign(x) * np.abs(x) ** (np.float32(0.4) + np.float32(2.0) * strength))


def _long_tail(x: Floats, strength: Floats) -> Floats:
    return np.asarray(np.exp((np.float32(0.3) + np.float32(1.2) * strength) * x.clip(-6.0, 6.0)))


def _cut_off(x: Floats, strength: Floats) -> Floats:
    """Limit a column on both sides, which makes ties."""
    limit = np.float32(0.3) + np.float32(2.0) * strength
    return np.clip(x, -limit, limit)


def _rounded(x: Floats, strength: Floats) -> Floats:
    """Round to counts: from two or three values to many."""
    return np.floor(x * (np.float32(0.6) + np.float32(12.0) * strength**2))


def _mostly_zero(x: Floats, strength: Floats) -> Floats:
    return np.maximum(x - (np.float32(2.0) * strength - np.float32(1.0)), 0.0)


def _warped(x: Floats, strength: Floats) -> Floats:
    """Push the values to the ends, or together in the middle, of a bounded range."""
    return np.tanh(x * (np.float32(0.3) + np.float32(3.0) * strength))

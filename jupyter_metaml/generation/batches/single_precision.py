"""Draws in single precision, which is half the work of double precision."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def normals(rng: np.random.Generator, *shape: int) -> Floats:
    """Draw standard normal numbers."""
    return rng.standard_normal(shape, dtype=np.float32)


def uniforms(rng: np.random.Generator, *shape: int) -> Floats:
    """Draw numbers between 0 and 1."""
    return rng.random(shape, dtype=np.float32)


def log_uniforms(rng: np.random.Generator, low: float, high: float, *shape: int) -> Floats:
    """Draw positive numbers so that each order of magnitude is equally likely."""
    return np.asarray(np.exp(np.log(low) + uniforms(rng, *shape) * np.log(high / low)), dtype=np.float32)


def looked_up(rng: np.random.Generator, entry: NDArray[np.int64], n_entries: int, n_outputs: int) -> Floats:
    """Draw a table of standard normal numbers for each table of rows, and read the entry of each row.

    Parameters
    ----------
    rng : Generator
    entry : array of shape (n_tables, n_rows)
        From 0.
    n_entries, n_outputs : int

    Returns
    -------
    array of shape (n_tables, n_rows, n_outputs)
    """
    drawn = normals(rng, len(entry), n_entries, n_outputs)
    return np.take_along_axis(drawn, entry[:, :, None].repeat(n_outputs, axis=2), axis=1)


def alike(rng: np.random.Generator, n: int) -> Floats:
    """Draw `n` numbers between 0 and 1 that are more or less alike within a table.

    Hyper-parameters that repeat within a table (of its nodes, of its columns) are correlated: one table is smooth all
    over, another one mixed.  Beta(s t, s (1 - t)) with t uniform and s log-uniform.

    References
    ----------
    Qu et al. (2026), TabICLv2, arXiv 2602.11139, for the correlated draws.
    """
    centre = rng.uniform(0.02, 0.98)
    strength = np.exp(rng.uniform(np.log(0.3), np.log(1e3)))
    return rng.beta(strength * centre, strength * (1.0 - centre), size=n).astype(np.float32)


def standardised(values: Floats) -> Floats:
    """Shift and scale along the rows (second axis) to mean 0 and standard deviation 1; constants become 0."""
    centred = values - values.mean(axis=1, keepdims=True)
    scale = np.sqrt(np.einsum("gr...,gr...->g...", centred, centred) / values.shape[1])[:, None]
    centred /= scale + np.float32(1e-6)
    return np.asarray(centred)

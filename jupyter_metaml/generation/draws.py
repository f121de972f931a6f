"""Draws that hyper-parameters of tasks follow."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.typing import FloatArray, IntArray


def log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    """Draw a number between two positive ones so that each order of magnitude is equally likely."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def log_uniform_int(rng: np.random.Generator, low: int, high: int) -> int:
    """Draw a whole number from `low` to `high`, both possible, small ones more often."""
    return min(high, int(log_uniform(rng, low, high + 1)))


def importances(rng: np.random.Generator, n: int) -> FloatArray:
    """Draw how much each of `n` things counts: a power law in random order, with mean square 1.

    Few things matter much in some tasks; all matter alike in others.
    """
    weights = (1.0 + rng.permutation(n)) ** -rng.uniform(0.0, 2.0)
    return np.asarray(weights / np.sqrt(np.mean(weights**2)))


def some_of(rng: np.random.Generator, n: int, share: float) -> IntArray:
    """Draw which of `n` things are taken, each with the same chance; sorted, possibly none."""
    return np.flatnonzero(rng.random(n) < share)

"""More classes than the network has slots for: each member tells groups apart, all together tell the class."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

_REDUNDANCY = 2  # codes per digit that would do


def digits_needed(n_classes: int, n_symbols: int) -> int:
    """Return how many symbols a class needs at least to be told from all others."""
    return 1 if n_classes <= n_symbols else math.ceil(math.log(n_classes) / math.log(n_symbols) - 1e-9)


def class_codes(rng: np.random.Generator, n_classes: int, n_symbols: int) -> NDArray[np.int64]:
    """Write each class as a row of symbols that differ between any two classes.

    The first codes are the digits of the class; more of random groups of equal size follow, so that errors of one
    member are made good by others.

    Returns
    -------
    array of shape (n_codes, n_classes)
        A single row that names the classes themselves if there are enough symbols.

    References
    ----------
    Dietterich and Bakiri (1995), Solving multiclass learning problems via error-correcting output codes, JAIR.
    """
    classes = np.arange(n_classes)
    if n_classes <= n_symbols:
        return classes[None]
    n_digits = digits_needed(n_classes, n_symbols)
    digits = [classes // n_symbols**place % n_symbols for place in range(n_digits)]
    more = [rng.permutation(classes) % n_symbols for _ in range((_REDUNDANCY - 1) * n_digits + 1)]
    return np.stack([*digits, *more])

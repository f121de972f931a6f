"""Numbers with long tails to one side, as amounts and durations have."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from jupyter_metaml.generation.draft import Draft
from jupyter_metaml.generation.draws import some_of

# The largest exponent keeps numbers within eleven orders of magnitude.
_LARGEST = 12.0


def skew(draft: Draft, share: float, rng: np.random.Generator) -> Draft:
    """Stretch a share of the numbers exponentially; their order stays, or is turned around.

    Parameters
    ----------
    draft : Draft
    share : float
        Of the columns of numbers, from 0 to 1.
    rng : Generator

    Returns
    -------
    Draft
        The stretched columns are positive, with median about 1.
    """
    places = draft.plain
    places = places[some_of(rng, len(places), share)]
    if not len(places):
        return draft
    steepness = rng.uniform(0.3, 1.5, size=len(places)) * rng.choice([-1.0, 1.0], size=len(places))
    numbers = draft.numbers.copy()
    numbers[:, places] = np.exp(np.clip(numbers[:, places] * steepness, -_LARGEST, _LARGEST))
    return replace(draft, numbers=numbers)

"""Numbers of a search space as positions between its ends, so that steps mean the same on every scale."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from optuna.distributions import FloatDistribution, IntDistribution

if TYPE_CHECKING:
    from jupyter_metaml.typing import ParamValue

    NumberDistribution = FloatDistribution | IntDistribution

DIGITS = 6


def position_of(value: ParamValue, distribution: NumberDistribution) -> float | None:
    """Return where a value lies in the range of its distribution.

    Parameters
    ----------
    value : number
        Outside of the range it counts as the nearer end.
    distribution : FloatDistribution or IntDistribution

    Returns
    -------
    float or None
        From 0 to 1, on a logarithmic scale where the distribution has one; None for what is no number.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    low, high = _ends(distribution)
    if high <= low:
        return 0.0
    inside = min(max(float(value), float(distribution.low)), float(distribution.high))
    return (_scaled(inside, distribution) - low) / (high - low)


def value_at(position: float, distribution: NumberDistribution) -> int | float:
    """Return the value at a position; whole and stepped numbers are the nearest ones.

    Parameters
    ----------
    position : float
        From 0 to 1.
    distribution : FloatDistribution or IntDistribution
    """
    low, high = _ends(distribution)
    scaled = low + position * (high - low)
    value = math.exp(scaled) if distribution.log else scaled
    if distribution.step is not None and not distribution.log:
        value = distribution.low + round((value - distribution.low) / distribution.step) * distribution.step
    # rounding must not leave the range
    value = min(max(float(f"{value:.{DIGITS}g}"), float(distribution.low)), float(distribution.high))
    return round(value) if isinstance(distribution, IntDistribution) else value


def _ends(distribution: NumberDistribution) -> tuple[float, float]:
    return _scaled(distribution.low, distribution), _scaled(distribution.high, distribution)


def _scaled(value: float, distribution: NumberDistribution) -> float:
    return float(np.log(value)) if distribution.log else float(value)

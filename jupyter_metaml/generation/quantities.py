"""Numbers as they are asked for: amounts, counts, shares, mostly zero, or just numbers."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from jupyter_metaml.generation.draws import log_uniform
from jupyter_metaml.typing import FloatArray

_SHAPES = ("plain", "amount", "count", "share", "mostly zero")
_CHANCES = (0.5, 0.2, 0.1, 0.1, 0.1)


def as_quantity(scores: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Give scores the shape and unit of something that is measured; their order stays, up to rounding.

    Parameters
    ----------
    scores : ndarray of shape (n_rows,)
        About standardised.
    rng : Generator

    Returns
    -------
    ndarray of shape (n_rows,)
        Six significant digits of the spread, or whole numbers.
    """
    steepness = rng.uniform(0.5, 1.2)
    unit = log_uniform(rng, 1e-2, 1e5)
    match rng.choice(_SHAPES, p=_CHANCES):
        case "amount":
            return _rounded(unit * np.exp(np.clip(steepness * scores, -8.0, 8.0)), unit)
        case "count":
            return np.asarray(np.round(log_uniform(rng, 3.0, 300.0) * np.exp(np.clip(steepness * scores, -8.0, 4.0))))
        case "share":
            return _rounded(expit(2.0 * scores), 1.0)
        case "mostly zero":
            zero = np.quantile(scores, rng.uniform(0.2, 0.7))
            return _rounded(unit * np.maximum(scores - zero, 0.0), unit)
        case _:
            return _rounded(unit * (scores + rng.normal(scale=3.0)), unit)


def _rounded(values: FloatArray, unit: float) -> FloatArray:
    return np.asarray(np.round(values, 5 - int(np.floor(np.log10(unit)))))

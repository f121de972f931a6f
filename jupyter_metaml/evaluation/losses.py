"""What candidates are chosen and blended by, whatever metric is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from jupyter_metaml.typing import AnyArray, FloatArray

# Predictions are kept in single precision, which cannot tell less apart.
PROBABILITY_FLOOR = 1e-7


def log_loss(y: AnyArray, probabilities: AnyArray, sample_weight: FloatArray | None = None) -> float:
    """Return the weighted mean of the negative log probability of the true class.

    Parameters
    ----------
    y : ndarray of shape (n_samples,)
        Class codes.
    probabilities : ndarray of shape (n_samples, n_classes)
        Below 1e-7 they count as 1e-7, so that one confident mistake does not decide everything.
    sample_weight : ndarray of shape (n_samples,) or None, default=None
        None weighs all rows alike.
    """
    of_truth = np.asarray(probabilities, dtype=np.float64)[np.arange(len(y)), y]  # (n_samples,)
    return float(np.average(-np.log(np.maximum(of_truth, PROBABILITY_FLOOR)), weights=sample_weight))


def squared_error(
    y: AnyArray, prediction: AnyArray, sample_weight: FloatArray | None = None, *, scale: float = 1.0
) -> float:
    """Return the weighted mean squared error in units of `scale`, other arguments as for `log_loss` with numbers."""
    difference = np.asarray(prediction, dtype=np.float64) / scale - np.asarray(y, dtype=np.float64) / scale
    return float(np.average(np.square(difference), weights=sample_weight))


def target_scale(y: AnyArray) -> float:
    """Return the standard deviation of a target, the unit in which squared errors are compared.

    In the target's own unit, squares of large targets overflow, and the tolerances of the blend mean nothing.
    """
    peak = float(np.max(np.abs(y)))
    if not peak:
        return 1.0
    return peak * float(np.std(y / peak)) or peak

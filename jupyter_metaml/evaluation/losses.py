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


def squared_error(y: AnyArray, prediction: AnyArray, sample_weight: FloatArray | None = None) -> float:
    """Return the weighted mean squared error, arguments as for `log_loss` with numbers."""
    difference = np.asarray(prediction, dtype=np.float64) - y
    return float(np.average(np.square(difference), weights=sample_weight))

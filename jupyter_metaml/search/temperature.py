"""How sure a blend may be: one number by which its probabilities are sharpened or softened.

A mean of probabilities is less sure than it could be: where each member is right for reasons of its own, the mean is
right more often than it says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp

from jupyter_metaml.evaluation.losses import PROBABILITY_FLOOR

if TYPE_CHECKING:
    from jupyter_metaml.typing import FloatArray, IntArray

# Of the logarithm, around 0, before any row is seen: so that few rows, or few mistakes, change little.
PRIOR_DEVIATION = 0.25
MAX_ROWS = 5_000
LOWEST, HIGHEST = 1.0 / 3.0, 3.0
# Nearer to 1 it is not worth a step in the pipeline.
NEGLIGIBLE = 0.03


def choose_temperature(prediction: FloatArray, codes: IntArray, row_weights: FloatArray) -> float:
    """Choose what the logarithms of probabilities are divided by.

    Parameters
    ----------
    prediction : ndarray of shape (n_rows, n_classes)
        Out-of-fold probabilities.
    codes : ndarray of shape (n_rows,)
        Classes.
    row_weights : ndarray of shape (n_rows,)
        Summing to 1.

    Returns
    -------
    float
        Below 1 sharpens, above 1 softens; exactly 1 where it would make next to no difference.

    References
    ----------
    Guo, Pleiss, Sun, Weinberger (2017), On calibration of modern neural networks, ICML.  Rahaman, Thiery (2021),
    Uncertainty quantification and deep ensembles, NeurIPS: means of calibrated members are under-confident.  We add a
    prior, as a single number can be over-fitted on a hundred rows.
    """
    if len(codes) > MAX_ROWS:
        rows = np.random.default_rng(0).choice(len(codes), MAX_ROWS, replace=False)
        prediction, codes, row_weights = prediction[rows], codes[rows], row_weights[rows]
    logs = np.log(np.maximum(prediction, PROBABILITY_FLOOR))
    counts = len(codes) * row_weights / row_weights.sum()
    of_truth = logs[np.arange(len(codes)), codes]

    def surprise(log_temperature: float) -> float:
        colder = np.exp(-log_temperature)
        losses = logsumexp(colder * logs, axis=1) - colder * of_truth
        return float(counts @ losses + 0.5 * (log_temperature / PRIOR_DEVIATION) ** 2)

    found = minimize_scalar(surprise, bounds=(np.log(LOWEST), np.log(HIGHEST)), method="bounded")
    return 1.0 if abs(found.x) < NEGLIGIBLE else float(np.exp(found.x))


def tempered(prediction: FloatArray, temperature: float) -> FloatArray:
    """Divide the logarithms of probabilities by a temperature, and let them add up to 1 again.

    Parameters
    ----------
    prediction : ndarray of shape (n_rows, n_classes) or (n_rows,)
        Probabilities; numbers come with the temperature 1.
    temperature : float
        1 changes nothing.
    """
    if temperature == 1.0:
        return prediction
    logs = np.log(np.maximum(prediction, PROBABILITY_FLOOR)) / temperature
    return np.asarray(np.exp(logs - logsumexp(logs, axis=1, keepdims=True)))

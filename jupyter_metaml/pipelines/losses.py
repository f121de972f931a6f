"""The loss by which training stops: log loss for classes, mean squared error for numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

LOWEST_PROBABILITY = 1e-7


def loss_of(model: Any, X: Any, y: Any) -> float:
    """Measure a fitted model on rows of classes that it knows.

    Parameters
    ----------
    model : estimator
        A classifier with `predict_proba` and sorted `classes_`, or a regressor.
    X, y : arrays

    Returns
    -------
    float
    """
    if not hasattr(model, "classes_"):
        return float(np.mean(np.square(model.predict(X) - y)))
    chosen = model.predict_proba(X)[np.arange(len(y)), np.searchsorted(model.classes_, y)]  # (n_samples,)
    return float(-np.mean(np.log(np.maximum(chosen, LOWEST_PROBABILITY))))

"""The three scores of the benchmark, computed by one code for every system."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.metrics import roc_auc_score

METRICS = {"binary": "roc_auc", "multiclass": "log_loss", "regression": "rmse"}
HIGHER_IS_BETTER = frozenset({"roc_auc"})
SMALLEST_PROBABILITY = 1e-15


def score_probabilities(y: np.ndarray, probabilities: np.ndarray, labels: Sequence[str]) -> float:
    """Score class probabilities: area under the ROC curve for two classes, log loss for more.

    Parameters
    ----------
    y : array of shape (n_samples,)
        True labels as text.
    probabilities : array of shape (n_samples, n_labels)
        Columns in the order of `labels`.  A class without a column has probability zero, which is clipped.
    labels : sequence of str
        The classes that the system knows.

    Returns
    -------
    float
        The score in the metric's own sign.
    """
    if not np.isfinite(probabilities).all():
        raise ValueError("The predicted probabilities hold NaN or infinite values.")
    names = [str(label) for label in labels]
    every = sorted({*names, *y.tolist()})
    full = np.zeros((len(y), len(every)))
    full[:, [every.index(name) for name in names]] = probabilities
    codes = np.array([every.index(label) for label in y.tolist()])
    if len(every) == 2:
        return float(roc_auc_score(codes, full[:, 1]))
    clipped = np.clip(full, SMALLEST_PROBABILITY, 1.0)
    clipped /= clipped.sum(axis=1, keepdims=True)
    return float(-np.log(clipped[np.arange(len(codes)), codes]).mean())


def score_numbers(y: np.ndarray, predicted: np.ndarray) -> float:
    """Return the root mean squared error."""
    if not np.isfinite(predicted).all():
        raise ValueError("The predictions hold NaN or infinite values.")
    return float(np.sqrt(np.mean((np.asarray(y, dtype=float) - predicted) ** 2)))


def score_constant(y_train: np.ndarray, y_test: np.ndarray, *, kind: str) -> float:
    """Return the score of predicting the mean of the training rows, or their shares of classes, for every row."""
    if kind == "regression":
        mean = DummyRegressor().fit(y_train, y_train)
        return score_numbers(y_test, mean.predict(y_test))
    shares = DummyClassifier(strategy="prior").fit(y_train, y_train)
    return score_probabilities(y_test, shares.predict_proba(y_test), shares.classes_)

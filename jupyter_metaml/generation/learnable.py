"""Is there anything to learn? A quick look before a draft becomes a task."""

from __future__ import annotations

import numpy as np
from sklearn.ensemble import ExtraTreesRegressor

from jupyter_metaml.typing import AnyArray, FloatArray

_MOST_ROWS = 800
# Held-out predictions of chance exceed this z-score of their correlation once in seven hundred tables.
_LEAST_Z = 3.0


def is_learnable(X: FloatArray, y: AnyArray, *, is_classification: bool) -> bool:
    """Tell whether small forests predict rows that they have not seen better than chance would.

    Each half of up to 800 rows is predicted from the other.  The correlation of predictions and truth, of any class,
    has to be significant, so that weak signals pass when there are rows enough to see them.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_columns)
        Finite numbers.
    y : ndarray of shape (n_rows,)
        Codes of classes, or numbers.
    is_classification : bool

    Returns
    -------
    bool

    References
    ----------
    After Qu et al. (2026), TabICLv2, arXiv 2602.11139, who filter with extra trees and a bootstrap over rows.
    """
    rows = np.linspace(0, len(y) - 1, min(len(y), _MOST_ROWS)).astype(np.int64)
    X, y = X[rows], y[rows]
    truth = _indicators(y) if is_classification else _ranks(y)  # (n_rows, n_outputs)
    predictions = np.empty_like(truth)
    halves = np.arange(len(y)) % 2
    for half in (0, 1):
        forest = ExtraTreesRegressor(n_estimators=8, max_depth=6, min_samples_leaf=3, max_features=0.7, random_state=0)
        forest.fit(X[halves != half], np.squeeze(truth[halves != half]))
        # Without the mean of the half, which alone makes predictions and truth move against each other.
        found = forest.predict(X[halves == half]).reshape(-1, truth.shape[1])
        predictions[halves == half] = found - found.mean(axis=0)
        truth[halves == half] -= truth[halves == half].mean(axis=0)
    spread = np.sqrt((predictions**2).sum(axis=0) * (truth**2).sum(axis=0))
    correlations = (predictions * truth).sum(axis=0) / np.where(spread > 0, spread, 1.0)
    return bool(correlations.max() * np.sqrt(len(y)) > _LEAST_Z)


def _indicators(codes: AnyArray) -> FloatArray:
    """Mark each class in a column of its own; of two classes, the second tells everything."""
    classes = np.unique(codes)
    return np.asarray(codes[:, None] == (classes[1:] if len(classes) == 2 else classes), dtype=np.float64)


def _ranks(numbers: AnyArray) -> FloatArray:
    """Place numbers in their order, so that outliers do not decide."""
    return np.asarray(np.searchsorted(np.sort(numbers), numbers)[:, None] / len(numbers), dtype=np.float64)

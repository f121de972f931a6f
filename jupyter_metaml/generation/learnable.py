"""Is there anything to learn? A quick look before a draft becomes a task."""

from __future__ import annotations

import math

import numpy as np
from sklearn.ensemble import ExtraTreesRegressor

from jupyter_metaml.typing import AnyArray, FloatArray

_MOST_ROWS = 800
# Correlations of chance exceed this z-score once in seven hundred tables.
_LEAST_Z = 3.0
# Weaker signals tell configurations apart by luck only: an area of 0.58 under the curve, or an R^2 of 0.02.
_LEAST_CORRELATION = 0.15


def is_learnable(X: FloatArray, y: AnyArray, *, is_classification: bool) -> bool:
    """Tell whether small forests predict rows that they have not seen, better than chance and not too weakly.

    Each half of up to 800 rows is predicted from the other.  What counts is the correlation of predictions and truth,
    of the class that is told best.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_columns)
        Finite numbers; rows in random order.
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
    found = np.empty_like(truth)
    is_odd = np.arange(len(y)) % 2 == 1
    for test in (is_odd, ~is_odd):
        forest = ExtraTreesRegressor(8, max_depth=6, min_samples_leaf=3, max_features=0.7, random_state=0)
        forest.fit(X[~test], np.squeeze(truth[~test]))
        found[test] = forest.predict(X[test]).reshape(-1, truth.shape[1])
    for test in (is_odd, ~is_odd):
        # Without the means of the halves: a half with more of a class leaves the other with less of it, so that they
        # alone would make predictions and truth move against each other.
        found[test] -= found[test].mean(axis=0)
        truth[test] -= truth[test].mean(axis=0)
    spread = np.sqrt((found**2).sum(axis=0) * (truth**2).sum(axis=0))
    correlations = (found * truth).sum(axis=0) / np.where(spread > 0, spread, 1.0)
    return float(correlations.max()) > max(_LEAST_CORRELATION, _LEAST_Z / math.sqrt(len(y)))


def _indicators(codes: AnyArray) -> FloatArray:
    """Mark each class in a column of its own; of two classes, the second tells everything."""
    classes = np.unique(codes)
    return np.asarray(codes[:, None] == (classes[1:] if len(classes) == 2 else classes), dtype=np.float64)


def _ranks(numbers: AnyArray) -> FloatArray:
    """Place numbers in their order, so that outliers do not decide."""
    return np.asarray(np.searchsorted(np.sort(numbers), numbers)[:, None] / len(numbers), dtype=np.float64)

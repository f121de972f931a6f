"""Meta-features that are scores of small, fast models on at most 500 rows.

Scores are accuracy for classes and explained variance (from -1 to 1) for numbers, each on rows that the model was not
fitted on: leave-one-out for the nearest neighbour, two halves for the others.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.linear_model import Ridge, RidgeClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from jupyter_metaml.profiling.meta_features.digest import Digest
from jupyter_metaml.profiling.meta_features.registry import meta_feature
from jupyter_metaml.profiling.single_column_skill import halves
from jupyter_metaml.typing import AnyArray, FloatArray

_PFAHRINGER = "Pfahringer, Bensusan and Giraud-Carrier (2000), Meta-learning by landmarking, ICML"
_FUERNKRANZ = "Fuernkranz and Petrak (2001), An evaluation of landmarking variants, ECML/PKDD workshop"

MAX_ROWS = 500
MIN_ROWS = 10
MAX_COLUMNS = 50
MAX_LEVELS = 10


def landmark_matrix(digest: Digest) -> FloatArray:
    """Encode few rows and columns for the landmarks.

    Returns
    -------
    ndarray of shape (n_rows, n_features)
        At most 500 x 100: standardised numbers (missing: the mean), and indicators of the first levels of categories.
    """
    rows = _rows(digest)
    lines = digest.numbers[:MAX_COLUMNS, rows]
    present = ~np.isnan(lines)
    filled = np.where(present, lines, 0.0)
    filled /= np.maximum(np.abs(filled).max(axis=1, initial=0.0), np.finfo(np.float64).tiny)[:, None]
    filled -= (filled.sum(axis=1) / np.maximum(present.sum(axis=1), 1))[:, None] * present
    spread = np.sqrt((filled * filled).mean(axis=1))
    filled /= np.where(spread > 1e-12, spread, 1.0)[:, None]
    indicators = [
        (codes == level).astype(np.float64)
        for codes in digest.levels[:, rows]
        for level in range(min(int(codes.max(initial=-1)) + 1, MAX_LEVELS))
    ]
    parts = [filled, np.stack(indicators[:MAX_COLUMNS])] if indicators else [filled]
    return np.ascontiguousarray(np.concatenate(parts).T)


def _rows(digest: Digest) -> AnyArray:
    n_rows = digest.numbers.shape[1]
    return np.linspace(0, n_rows - 1, min(n_rows, MAX_ROWS)).astype(np.int64)


def _task(digest: Digest) -> tuple[FloatArray, AnyArray] | None:
    """Return the small task, or None when there is too little of it."""
    matrix = landmark_matrix(digest)
    if digest.y is None or len(matrix) < MIN_ROWS or matrix.shape[1] == 0:
        return None
    y = digest.y[_rows(digest)]
    if not digest.is_classification:
        y = y / (float(np.abs(y).max()) or 1.0)
    return matrix, y


def _score(y: AnyArray, predicted: AnyArray, *, is_classification: bool) -> float:
    if is_classification:
        return float((y == predicted).mean())
    total = float(((y - y.mean()) ** 2).sum())
    return float(np.clip(1.0 - float(((y - predicted) ** 2).sum()) / total, -1.0, 1.0)) if total > 0 else float("nan")


def _by_halves(digest: Digest, classifier: Any, regressor: Any) -> float:
    """Fit on one half, predict the other, and the other way round."""
    task = _task(digest)
    model = classifier if digest.is_classification else regressor
    if task is None or model is None:
        return float("nan")
    matrix, y = task
    in_first = halves(len(y), random_state=digest.survey.random_state)
    predicted = np.empty_like(y)
    for learn in (in_first, ~in_first):
        if digest.is_classification and len(np.unique(y[learn])) < 2:
            predicted[~learn] = y[learn][0]
        else:
            predicted[~learn] = model.fit(matrix[learn], y[learn]).predict(matrix[~learn])
    return _score(y, predicted, is_classification=digest.is_classification)


@meta_feature("landmark_nearest_neighbour", source=_PFAHRINGER, group="landmark", needs_target=True)
def nearest_neighbour(digest: Digest) -> float:
    """Score of the nearest neighbour, leaving one row out."""
    task = _task(digest)
    if task is None:
        return float("nan")
    matrix, y = task
    squares = (matrix**2).sum(axis=1)
    distances = squares[:, None] + squares[None, :] - 2 * (matrix @ matrix.T)
    np.fill_diagonal(distances, np.inf)
    return _score(y, y[distances.argmin(axis=1)], is_classification=digest.is_classification)


@meta_feature("landmark_stump", source=_PFAHRINGER, group="landmark", needs_target=True)
def stump(digest: Digest) -> float:
    """Score of a tree with one split."""
    seed = digest.survey.random_state
    return _by_halves(
        digest,
        DecisionTreeClassifier(max_depth=1, random_state=seed),
        DecisionTreeRegressor(max_depth=1, random_state=seed),
    )


@meta_feature("landmark_naive_bayes", source=_PFAHRINGER, group="landmark", needs_target=True)
def naive_bayes(digest: Digest) -> float:
    """Score of naive Bayes with normal distributions; 0 for regression."""
    return _by_halves(digest, GaussianNB(var_smoothing=1e-3), None)


@meta_feature("landmark_linear", source=_FUERNKRANZ, group="landmark", needs_target=True)
def linear(digest: Digest) -> float:
    """Score of ridge regression (for classes: on their indicators)."""
    return _by_halves(digest, RidgeClassifier(alpha=1.0), Ridge(alpha=1.0))

"""Meta-features that are scores of small, fast models on at most 500 rows.

Scores are accuracy for classes and explained variance (from -1 to 1) for numbers, each on rows that the model was not
fitted on: leave-one-out for the nearest neighbour, two halves for the others.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from sklearn.naive_bayes import GaussianNB
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from jupyter_metaml.profiling.meta_features.digest import Digest
from jupyter_metaml.profiling.meta_features.registry import meta_feature
from jupyter_metaml.profiling.meta_features.small_tasks import SmallTask
from jupyter_metaml.typing import AnyArray, FloatArray

_PFAHRINGER = "Pfahringer, Bensusan and Giraud-Carrier (2000), Meta-learning by landmarking, ICML"
_FUERNKRANZ = "Fuernkranz and Petrak (2001), An evaluation of landmarking variants, ECML/PKDD workshop"

_PENALTY = 1.0

Learner = Callable[[FloatArray, AnyArray, FloatArray], AnyArray]
"""Takes rows and targets to learn from and rows to predict; returns the predictions."""


def _score(task: SmallTask, predicted: AnyArray) -> float:
    if task.is_classification:
        return float((task.y == predicted).mean())
    total = float(((task.y - task.y.mean()) ** 2).sum())
    rest = float(((task.y - predicted) ** 2).sum())
    return float(np.clip(1.0 - rest / total, -1.0, 1.0)) if total > 0 else float("nan")


def _by_halves(task: SmallTask | None, learn: Learner) -> float:
    """Learn from one half, predict the other, and the other way round."""
    if task is None:
        return float("nan")
    predicted = np.empty_like(task.y)
    for known in (task.in_first, ~task.in_first):
        y = task.y[known]
        is_single = task.is_classification and bool((y == y[0]).all())
        predicted[~known] = y[0] if is_single else learn(task.matrix[known], y, task.matrix[~known])
    return _score(task, predicted)


@meta_feature("landmark_nearest_neighbour", source=_PFAHRINGER, group="landmark", needs_target=True)
def nearest_neighbour(digest: Digest) -> float:
    """Score of the nearest neighbour, leaving one row out."""
    task = digest.small_task
    if task is None:
        return float("nan")
    squares = (task.matrix**2).sum(axis=1)
    distances = squares[:, None] + squares[None, :] - 2 * (task.matrix @ task.matrix.T)
    np.fill_diagonal(distances, np.inf)
    return _score(task, task.y[distances.argmin(axis=1)])


@meta_feature("landmark_stump", source=_PFAHRINGER, group="landmark", needs_target=True)
def stump(digest: Digest) -> float:
    """Score of a tree with one split."""
    tree = DecisionTreeClassifier if digest.is_classification else DecisionTreeRegressor
    model = tree(max_depth=1, random_state=digest.survey.random_state)
    return _by_halves(digest.small_task, lambda X, y, new: model.fit(X, y).predict(new))


@meta_feature("landmark_naive_bayes", source=_PFAHRINGER, group="landmark", needs_target=True)
def naive_bayes(digest: Digest) -> float:
    """Score of naive Bayes with normal distributions; 0 for regression."""
    if not digest.is_classification:
        return 0.0
    model = GaussianNB(var_smoothing=1e-3)
    return _by_halves(digest.small_task, lambda X, y, new: model.fit(X, y).predict(new))


@meta_feature("landmark_linear", source=_FUERNKRANZ, group="landmark", needs_target=True)
def linear(digest: Digest) -> float:
    """Score of ridge regression (for classes: on their indicators)."""
    return _by_halves(digest.small_task, _ridge)


def _ridge(X: FloatArray, y: AnyArray, new: FloatArray) -> AnyArray:
    """Solve the normal equations: at this size, checking the arguments of an estimator would take longer."""
    is_classes = np.issubdtype(y.dtype, np.integer)
    classes = np.unique(y)
    targets = (y[:, None] == classes).astype(np.float64) if is_classes else y[:, None]
    centre, mean = X.mean(axis=0), targets.mean(axis=0)
    centred = X - centre
    weights = np.linalg.solve(
        centred.T @ centred + _PENALTY * np.eye(X.shape[1]), centred.T @ (targets - mean)
    )  # (n_features, n_targets)
    predicted = (new - centre) @ weights + mean
    return np.asarray(classes[predicted.argmax(axis=1)] if is_classes else predicted[:, 0])

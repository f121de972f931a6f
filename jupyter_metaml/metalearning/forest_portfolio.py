"""A portfolio over the tasks that a forest finds alike, made for the time that there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Self

import numpy as np
import sklearn
from sklearn.tree import ExtraTreeRegressor

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.metalearning.answers import Answer, Candidates, portfolio, recommendations
from jupyter_metaml.metalearning.evidence import Evidence, evidence_for
from jupyter_metaml.metalearning.query import Query
from jupyter_metaml.metalearning.recommendation import Recommendation

if TYPE_CHECKING:
    from jupyter_metaml.typing import AnyArray, FloatArray, IntArray

N_TREES = 40
MIN_LEAF = 3
# Errors of a hundred configurations follow a few patterns; trees are grown on these, which is fast and less noisy.
N_PATTERNS = 8
# Part of the weight that all tasks share, whatever the forest says.
COMMON_SHARE = 0.2
# A gain is worth its seconds and this share of the budget: with much time gains alone count, with little the seconds.
DELAY_SHARE = 0.05
FEWEST_TASKS = 2 * MIN_LEAF + 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TaskForest:
    """A forest from meta-features to normalised errors, and where the tasks of the base end up in it.

    Parameters
    ----------
    trees : tuple of ExtraTreeRegressor
        Fitted.  A forest of scikit-learn takes twice as long to set up as such small trees take to grow, and somebody
        is waiting for the first recommendation.
    leaves : ndarray of shape (n_tasks, n_trees)
        Leaf of each task in each tree.
    """

    trees: tuple[ExtraTreeRegressor, ...]
    leaves: IntArray

    @classmethod
    def grow(cls, points: FloatArray, patterns: FloatArray, weights: FloatArray) -> Self:
        """Grow trees from points to patterns, the same each time."""
        single, patterns = _single(points), np.ascontiguousarray(patterns)
        with sklearn.config_context(assume_finite=True, skip_parameter_validation=True):
            trees = tuple(
                ExtraTreeRegressor(min_samples_leaf=MIN_LEAF, max_features=0.5, random_state=seed).fit(
                    single, patterns, sample_weight=weights, check_input=False
                )
                for seed in range(N_TREES)
            )
        return cls(trees=trees, leaves=_leaves(trees, points))

    def shared(self, point: FloatArray, weights: FloatArray) -> FloatArray:
        """Weigh the tasks of the base by how often they share a leaf with a point, shape (n_tasks,), sum 1."""
        same = self.leaves == _leaves(self.trees, point[None, :])  # (n_tasks, n_trees)
        weighted = same * weights[:, None]
        return np.asarray((weighted / weighted.sum(axis=0)).mean(axis=1), dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestPortfolio:
    """Greedy portfolio over tasks that are weighted by the leaves they share with the new one, in a forest.

    The forest is grown from meta-features to normalised errors, so it finds alike what has the same winners.  A table
    that lies outside the range of the base gets the order of all tasks.

    Parameters
    ----------
    base : KnowledgeBase, default=empty
        Set by `fit`.

    References
    ----------
    Meinshausen (2006), Quantile Regression Forests, JMLR 7: leaves as weights; here they weigh tasks of a portfolio.

    Examples
    --------
    >>> from jupyter_metaml.knowledge import shipped_base
    >>> from jupyter_metaml.metalearning import ForestPortfolio, Query
    >>> base = shipped_base().of_kind("regression").rows(range(20))
    >>> query = Query.of_record(base.tasks[0], budget_s=60)
    >>> [choice.rank for choice in ForestPortfolio().fit(base).recommend(query, 3)]
    [1, 2, 3]
    """

    base: KnowledgeBase = field(default_factory=KnowledgeBase.empty)

    @property
    def name(self) -> str:
        """What people call the method."""
        return "forest portfolio"

    def fit(self, base: KnowledgeBase) -> Self:
        """Return a recommender that knows a base."""
        return replace(self, base=base)

    def recommend(self, query: Query, n: int) -> tuple[Recommendation, ...]:
        """Recommend at most `n` configurations, best first."""
        evidence = evidence_for(self.base, query.kind)
        candidates = Candidates.of(evidence, query)
        weights, is_outside = task_weights(evidence, query)
        order = portfolio(evidence, candidates, weights, price=timed_price(candidates, query))
        answer = Answer(order=order, weights=weights, is_outside=is_outside)
        return recommendations(evidence, query, n, candidates, answer)


def task_weights(evidence: Evidence, query: Query) -> tuple[FloatArray, bool]:
    """Weigh the tasks of the base for a new table.

    Returns
    -------
    weights : ndarray of shape (n_tasks,)
        Sums to 1.
    is_outside : bool
        Whether the table is unlike all that were seen, so that all tasks count alike.
    """
    if evidence.space.is_outside(query.meta_features):
        return evidence.weights, True
    forest = task_forest(evidence)
    if forest is None:
        return evidence.weights, False
    shared = forest.shared(evidence.space.place(query.meta_features), evidence.weights)
    return COMMON_SHARE * evidence.weights + (1.0 - COMMON_SHARE) * shared, False


@lru_cache(maxsize=8)
def task_forest(evidence: Evidence) -> TaskForest | None:
    """Grow the forest once per base and kind; None where there is too little to tell tasks apart."""
    points = evidence.space.points
    if evidence.is_empty or len(points) < FEWEST_TASKS or not points.shape[1]:
        return None
    return TaskForest.grow(points, _patterns(evidence), evidence.weights * len(points))


def timed_price(candidates: Candidates, query: Query) -> FloatArray | None:
    """Return what a gain is divided by, shape (n_configurations,); None when time does not matter."""
    if not np.isfinite(query.budget_s):
        return None
    return candidates.price + DELAY_SHARE * query.budget_s * max(query.n_jobs, 1)


def _patterns(evidence: Evidence) -> FloatArray:
    """Return the coordinates of the tasks along the strongest patterns of errors, shape (n_tasks, n_patterns)."""
    centred = evidence.errors - evidence.weights @ evidence.errors
    # the left singular vectors; from the small square matrix they come without waking the threads of an SVD
    squares, vectors = np.linalg.eigh(centred @ centred.T)
    strongest = slice(None, -N_PATTERNS - 1, -1)
    return np.asarray(vectors[:, strongest] * np.sqrt(np.maximum(squares[strongest], 0.0)), dtype=np.float64)


def _leaves(trees: Sequence[ExtraTreeRegressor], points: FloatArray) -> IntArray:
    """Return the leaf of each point in each tree, shape (n_points, n_trees)."""
    single = _single(points)
    return np.column_stack([tree.tree_.apply(single) for tree in trees])


def _single(points: FloatArray) -> AnyArray:
    """Return points as trees of scikit-learn compare them."""
    return np.ascontiguousarray(points, dtype=np.float32)

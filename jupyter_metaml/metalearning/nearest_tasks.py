"""What was best on the tables that look most like the new one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

import numpy as np

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.metalearning.answers import Answer, Candidates, portfolio, recommendations
from jupyter_metaml.metalearning.evidence import Evidence, evidence_for
from jupyter_metaml.metalearning.query import Query
from jupyter_metaml.metalearning.recommendation import Recommendation

if TYPE_CHECKING:
    from jupyter_metaml.typing import FloatArray

# So little that all other tasks together only decide between configurations that the nearest ones find equal.
REST_WEIGHT = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestTasks:
    """Greedy portfolio over the `k` tasks that are nearest in robust-scaled meta-features.

    A table that lies outside the range of the base gets the order of all tasks.

    Parameters
    ----------
    k : int, default=10
    base : KnowledgeBase, default=empty
        Set by `fit`.

    References
    ----------
    Feurer et al. (2015), Efficient and Robust Automated Machine Learning, NeurIPS: mean absolute differences of scaled
    meta-features; here the scale is robust, and the neighbours' configurations form a portfolio.

    Examples
    --------
    >>> from jupyter_metaml.knowledge import shipped_base
    >>> from jupyter_metaml.metalearning import NearestTasks, Query
    >>> base = shipped_base().of_kind("regression").rows(range(20))
    >>> query = Query.of_record(base.tasks[0], budget_s=60)
    >>> [choice.rank for choice in NearestTasks(k=5).fit(base).recommend(query, 3)]
    [1, 2, 3]
    """

    k: int = 10
    base: KnowledgeBase = field(default_factory=KnowledgeBase.empty)

    @property
    def name(self) -> str:
        """What people call the method."""
        return f"nearest {self.k}"

    def fit(self, base: KnowledgeBase) -> Self:
        """Return a recommender that knows a base."""
        return replace(self, base=base)

    def recommend(self, query: Query, n: int) -> tuple[Recommendation, ...]:
        """Recommend at most `n` configurations, best first."""
        evidence = evidence_for(self.base, query.kind)
        candidates = Candidates.of(evidence, query)
        point = evidence.space.place(query.meta_features)
        is_outside = evidence.space.is_outside(query.meta_features)
        is_known = bool(evidence.space.names) and not is_outside
        weights = self._weights(evidence, point) if is_known else evidence.weights
        answer = Answer(order=portfolio(evidence, candidates, weights), weights=weights, is_outside=is_outside)
        return recommendations(evidence, query, n, candidates, answer)

    def _weights(self, evidence: Evidence, point: FloatArray) -> FloatArray:
        nearest = np.argsort(evidence.space.distances(point), kind="stable")[: self.k]
        weights = REST_WEIGHT * evidence.weights
        weights[nearest] += (1.0 - REST_WEIGHT) / max(len(nearest), 1)
        return weights

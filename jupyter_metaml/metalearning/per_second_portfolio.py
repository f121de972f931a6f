"""The same order for every table, gains counted per second: for budgets of a few seconds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Self

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.metalearning.answers import Answer, Candidates, portfolio, recommendations
from jupyter_metaml.metalearning.evidence import evidence_for
from jupyter_metaml.metalearning.query import Query
from jupyter_metaml.metalearning.recommendation import Recommendation


@dataclass(frozen=True, slots=True, kw_only=True)
class PerSecondPortfolio:
    """Greedy portfolio over all tasks of the query's kind, by normalised error per expected second.

    Better than `StaticPortfolio` in the first seconds, worse per evaluation.

    Parameters
    ----------
    base : KnowledgeBase, default=empty
        Set by `fit`.

    Examples
    --------
    >>> from jupyter_metaml.knowledge import shipped_base
    >>> from jupyter_metaml.metalearning import PerSecondPortfolio, Query
    >>> base = shipped_base().of_kind("regression").rows(range(20))
    >>> query = Query.of_record(base.tasks[0], budget_s=60)
    >>> [choice.rank for choice in PerSecondPortfolio().fit(base).recommend(query, 3)]
    [1, 2, 3]
    """

    base: KnowledgeBase = field(default_factory=KnowledgeBase.empty)

    @property
    def name(self) -> str:
        """What people call the method."""
        return "per-second portfolio"

    def fit(self, base: KnowledgeBase) -> Self:
        """Return a recommender that knows a base."""
        return replace(self, base=base)

    def recommend(self, query: Query, n: int) -> tuple[Recommendation, ...]:
        """Recommend at most `n` configurations, best first."""
        evidence = evidence_for(self.base, query.kind)
        candidates = Candidates.of(evidence, query)
        order = portfolio(evidence, candidates, evidence.weights, price=candidates.price)
        return recommendations(evidence, query, n, candidates, Answer(order=order, weights=evidence.weights))

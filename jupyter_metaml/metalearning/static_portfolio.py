"""The same start for every table: the greedy portfolio over all tasks of a kind."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Self

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.metalearning.answers import Answer, Candidates, portfolio, recommendations
from jupyter_metaml.metalearning.evidence import evidence_for
from jupyter_metaml.metalearning.query import Query
from jupyter_metaml.metalearning.recommendation import Recommendation


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticPortfolio:
    """Greedy portfolio over all tasks of the query's kind, by normalised error.

    Parameters
    ----------
    base : KnowledgeBase, default=empty
        Set by `fit`.

    References
    ----------
    Feurer et al. (2022), Auto-sklearn 2.0, JMLR 23(261); Salinas and Erickson (2024), TabRepo, AutoML conference.

    Examples
    --------
    >>> from jupyter_metaml.knowledge import shipped_base
    >>> from jupyter_metaml.metalearning import Query, StaticPortfolio
    >>> base = shipped_base().of_kind("regression").rows(range(20))
    >>> query = Query.of_record(base.tasks[0], budget_s=60)
    >>> [choice.rank for choice in StaticPortfolio().fit(base).recommend(query, 3)]
    [1, 2, 3]
    """

    base: KnowledgeBase = field(default_factory=KnowledgeBase.empty)

    @property
    def name(self) -> str:
        """What people call the method."""
        return "static portfolio"

    def fit(self, base: KnowledgeBase) -> Self:
        """Return a recommender that knows a base."""
        return replace(self, base=base)

    def recommend(self, query: Query, n: int) -> tuple[Recommendation, ...]:
        """Recommend at most `n` configurations, best first."""
        evidence = evidence_for(self.base, query.kind)
        candidates = Candidates.of(evidence, query)
        order = portfolio(evidence, candidates, evidence.weights)
        return recommendations(evidence, query, n, candidates, Answer(order=order, weights=evidence.weights))

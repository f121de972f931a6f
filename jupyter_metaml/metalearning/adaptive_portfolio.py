"""The forest's portfolio, which goes on learning from the first losses on the new table itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

import numpy as np

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.metalearning.answers import Answer, Candidates, portfolio, recommendations
from jupyter_metaml.metalearning.evidence import Evidence, evidence_for
from jupyter_metaml.metalearning.forest_portfolio import ForestPortfolio, task_forest, task_weights, timed_price
from jupyter_metaml.metalearning.query import Query
from jupyter_metaml.metalearning.recommendation import Recommendation
from jupyter_metaml.pipelines import Configuration

if TYPE_CHECKING:
    from jupyter_metaml.typing import FloatArray, IntArray, Kind

# How strongly one more configuration that was seen tells tasks apart, where it agrees in full.  Of 0.5, 1, 2, 3 and 4
# on the shipped base, relatives left out, less trust needs longer on hard tables, and more than 3 is worse after eight.
TRUST = 3.0
# Differences of normalised errors up to about here are noise of the folds.
NOISE = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class AdaptivePortfolio:
    """Greedy portfolio over tasks weighted by meta-features, and by how well they agree with what is seen.

    Before anything was seen this is `ForestPortfolio`.  Then tasks on which the configurations that were tried came in
    another order count less, and configurations that would help where the tried ones are weak come first.

    Parameters
    ----------
    base : KnowledgeBase, default=empty
        Set by `fit`.

    References
    ----------
    Feurer, Letham, Hutter and Bakshy (2018), Practical Transfer Learning for Bayesian Optimization, arXiv 1802.02219:
    past tasks weighted by whether they order the new task's points correctly; here pairs count softly.

    Examples
    --------
    >>> from jupyter_metaml.knowledge import shipped_base
    >>> from jupyter_metaml.metalearning import AdaptivePortfolio, Query
    >>> base = shipped_base().of_kind("binary").rows(range(30))
    >>> query = Query.of_record(base.tasks[0], budget_s=60)
    >>> adaptive = AdaptivePortfolio().fit(base)
    >>> first = adaptive.recommend(query, 2)
    >>> later = adaptive.update(query, {first[0].configuration: 0.5}, 2)
    >>> first[0].configuration in [choice.configuration for choice in later]
    False
    """

    base: KnowledgeBase = field(default_factory=KnowledgeBase.empty)

    @property
    def name(self) -> str:
        """What people call the method."""
        return "adaptive portfolio"

    def fit(self, base: KnowledgeBase) -> Self:
        """Return a recommender that knows a base."""
        return replace(self, base=base)

    def prepare(self, kind: Kind) -> None:
        """Do now what the first recommendation for a kind of task would do."""
        task_forest(evidence_for(self.base, kind))

    def recommend(self, query: Query, n: int) -> tuple[Recommendation, ...]:
        """Recommend at most `n` configurations, best first."""
        return ForestPortfolio(base=self.base).recommend(query, n)

    def families(self, query: Query, *, fewest_tasks: int = 1) -> frozenset[str]:
        """Return the families of models that the base says something about, for tasks of the query's kind.

        Parameters
        ----------
        query : Query
        fewest_tasks : int, default=1
            Only families that were tried on at least so many tasks.
        """
        evidence = evidence_for(self.base, query.kind)
        tried = np.isfinite(evidence.base.loss)
        names = np.array([each.family for each in evidence.configurations])
        return frozenset(name for name in names.tolist() if tried[:, names == name].any(axis=1).sum() >= fewest_tasks)

    def update(
        self,
        query: Query,
        seen: Mapping[Configuration, float],
        n: int,
        *,
        scores: Mapping[Configuration, float] | None = None,
    ) -> tuple[Recommendation, ...]:
        """Recommend at most `n` of the configurations that are left; see `AdaptiveRecommender.update`."""
        evidence = evidence_for(self.base, query.kind)
        candidates = Candidates.of(evidence, query, seen)
        weights, tried, is_outside = _agreeing(evidence, query, seen)
        errors = evidence.errors[:, tried]  # (n_tasks, n_tried)
        order = portfolio(
            evidence,
            candidates,
            weights,
            price=timed_price(candidates, query),
            reached=errors.min(axis=1, initial=1.0),
        )
        answer = Answer(
            order=order, weights=weights, is_outside=is_outside, tried=tuple(tried.tolist()), scores=scores or {}
        )
        return recommendations(evidence, query, n, candidates, answer)

    def is_outside(self, query: Query) -> bool:
        """Tell whether a table is unlike all of its kind that the base holds."""
        return task_weights(evidence_for(self.base, query.kind), query)[1]

    def expected_errors(self, query: Query, seen: Mapping[Configuration, float]) -> dict[Configuration, float]:
        """Return the normalised error that each allowed configuration of the base is expected to have.

        Parameters
        ----------
        query : Query
        seen : mapping of Configuration to float
            Out-of-fold losses on the new table; infinity: without result.
        """
        evidence = evidence_for(self.base, query.kind)
        weights, _, _ = _agreeing(evidence, query, seen)
        if not len(weights):
            return {}
        errors = weights @ evidence.errors  # (n_configurations,)
        return {evidence.configurations[place]: float(errors[place]) for place in evidence.allowed(query).tolist()}


def _agreeing(
    evidence: Evidence, query: Query, seen: Mapping[Configuration, float]
) -> tuple[FloatArray, IntArray, bool]:
    """Weigh tasks by meta-features and by agreement with what was seen.

    Returns
    -------
    weights : ndarray of shape (n_tasks,)
        Sums to 1.
    tried : ndarray of shape (n_tried,)
        Positions of what was seen and the base knows.
    is_outside : bool
        Whether the table is unlike all that were seen.
    """
    weights, is_outside = task_weights(evidence, query)
    places = {configuration: place for place, configuration in enumerate(evidence.configurations)}
    known = {places[configuration]: loss for configuration, loss in seen.items() if configuration in places}
    tried = np.array(list(known), dtype=np.int64)
    losses = np.array(list(known.values()), dtype=np.float64)
    weights = weights * np.exp(TRUST * agreement(evidence.errors[:, tried], losses))
    return (weights / weights.sum() if len(weights) else weights), tried, is_outside


def agreement(tried: FloatArray, losses: FloatArray) -> FloatArray:
    """Tell how well the order of losses on tasks of the base agrees with that on the new one.

    Parameters
    ----------
    tried : ndarray of shape (n_tasks, n_seen)
        Normalised errors of the configurations that were seen.
    losses : ndarray of shape (n_seen,)
        On the new task; infinity: without result.

    Returns
    -------
    ndarray of shape (n_tasks,)
        From ``-(n_seen - 1)``, all pairs the other way round, to ``n_seen - 1``; each configuration after the first
        is worth one.
    """
    n_seen = len(losses)
    if n_seen < 2:
        return np.zeros(len(tried))
    firsts, seconds = np.triu_indices(n_seen, k=1)
    # two failures are a tie, and infinity less infinity is not
    finite = np.where(np.isfinite(losses), losses, np.finfo(np.float64).max)
    signs = np.sign(finite[firsts] - finite[seconds])  # (n_pairs,)
    there = np.tanh((tried[:, firsts] - tried[:, seconds]) / NOISE)  # (n_tasks, n_pairs)
    return np.asarray((there * signs).mean(axis=1) * (n_seen - 1), dtype=np.float64)

"""What a meta-learner is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, Self, runtime_checkable

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.metalearning.query import Query
from jupyter_metaml.metalearning.recommendation import Recommendation
from jupyter_metaml.pipelines import Configuration


class Recommender(Protocol):
    """Learns from a base what to try first on a new table.

    All recommenders keep these rules: the same base and query give the same answer; a configuration comes once, with
    ranks from 1 and no gaps; only what the query allows is recommended; where the base has them, a linear model and
    one of trees are among the first three; a base without tasks gives an empty answer, so that the caller can fall
    back to an order of its own.

    Examples
    --------
    >>> from jupyter_metaml.metalearning import NearestTasks, Recommender, StaticPortfolio
    >>> methods: list[Recommender] = [NearestTasks(k=5), StaticPortfolio()]
    >>> [method.name for method in methods]
    ['nearest 5', 'static portfolio']
    """

    @property
    def name(self) -> str:
        """What people call the method."""
        ...

    def fit(self, base: KnowledgeBase) -> Self:
        """Return a recommender that knows a base; this one stays as it is.

        Learning waits for the first question about a kind of task, and is done once per base and kind.
        """
        ...

    def recommend(self, query: Query, n: int) -> tuple[Recommendation, ...]:
        """Recommend at most `n` configurations, best first."""
        ...


@runtime_checkable
class AdaptiveRecommender(Recommender, Protocol):
    """One that also learns from what has been seen on the new table itself.

    Examples
    --------
    >>> from jupyter_metaml.metalearning import AdaptivePortfolio, AdaptiveRecommender, StaticPortfolio
    >>> isinstance(AdaptivePortfolio(), AdaptiveRecommender), isinstance(StaticPortfolio(), AdaptiveRecommender)
    (True, False)
    """

    def update(
        self,
        query: Query,
        seen: Mapping[Configuration, float],
        n: int,
        *,
        scores: Mapping[Configuration, float] | None = None,
    ) -> tuple[Recommendation, ...]:
        """Recommend at most `n` of the configurations that are left.

        Parameters
        ----------
        query : Query
        seen : mapping of Configuration to float
            Out-of-fold losses on the new table; infinity: without result.  Configurations that the base does not
            know say nothing, and are not recommended.
        n : int
        scores : mapping of Configuration to float or None, default=None
            Scores of the same trials in the metric of the query; with them, scores are expected.
        """
        ...

"""Ways to choose what is tried next, to be compared on tasks that are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.metalearning.query import Query
from jupyter_metaml.metalearning.recommender import AdaptiveRecommender, Recommender
from jupyter_metaml.pipelines import Configuration

if TYPE_CHECKING:
    from jupyter_metaml.typing import FloatArray, IntArray

RANDOM_DRAWS = 50


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeftOut:
    """A task that was left out, as it is played.

    Parameters
    ----------
    query : Query
        What may be known beforehand; allows what was tried on the task.
    configurations : tuple of Configuration, length n_tried
    loss : ndarray of shape (n_tried,)
        Out-of-fold; a policy may look at those that it has played, an oracle at all.
    seed : int
        For policies that draw.
    """

    query: Query
    configurations: tuple[Configuration, ...]
    loss: FloatArray
    seed: int

    def places(self, wanted: Sequence[Configuration]) -> IntArray:
        """Return the positions of configurations, without those that were not tried on the task."""
        known = {configuration: place for place, configuration in enumerate(self.configurations)}
        return np.array([known[configuration] for configuration in wanted if configuration in known], dtype=np.int64)


class Policy(Protocol):
    """Says in which order configurations are tried on a task."""

    @property
    def name(self) -> str:
        """Shown in tables and plots."""
        ...

    def orders(self, base: KnowledgeBase, task: LeftOut, n: int) -> Sequence[IntArray]:
        """Return one order of at most `n` positions, or several equally likely ones.

        Parameters
        ----------
        base : KnowledgeBase
            All tasks that are no relatives of this one.
        task : LeftOut
        n : int
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomOrder:
    """Any order, the mean of fifty draws."""

    draws: int = RANDOM_DRAWS
    name: str = "random order"

    def orders(self, base: KnowledgeBase, task: LeftOut, n: int) -> Sequence[IntArray]:
        """Draw orders."""
        rng = np.random.default_rng(task.seed)
        return [rng.permutation(len(task.configurations))[:n] for _ in range(self.draws)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertOrder:
    """A list that somebody wrote; it ends where it ends.

    Parameters
    ----------
    configurations : tuple of Configuration
    """

    configurations: tuple[Configuration, ...]
    name: str = "expert order"

    def orders(self, base: KnowledgeBase, task: LeftOut, n: int) -> Sequence[IntArray]:
        """Return the list, without what was not tried on the task."""
        return [task.places(self.configurations)[:n]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleFamily:
    """One family of models: its defaults first, then its other configurations in any order.

    Parameters
    ----------
    family : str
    """

    family: str
    draws: int = RANDOM_DRAWS

    @property
    def name(self) -> str:
        """Shown in tables and plots."""
        return f"{self.family} only"

    def orders(self, base: KnowledgeBase, task: LeftOut, n: int) -> Sequence[IntArray]:
        """Draw orders that begin with the defaults."""
        rng = np.random.default_rng(task.seed)
        own = [place for place, found in enumerate(task.configurations) if found.family == self.family]
        first = [place for place in own if not task.configurations[place].params]
        rest = np.array([place for place in own if task.configurations[place].params], dtype=np.int64)
        return [np.array([*first, *rng.permutation(rest)][:n], dtype=np.int64) for _ in range(self.draws)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """What a recommender says beforehand.

    Parameters
    ----------
    recommender : Recommender
    is_sound : bool, default=False
        Whether the rules of `opening` apply, as they do for people; they cost evaluations for a blend that a
        simulation of single choices does not see, so orders are compared without them.
    """

    recommender: Recommender
    is_sound: bool = False

    @property
    def name(self) -> str:
        """Shown in tables and plots."""
        return _name(self.recommender, is_sound=self.is_sound)

    def orders(self, base: KnowledgeBase, task: LeftOut, n: int) -> Sequence[IntArray]:
        """Ask once."""
        query = replace(task.query, sound_opening=self.is_sound)
        found = self.recommender.fit(base).recommend(query, n)
        return [task.places([item.configuration for item in found])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapting:
    """What an adaptive recommender says after each trial.

    Parameters
    ----------
    recommender : AdaptiveRecommender
    updates : int, default=12
        Trials after which it is asked again; what comes later keeps the last order.
    is_sound : bool, default=False
        Whether the rules of `opening` apply.
    """

    recommender: AdaptiveRecommender
    updates: int = 12
    is_sound: bool = False

    @property
    def name(self) -> str:
        """Shown in tables and plots."""
        return _name(self.recommender, is_sound=self.is_sound)

    def orders(self, base: KnowledgeBase, task: LeftOut, n: int) -> Sequence[IntArray]:
        """Ask again and again."""
        fitted, query = self.recommender.fit(base), replace(task.query, sound_opening=self.is_sound)
        places = task.places([item.configuration for item in fitted.recommend(query, n)]).tolist()
        played: list[int] = []
        for number in range(1, n):
            if number > self.updates or not places:
                break
            played.append(places[0])
            seen = {task.configurations[place]: float(task.loss[place]) for place in played}
            is_last = number in {self.updates, n - 1}
            found = fitted.update(query, seen, n - number if is_last else 1)
            places = task.places([item.configuration for item in found]).tolist()
        return [np.array([*played, *places][:n], dtype=np.int64)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Oracle:
    """Knows all out-of-fold losses: what no order can be better than, as long as these decide."""

    name: str = "oracle"

    def orders(self, base: KnowledgeBase, task: LeftOut, n: int) -> Sequence[IntArray]:
        """Sort by loss."""
        return [np.argsort(task.loss, kind="stable")[:n]]


def asked_with(query: Query, configurations: Sequence[Configuration]) -> Query:
    """Allow exactly these configurations."""
    return replace(query, allowed=frozenset(configurations).__contains__)


def _name(recommender: Recommender, *, is_sound: bool) -> str:
    return f"{recommender.name}, sound opening" if is_sound else recommender.name

"""Where learners take their episodes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

import numpy as np

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.neural.episodes.encoding import Encoding
from jupyter_metaml.neural.episodes.episode import Episode, Episodes
from jupyter_metaml.neural.episodes.meta_dataset import MetaDataset
from jupyter_metaml.wording import quoted


@runtime_checkable
class EpisodeSource(Protocol):
    """Something that episodes can be drawn from; a draw depends on the state of the generator only."""

    @property
    def is_classification(self) -> bool:
        """Whether the targets are classes."""
        ...

    @property
    def encoding(self) -> Encoding:
        """How tables become numbers; learners keep it for the tasks that they are adapted to later."""
        ...

    def sample_episodes(self, n: int, rng: np.random.Generator) -> Episodes:
        """Draw `n` episodes."""
        ...


@dataclass(frozen=True, slots=True)
class FixedEpisodes:
    """Draw from episodes that somebody has cut already; an `EpisodeSource`.

    Parameters
    ----------
    episodes : sequence of Episode
        Of one kind.
    """

    episodes: Sequence[Episode]
    encoding: Encoding = field(default_factory=Encoding, kw_only=True)

    @property
    def is_classification(self) -> bool:
        """Whether the targets are classes."""
        return self.episodes[0].n_classes > 0

    def sample_episodes(self, n: int, rng: np.random.Generator) -> Episodes:
        """Draw `n` of them, with replacement only when there are fewer."""
        return Episodes.stacked([self.episodes[place] for place in _places(len(self.episodes), n, rng)])


def as_source(tasks: Any) -> EpisodeSource:
    """Take an `EpisodeSource` as it is, and make one of episodes, tasks or pairs (X, y).

    Raises
    ------
    UsageError
        If it is none of these.
    """
    if isinstance(tasks, EpisodeSource):
        return tasks
    if isinstance(tasks, Episode):
        return FixedEpisodes([tasks])
    if not isinstance(tasks, Iterable) or isinstance(tasks, str):
        msg = f"tasks={quoted(tasks)} cannot be learned from. Give a MetaDataset, or a list of pairs (X, y)."
        raise UsageError(msg)
    given = list(tasks)
    if given and all(isinstance(task, Episode) for task in given):
        return FixedEpisodes(given)
    return MetaDataset(given)


def _places(n_there: int, n: int, rng: np.random.Generator) -> list[int]:
    return [int(place) for place in rng.choice(n_there, size=n, replace=n > n_there)]

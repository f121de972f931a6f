"""Classes that differ in a hidden space, seen through one fixed network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jupyter_metaml.neural.episodes.encoding import Encoding
from jupyter_metaml.neural.episodes.episode import Episodes
from jupyter_metaml.typing import FloatArray, IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenNetworkClasses:
    """Draw episodes of new classes, all seen through the same random network; an `EpisodeSource`.

    A class is a normal cloud in a hidden space.  What is seen of its members is what one network with a hidden layer,
    the same for all episodes, makes of them, and noise.  Who has learned to look through that network tells classes
    apart by fewer examples than who compares what is seen.

    Parameters
    ----------
    n_ways, n_shots, n_query : int, default=5, 1 and 15
        As for `NWayKShot`.
    n_hidden : int, default=8
        Dimensions of the hidden space.
    n_units : int, default=16
        Units of the network's hidden layer.
    n_columns : int, default=30
        Numbers that are seen.
    spread : float, default=0.8
        Standard deviation within a class; that of the centres is 1.
    noise : float, default=0.05
        Standard deviation of the noise on what is seen; that of what is seen is somewhat below 1.
    random_state : int, default=0
        Seed of the network.

    Examples
    --------
    >>> import numpy as np
    >>> from jupyter_metaml.neural import HiddenNetworkClasses
    >>> drawn = HiddenNetworkClasses(n_ways=5, n_shots=1).sample_episodes(2, np.random.default_rng(0))
    >>> drawn.X_support.shape, sorted(drawn.y_support[0].tolist())
    ((2, 5, 30), [0, 1, 2, 3, 4])
    """

    is_classification: ClassVar[bool] = True
    encoding: ClassVar[Encoding] = Encoding()

    n_ways: int = 5
    n_shots: int = 1
    n_query: int = 15
    n_hidden: int = 8
    n_units: int = 16
    n_columns: int = 30
    spread: float = 0.8
    noise: float = 0.05
    random_state: int = 0

    def sample_episodes(self, n: int, rng: np.random.Generator) -> Episodes:
        """Draw `n` episodes of `n_ways` new classes each."""
        centres = rng.normal(size=(n, self.n_ways, self.n_hidden))
        support = self._members(centres, self.n_shots, rng)
        query = self._members(centres, self.n_query, rng)
        return Episodes.even(support=support, query=query, n_classes=self.n_ways)

    def _members(self, centres: FloatArray, n_each: int, rng: np.random.Generator) -> tuple[FloatArray, IntArray]:
        """Draw members of each class, in random order."""
        n, n_ways, _ = centres.shape
        codes = rng.permuted(np.tile(np.repeat(np.arange(n_ways), n_each), (n, 1)), axis=1)
        hidden = np.take_along_axis(centres, codes[:, :, None], axis=1)  # (n, n_ways * n_each, n_hidden)
        hidden = hidden + self.spread * rng.normal(size=hidden.shape)
        seen = self._seen(hidden)
        return seen + self.noise * rng.normal(size=seen.shape), codes

    def _seen(self, hidden: FloatArray) -> FloatArray:
        """Send hidden values through the network."""
        rng = np.random.default_rng(self.random_state)
        first = rng.normal(size=(self.n_hidden, self.n_units)) * 2.0 / np.sqrt(self.n_hidden)
        second = rng.normal(size=(self.n_units, self.n_columns)) / np.sqrt(self.n_units)
        return np.asarray(np.tanh(hidden @ first + rng.normal(size=self.n_units)) @ second)

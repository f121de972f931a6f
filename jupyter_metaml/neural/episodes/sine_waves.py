"""Waves over one column, the classic family of few-shot regression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jupyter_metaml.neural.episodes.encoding import Encoding
from jupyter_metaml.neural.episodes.episode import Episodes


@dataclass(frozen=True, slots=True, kw_only=True)
class SineWaves:
    """Draw waves ``a * sin(x + p)``, each an episode of its own; an `EpisodeSource`.

    The amplitude `a` is uniform from 0.1 to 5, the phase `p` from 0 to pi, and `x` from -5 to 5.

    Parameters
    ----------
    n_support : int, default=10
        Points to adapt on.
    n_query : int, default=10
        Points to be judged on.

    References
    ----------
    Finn, Abbeel, Levine (2017), Model-Agnostic Meta-Learning for Fast Adaptation of Deep Networks, ICML, section 5.1.

    Examples
    --------
    >>> import numpy as np
    >>> from jupyter_metaml.neural import SineWaves
    >>> SineWaves(n_support=10).sample_episodes(3, np.random.default_rng(0)).X_support.shape
    (3, 10, 1)
    """

    is_classification: ClassVar[bool] = False
    encoding: ClassVar[Encoding] = Encoding()

    n_support: int = 10
    n_query: int = 10

    def sample_episodes(self, n: int, rng: np.random.Generator) -> Episodes:
        """Draw `n` waves and points on each."""
        amplitude, phase = rng.uniform(0.1, 5.0, size=(n, 1)), rng.uniform(0.0, np.pi, size=(n, 1))
        x = rng.uniform(-5.0, 5.0, size=(n, self.n_support + self.n_query))
        y = amplitude * np.sin(x + phase)
        k = self.n_support
        return Episodes.even(support=(x[:, :k, None], y[:, :k]), query=(x[:, k:, None], y[:, k:]), n_classes=0)

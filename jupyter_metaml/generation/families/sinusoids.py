"""Waves over a few columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jupyter_metaml.generation.draws import log_uniform_int
from jupyter_metaml.generation.generated import GeneratedTasks
from jupyter_metaml.generation.inputs import draw_inputs
from jupyter_metaml.generation.signal import Signal, standardised

# Radians per standard deviation: from a bend to about two full waves over the range of a column.
_SLOWEST, _FASTEST = 0.5, 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sinusoids(GeneratedTasks):
    """Sums of waves, each over a direction of one to three columns, with its own amplitude, frequency and phase.

    Parameters
    ----------
    kinds, sizes, corruption
        See `GeneratedTasks`.

    References
    ----------
    Finn, Abbeel and Levine (2017), Model-agnostic meta-learning, ICML: one wave over one column.  Here there may be
    several, over more columns.

    Examples
    --------
    >>> from jupyter_metaml.generation import Sinusoids, Sizes, sample_tasks
    >>> small = Sinusoids(sizes=Sizes(max_rows=200, max_columns=10), kinds=("regression",))
    >>> [task.kind for task in sample_tasks(small, 2)]
    ['regression', 'regression']
    """

    name: ClassVar[str] = "sinusoids"

    def signal(self, rng: np.random.Generator, n_rows: int, n_columns: int, n_scores: int) -> Signal:
        """Draw up to six waves per score."""
        columns, codes = draw_inputs(rng, n_rows, n_columns)
        n_waves = n_scores * log_uniform_int(rng, 1, 6)
        directions = np.zeros((n_columns, n_waves))
        for wave in range(n_waves):
            used = rng.permutation(n_columns)[: rng.integers(1, 4)]
            direction = rng.normal(size=len(used))
            directions[used, wave] = direction / np.linalg.norm(direction)
        phases = columns @ (directions * rng.uniform(_SLOWEST, _FASTEST, size=n_waves))  # (n_rows, n_waves)
        waves = rng.uniform(0.1, 5.0, size=n_waves) * np.sin(phases + rng.uniform(0.0, np.pi, size=n_waves))
        return Signal(
            columns=columns, codes=codes, scores=standardised(waves.reshape(n_rows, -1, n_scores).sum(axis=1))
        )

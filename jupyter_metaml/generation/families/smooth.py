"""Smooth tasks: draws from Gaussian processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jupyter_metaml.generation.draws import importances, log_uniform
from jupyter_metaml.generation.generated import GeneratedTasks
from jupyter_metaml.generation.inputs import draw_inputs
from jupyter_metaml.generation.signal import Signal, standardised

_N_FEATURES = 96


@dataclass(frozen=True, slots=True, kw_only=True)
class Smooth(GeneratedTasks):
    """A draw from a Gaussian process whose length differs by column, by random Fourier features.

    Frequencies are normal (a squared exponential kernel) or heavy-tailed (a Matern kernel: rougher).

    Parameters
    ----------
    kinds, sizes, corruption
        See `GeneratedTasks`.

    References
    ----------
    Rahimi and Recht (2007), Random features for large-scale kernel machines, NeurIPS.

    Examples
    --------
    >>> from jupyter_metaml.generation import Sizes, Smooth, sample_tasks
    >>> small = Smooth(sizes=Sizes(max_rows=200, max_columns=10), kinds=("binary",))
    >>> [len(task.classes) for task in sample_tasks(small, 2)]
    [2, 2]
    """

    name: ClassVar[str] = "smooth"

    def signal(self, rng: np.random.Generator, n_rows: int, n_columns: int, n_scores: int) -> Signal:
        """Draw lengths, frequencies and weights."""
        columns, codes = draw_inputs(rng, n_rows, n_columns)
        relevance = importances(rng, n_columns)
        rate = log_uniform(rng, 0.3, 2.0) / np.linalg.norm(relevance)
        frequencies = rng.normal(size=(n_columns, _N_FEATURES)) * relevance[:, None] * rate
        if rng.random() < 0.5:
            freedom = int(rng.integers(1, 6))  # of Student's t: 1 is a Matern kernel of smoothness 1/2, 5 one of 5/2
            frequencies /= np.sqrt(rng.chisquare(freedom, size=_N_FEATURES) / freedom)
        waves = np.cos(columns @ frequencies + rng.uniform(0.0, 2.0 * np.pi, size=_N_FEATURES))
        scores = waves @ rng.normal(size=(_N_FEATURES, n_scores))
        return Signal(columns=columns, codes=codes, scores=standardised(scores))

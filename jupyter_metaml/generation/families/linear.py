"""Linear tasks with interactions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jupyter_metaml.generation.draws import importances, log_uniform
from jupyter_metaml.generation.generated import GeneratedTasks
from jupyter_metaml.generation.inputs import draw_inputs
from jupyter_metaml.generation.signal import Signal, standardised


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear(GeneratedTasks):
    """A weighted sum of columns and of some products of two.

    Parameters
    ----------
    kinds, sizes, corruption
        See `GeneratedTasks`.

    Examples
    --------
    >>> from jupyter_metaml.generation import Linear, Sizes, sample_tasks
    >>> small = Linear(sizes=Sizes(max_rows=200, max_columns=10), kinds=("regression",))
    >>> [task.kind for task in sample_tasks(small, 2)]
    ['regression', 'regression']
    """

    name: ClassVar[str] = "linear"

    def signal(self, rng: np.random.Generator, n_rows: int, n_columns: int, n_scores: int) -> Signal:
        """Draw weights; products count as little as nothing, or three times as much as the columns."""
        columns, codes = draw_inputs(rng, n_rows, n_columns)
        weights = rng.normal(size=(n_columns, n_scores)) * importances(rng, n_columns)[:, None]
        scores = standardised(columns @ weights)
        n_pairs = int(rng.integers(0, 1 + min(8, n_columns)))
        first, second = rng.integers(0, n_columns, size=(2, n_pairs))
        products = standardised(columns[:, first] * columns[:, second])  # (n_rows, n_pairs)
        scores += log_uniform(rng, 0.1, 3.0) * standardised(products @ rng.normal(size=(n_pairs, n_scores)))
        return Signal(columns=columns, codes=codes, scores=standardised(scores))

"""Piecewise-constant tasks: sums of random trees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jupyter_metaml.generation.draws import importances, log_uniform_int
from jupyter_metaml.generation.generated import GeneratedTasks
from jupyter_metaml.generation.inputs import draw_inputs
from jupyter_metaml.generation.signal import Signal, standardised
from jupyter_metaml.typing import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomTrees(GeneratedTasks):
    """Sums of 1 to 64 trees of depth 1 to 7, cut at values of random rows.

    Parameters
    ----------
    kinds, sizes, corruption
        See `GeneratedTasks`.

    Examples
    --------
    >>> from jupyter_metaml.generation import RandomTrees, Sizes, sample_tasks
    >>> small = RandomTrees(sizes=Sizes(max_rows=200, max_columns=10), kinds=("binary",))
    >>> [len(task.classes) for task in sample_tasks(small, 2)]
    [2, 2]
    """

    name: ClassVar[str] = "random_trees"

    def signal(self, rng: np.random.Generator, n_rows: int, n_columns: int, n_scores: int) -> Signal:
        """Draw trees whose cuts prefer some columns."""
        columns, codes = draw_inputs(rng, n_rows, n_columns)
        preference = importances(rng, n_columns)
        n_trees, depth = log_uniform_int(rng, 1, 64), log_uniform_int(rng, 1, 7)
        chances = preference / preference.sum()
        scores = _forest(rng, columns, chances, (n_trees, depth, n_scores))
        return Signal(columns=columns, codes=codes, scores=standardised(scores))


def _forest(
    rng: np.random.Generator, columns: FloatArray, chances: FloatArray, shape: tuple[int, int, int]
) -> FloatArray:
    """Send all rows down all trees; node i has the children 2 i and 2 i + 1, the root is node 1."""
    n_trees, depth, n_scores = shape
    n_rows, n_columns = columns.shape
    n_nodes = 2**depth
    used = rng.choice(n_columns, size=n_trees * n_nodes, p=chances)
    cuts = columns[rng.integers(0, n_rows, size=len(used)), used]
    leaves = rng.normal(size=(len(used), n_scores))
    rows, first = np.arange(n_rows)[:, None], np.arange(n_trees) * n_nodes  # of a tree's nodes among all
    nodes = np.ones((n_rows, n_trees), dtype=np.int64)
    for _ in range(depth):
        at = first + nodes
        nodes = 2 * nodes + (columns[rows, used[at]] > cuts[at])
    return np.asarray(leaves[first + nodes - n_nodes].sum(axis=1))  # (n_rows, n_scores)

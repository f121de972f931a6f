"""Structural causal models: columns and target are nodes of one random graph.

::

    roots -> layer 1 -> layer 2 -> ...      each node: a small network of its parents, plus noise
      |         |          |
      +---------+----------+--> some nodes are columns, late ones the target, the rest is never seen
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from jupyter_metaml.generation.draws import log_uniform, log_uniform_int
from jupyter_metaml.generation.generated import GeneratedTasks
from jupyter_metaml.generation.inputs import draw_numbers
from jupyter_metaml.generation.levels import draw_category_share, into_levels
from jupyter_metaml.generation.signal import Signal, standardised
from jupyter_metaml.typing import FloatArray, IntArray

_ACTIVATIONS: tuple[Callable[[FloatArray], FloatArray], ...] = (
    np.tanh,
    np.sin,
    np.abs,
    np.sign,
    lambda x: x,
    lambda x: np.maximum(x, 0.0),
    lambda x: np.exp(-(x**2)),
    lambda x: np.minimum(x**2, 9.0),
)
_MOST_PARENTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class StructuralCausal(GeneratedTasks):
    """A random graph in which each node follows from its parents by a small network and noise.

    Columns may be causes of the target, effects of it, or siblings; unseen nodes act as further noise.

    Parameters
    ----------
    kinds, sizes, corruption
        See `GeneratedTasks`.

    References
    ----------
    Hollmann et al. (2023), TabPFN, ICLR.  Here a node may have parents in all earlier layers, and categories influence
    what comes after them.

    Examples
    --------
    >>> from jupyter_metaml.generation import Sizes, StructuralCausal, sample_tasks
    >>> small = StructuralCausal(sizes=Sizes(max_rows=200, max_columns=10), kinds=("regression",))
    >>> [task.kind for task in sample_tasks(small, 2)]
    ['regression', 'regression']
    """

    name: ClassVar[str] = "structural_causal"

    def signal(self, rng: np.random.Generator, n_rows: int, n_columns: int, n_scores: int) -> Signal:
        """Grow a graph, then choose what is seen and what is asked."""
        n_nodes = n_columns + n_scores + int(np.ceil(rng.uniform(0.1, 1.0) * n_columns)) + 1
        places = np.arange(n_nodes)
        asked = rng.choice(places[-max(n_scores, n_nodes // 2) :], size=n_scores, replace=False)
        seen = rng.choice(np.setdiff1d(places, asked), size=n_columns, replace=False)
        nodes, codes = _grow(rng, n_rows, n_nodes, asked)
        return Signal(
            columns=nodes[:, seen],
            codes={place: codes[node] for place, node in enumerate(seen.tolist()) if node in codes},
            scores=standardised(nodes[:, asked]),
        )


def _grow(
    rng: np.random.Generator, n_rows: int, n_nodes: int, asked: IntArray
) -> tuple[FloatArray, dict[int, IntArray]]:
    """Draw the nodes layer by layer; none of those asked for is a category."""
    n_layers = int(rng.integers(2, 7))
    ends = np.sort(np.r_[rng.integers(1, n_nodes, size=n_layers - 1), n_nodes])
    n_hidden, noise, share = log_uniform_int(rng, 1, 8), log_uniform(rng, 0.01, 1.0), draw_category_share(rng)
    nodes = np.zeros((n_rows, n_nodes))
    codes: dict[int, IntArray] = {}
    start = 0
    for end in ends.tolist():
        if end == start:
            continue
        layer = _layer(rng, nodes[:, :start], end - start, n_hidden, noise) if start else draw_numbers(rng, n_rows, end)
        levelled, found = into_levels(layer, share, rng)
        found = {place: level for place, level in found.items() if start + place not in asked}
        layer[:, list(found)] = standardised(levelled[:, list(found)])
        nodes[:, start:end] = layer
        codes |= {start + place: level for place, level in found.items()}
        start = end
    return nodes, codes


def _layer(rng: np.random.Generator, parents: FloatArray, width: int, n_hidden: int, noise: float) -> FloatArray:
    """Make nodes from earlier ones, each by a network with one hidden layer."""
    n_rows, n_earlier = parents.shape
    is_parent = rng.random((n_earlier, width)) < log_uniform_int(rng, 1, _MOST_PARENTS) / n_earlier
    is_parent[rng.integers(0, n_earlier, width), np.arange(width)] = True
    weights = rng.normal(size=(n_earlier, width, n_hidden)) * is_parent[:, :, None]
    weights *= log_uniform(rng, 0.5, 3.0) / np.sqrt(is_parent.sum(axis=0))[:, None]
    hidden = (parents @ weights.reshape(n_earlier, -1)).reshape(n_rows, width, n_hidden)
    hidden += rng.normal(size=(width, n_hidden))
    kinds = rng.integers(0, len(_ACTIVATIONS), size=width)
    for kind in np.unique(kinds).tolist():
        hidden[:, kinds == kind] = _ACTIVATIONS[kind](hidden[:, kinds == kind])
    clean = standardised((hidden * rng.normal(size=(width, n_hidden))).sum(axis=2))
    return standardised(clean + noise * rng.normal(size=(n_rows, width)))

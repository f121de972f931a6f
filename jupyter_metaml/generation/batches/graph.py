"""Random graphs: each node follows from some of those before it."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.batches.functions import random_function
from jupyter_metaml.generation.batches.single_precision import (
    Floats,
    alike,
    log_uniforms,
    normals,
    standardised,
    uniforms,
)

_MOST_LEVELS = 6


def grow(rng: np.random.Generator, n_tables: int, n_rows: int, n_nodes: int) -> Floats:
    """Draw the values of all nodes of graphs that the tables share, with weights of their own.

    Returns
    -------
    array of shape (n_tables, n_rows, n_nodes)
        Standardised along the rows; causes come before their effects.

    References
    ----------
    Hollmann et al. (2023), TabPFN, ICLR; Qu et al. (2026), TabICLv2, arXiv 2602.11139, for edges by Cauchy logits and
    the mixture of functions.  Here nodes are drawn level by level, so that a level is a few products of matrices.
    """
    n_roots = int(rng.integers(1, max(2, n_nodes // int(rng.integers(1, 5)) + 1)))
    n_levels = min(int(rng.integers(1, _MOST_LEVELS + 1)), n_nodes - n_roots)
    nodes = np.empty((n_tables, n_rows, n_nodes), dtype=np.float32)
    nodes[:, :, :n_roots] = roots(rng, n_tables, n_rows, n_roots)
    if n_levels < 1:
        return nodes
    inner = np.sort(rng.choice(np.arange(n_roots + 1, n_nodes), size=n_levels - 1, replace=False))
    noise = log_uniforms(rng, 1e-3, 0.6, n_tables, 1, 1) * (rng.random() < 0.7) * 2.0 * alike(rng, n_nodes)
    pull, start = rng.standard_cauchy(), n_roots
    for end in [*inner.tolist(), n_nodes]:
        reach = _edges(rng, start, end - start, pull)
        level = standardised(random_function(rng)(rng, nodes[:, :, :start], reach))
        level += noise[:, :, start:end] * normals(rng, *level.shape)
        nodes[:, :, start:end] = level.clip(-12.0, 12.0)
        start = end
    return nodes


def roots(rng: np.random.Generator, n_tables: int, n_rows: int, n_roots: int) -> Floats:
    """Draw causes that have no cause: normal, uniform, in clusters, or with long tails; standardised."""
    kind = rng.random()
    if kind < 0.2:
        return (uniforms(rng, n_tables, n_rows, n_roots) - np.float32(0.5)) * np.float32(np.sqrt(12.0))
    values = normals(rng, n_tables, n_rows, n_roots)
    if kind < 0.55:
        return values
    if kind < 0.7:
        values *= np.exp(normals(rng, n_tables, n_rows, 1) * np.float32(rng.uniform(0.0, 0.8)))
        return standardised(values)
    n_clusters = int(rng.integers(2, 9))
    centres = normals(rng, n_tables, n_clusters, n_roots) * log_uniforms(rng, 0.5, 4.0, n_tables, 1, 1)
    member = rng.integers(0, n_clusters, size=(n_tables, n_rows))
    values += centres[np.arange(n_tables)[:, None], member]
    return standardised(values)


def _edges(rng: np.random.Generator, n_earlier: int, width: int, pull: float) -> Floats:
    """Draw how much each earlier node matters to each new one; each has a parent at least."""
    logits = pull + 0.5 * rng.standard_cauchy((n_earlier, 1)) + 0.5 * rng.standard_cauchy((1, width))
    chance = 1.0 / (1.0 + np.exp(-logits.clip(-30.0, 30.0)))
    reach = (rng.random((n_earlier, width)) < chance).astype(np.float32)
    reach[rng.integers(0, n_earlier, size=width), np.arange(width)] = 1.0
    if rng.random() < 0.5:
        reach *= np.float32(0.05) + alike(rng, n_earlier)[:, None]
    return np.asarray(reach)

"""Trees that ask the same question on each level, so that a leaf is a number in binary."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.batches.single_precision import Floats, normals, uniforms

_MOST_GATHERED = 48  # trees times outputs: what one row costs


def tree_ensemble(rng: np.random.Generator, parents: Floats, reach: Floats) -> Floats:
    """Add up trees whose cuts lie at values of random rows; see `functions` for the shapes.

    Parents that matter to no output are never asked.
    """
    n_tables, n_rows, n_parents = parents.shape
    n_outputs = reach.shape[1]
    depth = int(rng.integers(1, 7))
    n_trees = int(np.exp(rng.uniform(0.0, np.log(max(1.01, _MOST_GATHERED / n_outputs)))))
    chance = reach.max(axis=1).astype(np.float64) ** rng.uniform(0.3, 3.0)
    asked = rng.choice(n_parents, size=n_trees * depth, p=chance / chance.sum())
    cuts = parents[:, rng.integers(0, n_rows, size=n_trees * depth), asked]  # (n_tables, n_trees * depth)
    answers = (parents[:, :, asked] > cuts[:, None]).reshape(n_tables, n_rows, n_trees, depth)
    leaf = answers @ (1 << np.arange(depth, dtype=np.int32))  # (n_tables, n_rows, n_trees)
    leaf += (np.arange(n_tables * n_trees, dtype=np.int32) << depth).reshape(n_tables, 1, n_trees)
    values = normals(rng, (n_tables * n_trees) << depth, n_outputs)
    if rng.random() < 0.3:
        values *= uniforms(rng, len(values), 1) < rng.uniform(0.2, 1.0)
    return np.asarray(values[leaf].sum(axis=2))

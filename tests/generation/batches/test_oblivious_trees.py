from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.batches.oblivious_trees import tree_ensemble
from jupyter_metaml.generation.batches.single_precision import normals


def test_trees_are_step_functions_of_their_parents(rng):
    line = np.sort(normals(rng, 1, 2000, 1), axis=1)

    result = tree_ensemble(np.random.default_rng(3), line, np.ones((1, 1), dtype=np.float32))

    assert 1 < len(np.unique(result)) < 200


def test_rows_with_the_same_answers_share_a_leaf(rng):
    parents = np.repeat(normals(rng, 1, 10, 3), 2, axis=1)

    result = tree_ensemble(rng, parents, np.ones((3, 2), dtype=np.float32))

    np.testing.assert_array_equal(result[:, ::2], result[:, 1::2])

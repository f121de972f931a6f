from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.generation.batches.functions import FUNCTIONS, random_function
from jupyter_metaml.generation.batches.single_precision import normals


@pytest.mark.parametrize("function", [function for _, function in FUNCTIONS], ids=lambda item: item.__name__)
class TestEveryFunction:
    def test_gives_a_finite_number_per_row_and_output(self, function, rng):
        parents, reach = normals(rng, 3, 40, 5), np.ones((5, 4), dtype=np.float32)

        result = function(rng, parents, reach)

        assert result.shape == (3, 40, 4)
        assert result.dtype == np.float32
        assert np.isfinite(result).all()

    def test_takes_a_single_parent_and_output(self, function, rng):
        result = function(rng, normals(rng, 1, 16, 1), np.ones((1, 1), dtype=np.float32))

        assert result.shape == (1, 16, 1)

    def test_ignores_parents_that_do_not_matter(self, function):
        parents = normals(np.random.default_rng(1), 2, 40, 3)
        reach = np.array([[1.0], [1.0], [0.0]], dtype=np.float32)
        changed = parents.copy()
        changed[:, :, 2] += 5.0

        before = function(np.random.default_rng(2), parents, reach)
        after = function(np.random.default_rng(2), changed, reach)

        np.testing.assert_allclose(before, after, atol=1e-5)

    def test_tables_of_a_group_have_weights_of_their_own(self, function, rng):
        parents = np.repeat(normals(rng, 1, 40, 4), 2, axis=0)

        result = function(rng, parents, np.ones((4, 2), dtype=np.float32))

        assert not np.allclose(result[0], result[1])


def test_kinds_of_function_vary():
    assert len({random_function(np.random.default_rng(seed)).__name__ for seed in range(60)}) > 5

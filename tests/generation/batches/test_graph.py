from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.generation.batches.graph import grow, roots


@pytest.mark.parametrize("n_nodes", [1, 2, 3, 30])
def test_graphs_of_any_size_are_finite(n_nodes: int):
    for seed in range(20):
        nodes = grow(np.random.default_rng(seed), 2, 50, n_nodes)

        assert nodes.shape == (2, 50, n_nodes)
        assert nodes.dtype == np.float32
        assert np.isfinite(nodes).all()
        assert np.abs(nodes).max() <= 20.0


def test_nodes_depend_on_each_other():
    def strongest(seed: int) -> float:
        nodes = grow(np.random.default_rng(seed), 1, 500, 12)[0]
        related = np.abs(np.corrcoef(nodes.T + 1e-9 * np.random.default_rng(0).normal(size=nodes.T.shape)))
        return float(np.sort(related - np.eye(12), axis=None)[-2])

    assert np.mean([strongest(seed) for seed in range(20)]) > 0.5


def test_roots_are_about_standard():
    for seed in range(30):
        values = roots(np.random.default_rng(seed), 1, 2000, 2)

        np.testing.assert_allclose(values.mean(axis=1), 0.0, atol=0.15)
        np.testing.assert_allclose(values.std(axis=1), 1.0, atol=0.15)

from __future__ import annotations

import numpy as np
import pytest
import torch

from jupyter_metaml.neural.pfn.forward import Network
from jupyter_metaml.neural.pfn.network import PriorFittedNetwork, Tables
from jupyter_metaml.neural.pfn.weights import Weights


def drawn(rng, n_support: int, n_query: int, n_columns: int):
    n_rows = n_support + n_query
    features = rng.normal(size=(n_rows, n_columns, 4)).astype(np.float32)
    levels = rng.integers(0, 33, size=(n_rows, n_columns))
    numbers = rng.normal(size=(n_support, 2)).astype(np.float32)
    return features, levels, {"classes": rng.integers(0, 10, size=n_support), "numbers": numbers}


@torch.no_grad()
def in_torch(weights: Weights, features, levels, kind: str, labels) -> np.ndarray:
    network = PriorFittedNetwork(weights.shape)
    network.load_state_dict({k: torch.from_numpy(v) for k, v in weights.arrays.items() if k != "borders"})
    known = {"classes": None, "numbers": None, kind: torch.from_numpy(labels)[None]}
    return network(Tables(torch.from_numpy(features)[None], torch.from_numpy(levels)[None], **known))[0].numpy()


@pytest.mark.parametrize("kind", ["classes", "numbers"])
@pytest.mark.parametrize(("n_support", "n_query", "n_columns"), [(2, 1, 1), (30, 9, 2), (300, 300, 9), (5, 3, 30)])
def test_numpy_equals_torch(small_weights, rng, kind: str, n_support: int, n_query: int, n_columns: int):
    features, levels, labels = drawn(rng, n_support, n_query, n_columns)
    network = Network(small_weights)

    memory = network.remember(features[:n_support], levels[:n_support], labels[kind])
    found = network.predict(memory, features[n_support:], levels[n_support:])

    np.testing.assert_allclose(found, in_torch(small_weights, features, levels, kind, labels[kind]), atol=1e-5)
    assert found.dtype == np.float32


def test_a_row_gets_the_same_answer_alone_and_among_others(small_weights, rng):
    features, levels, labels = drawn(rng, 40, 700, 4)
    network = Network(small_weights)
    memory = network.remember(features[:40], levels[:40], labels["classes"])

    together = network.predict(memory, features[40:], levels[40:])

    for row in (40, 123, 739):
        alone = network.predict(memory, features[row : row + 1], levels[row : row + 1])
        np.testing.assert_allclose(alone[0], together[row - 40], atol=1e-5)


def test_predicting_leaves_the_memory_as_it_is(small_weights, rng):
    features, levels, labels = drawn(rng, 40, 10, 4)
    network = Network(small_weights)
    memory = network.remember(features[:40], levels[:40], labels["numbers"])

    first = network.predict(memory, features[40:], levels[40:])

    np.testing.assert_array_equal(network.predict(memory, features[40:], levels[40:]), first)

from __future__ import annotations

import numpy as np
import pytest
import torch

from jupyter_metaml.neural.pfn.network import PriorFittedNetwork, SquaredRectifier, Tables
from jupyter_metaml.neural.pfn.weights import Weights, expected_sizes


@pytest.fixture(scope="module")
def network(small_weights: Weights) -> PriorFittedNetwork:
    network = PriorFittedNetwork(small_weights.shape)
    arrays = {name: torch.from_numpy(array) for name, array in small_weights.arrays.items() if name != "borders"}
    network.load_state_dict(arrays)
    return network


@pytest.fixture
def tables(rng) -> Tables:
    return Tables(
        features=torch.from_numpy(rng.normal(size=(2, 30, 5, 4)).astype(np.float32)),
        levels=torch.from_numpy(rng.integers(0, 33, size=(2, 30, 5))),
        classes=torch.from_numpy(rng.integers(0, 3, size=(2, 20))),
        numbers=None,
    )


def test_parameters_are_those_that_files_hold(small_shape):
    sizes = {name: tuple(tensor.shape) for name, tensor in PriorFittedNetwork(small_shape).state_dict().items()}

    assert {**sizes, "borders": (small_shape.bins - 1,)} == expected_sizes(small_shape)


@torch.no_grad()
def test_every_row_of_the_query_gets_an_answer(network: PriorFittedNetwork, tables: Tables):
    numbers = tables._replace(classes=None, numbers=torch.zeros(2, 20, 2))

    assert network(tables).shape == (2, 10, 10)
    assert network(numbers).shape == (2, 10, 16)


@torch.no_grad()
def test_rows_of_the_query_do_not_see_each_other(network: PriorFittedNetwork, tables: Tables):
    changed = tables.features.clone()
    changed[:, -1] += 3.0

    before, after = network(tables), network(tables._replace(features=changed))

    torch.testing.assert_close(before[:, :-1], after[:, :-1])
    assert not torch.allclose(before[:, -1], after[:, -1])


@torch.no_grad()
def test_order_of_the_support_does_not_matter(network: PriorFittedNetwork, tables: Tables):
    order = torch.cat([torch.randperm(20), torch.arange(20, 30)])
    mixed = Tables(tables.features[:, order], tables.levels[:, order], tables.classes[:, order[:20]], None)

    torch.testing.assert_close(network(tables), network(mixed), atol=1e-5, rtol=1e-5)


@torch.no_grad()
def test_labels_of_the_support_matter(network: PriorFittedNetwork, tables: Tables):
    changed = network(tables._replace(classes=tables.classes.flip(1)))

    assert not torch.allclose(network(tables), changed)


def test_tables_without_labels_are_refused(network: PriorFittedNetwork, tables: Tables):
    with pytest.raises(ValueError, match="tables have classes or numbers"):
        network(tables._replace(classes=None))


def test_gradient_of_the_squared_rectifier_is_right():
    x = torch.tensor([-1.0, 0.5, 2.0], dtype=torch.float64, requires_grad=True)

    assert torch.autograd.gradcheck(SquaredRectifier.apply, x)

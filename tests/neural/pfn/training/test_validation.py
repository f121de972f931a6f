from __future__ import annotations

import pytest
import torch

from jupyter_metaml.neural.pfn.network import PriorFittedNetwork
from jupyter_metaml.neural.pfn.training.validation import best_temperature, bin_borders, validate, validation_episodes


def test_episodes_are_the_same_each_time(small_shape):
    first, second = (validation_episodes(small_shape, rounds=1) for _ in range(2))

    for one, other in zip(first, second, strict=True):
        torch.testing.assert_close(one.tables.features, other.tables.features)
        torch.testing.assert_close(one.answers, other.answers)


def test_a_network_that_knows_nothing_has_a_loss_of_one(small_shape):
    torch.manual_seed(0)
    network = PriorFittedNetwork(small_shape)

    classes, numbers = validate(network, validation_episodes(small_shape, rounds=1), bin_borders(small_shape))

    assert classes == pytest.approx(1.0, abs=1e-3)
    assert numbers == pytest.approx(1.05, abs=0.1)


def test_borders_ascend(small_shape):
    borders = bin_borders(small_shape, n_tables=80)

    assert len(borders) == small_shape.bins - 1
    assert (borders.diff() > 0).all()


def test_sure_networks_are_cooled_down(small_shape):
    torch.manual_seed(0)
    network = PriorFittedNetwork(small_shape)
    with torch.no_grad():
        network.class_head.weight.normal_(std=3.0)

    assert best_temperature(network, validation_episodes(small_shape, rounds=1)) > 1.5

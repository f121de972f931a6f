"""The weights that come with the package."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from jupyter_metaml.neural.pfn.forward import Network
from jupyter_metaml.neural.pfn.network import PriorFittedNetwork, Tables
from jupyter_metaml.neural.pfn.prior_fitted import network_from
from jupyter_metaml.neural.pfn.training.validation import bin_borders, validate, validation_episodes
from jupyter_metaml.neural.pfn.weights import SHIPPED, Weights


def shipped() -> Weights:
    return network_from(SHIPPED).weights


@pytest.fixture(scope="module")
def network() -> PriorFittedNetwork:
    network = PriorFittedNetwork(shipped().shape)
    network.load_state_dict({k: torch.from_numpy(v) for k, v in shipped().arrays.items() if k != "borders"})
    return network


def test_they_are_whole_and_small():
    assert shipped().about["cells"] > 0
    assert SHIPPED.stat().st_size < 15e6


@pytest.mark.parametrize("kind", ["classes", "numbers"])
@torch.no_grad()
def test_numpy_equals_torch(network: PriorFittedNetwork, rng, kind: str):
    features = rng.normal(size=(80, 6, 4)).astype(np.float32)
    levels = rng.integers(0, 33, size=(80, 6))
    labels = rng.integers(0, 10, size=60) if kind == "classes" else rng.normal(size=(60, 2)).astype(np.float32)
    known = {"classes": None, "numbers": None, kind: torch.from_numpy(labels)[None]}
    expected = network(Tables(torch.from_numpy(features)[None], torch.from_numpy(levels)[None], **known))[0].numpy()

    memory = Network(shipped()).remember(features[:60], levels[:60], labels)
    found = Network(shipped()).predict(memory, features[60:], levels[60:])

    np.testing.assert_allclose(found, expected, atol=1e-4 * np.abs(expected).max())


def test_borders_are_those_of_the_prior(network: PriorFittedNetwork):
    np.testing.assert_allclose(shipped().arrays["borders"], bin_borders(network.shape).numpy(), atol=0.05)


def test_they_know_more_than_nothing_of_generated_tables(network: PriorFittedNetwork):
    episodes = validation_episodes(network.shape, rounds=1)

    classes, numbers = validate(network, episodes, torch.from_numpy(shipped().arrays["borders"]))

    assert classes < 0.8
    assert numbers < 0.97

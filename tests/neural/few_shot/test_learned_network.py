from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from jupyter_metaml.exceptions import DataError
from jupyter_metaml.neural.episodes.encoding import Encoding
from jupyter_metaml.neural.episodes.hidden_network_classes import HiddenNetworkClasses
from jupyter_metaml.neural.episodes.sine_waves import SineWaves
from jupyter_metaml.neural.few_shot.gradient_rule import GradientRule
from jupyter_metaml.neural.few_shot.learned_network import LearnedNetwork
from jupyter_metaml.neural.few_shot.network import Network
from jupyter_metaml.neural.few_shot.prototype_rule import PrototypeRule
from jupyter_metaml.neural.few_shot.ridge_rule import RidgeRule


def learned_network(module, rule, *, n_classes=0, encoding=None) -> LearnedNetwork:
    network = Network(module=module, n_classes=n_classes)
    return LearnedNetwork(rule=rule, network=network, tensors=rule.begin(network), encoding=encoding or Encoding())


def test_many_episodes_are_predicted_as_each_alone(make_network):
    learned = learned_network(make_network(30, 8, 5), GradientRule(lr=0.1, n_steps=2), n_classes=5)
    episodes = HiddenNetworkClasses(n_query=2).sample_episodes(205, np.random.default_rng(0))  # more than at once

    found = learned.predicted(episodes)

    assert found.shape == (205, 10, 5)
    for number in (0, 99, 100, 204):
        episode = episodes[number]
        alone = learned.adapted_to(episode.X_support, episode.y_support, 5).predicted(episode.X_query)
        assert np.allclose(found[number], alone, rtol=0, atol=1e-12)


def test_numbers_are_predicted_on_one_axis(make_network):
    learned = learned_network(make_network(1, 8, 1), GradientRule(lr=0.1, n_steps=2))

    assert learned.predicted(SineWaves(n_query=7).sample_episodes(3, np.random.default_rng(0))).shape == (3, 7)


def test_only_the_classes_of_the_task_are_predicted(make_network):
    learned = learned_network(make_network(2, 8, 5), GradientRule(lr=0.1, n_steps=1), n_classes=5)

    found = learned.adapted_to(np.eye(2), np.array([0, 1]), 2).predicted(np.ones((3, 2)))

    assert found.shape == (3, 2)
    assert np.allclose(found.sum(axis=1), 1.0)


def test_numbers_come_back_on_the_scale_of_the_target():
    learned = learned_network(nn.Identity().double(), RidgeRule(penalty=1e-6), encoding=Encoding(scale_target=True))
    X = np.arange(8.0)[:, None]

    adapted = learned.adapted_to(X, 1000.0 + 30.0 * X[:, 0], 0)

    assert adapted.predicted(np.array([[10.0]])) == pytest.approx(1300.0, rel=1e-3)


def test_the_learned_tensors_stay_as_they_are(make_network):
    learned = learned_network(make_network(2, 8, 2), GradientRule(lr=0.5, n_steps=5), n_classes=2)
    before = {name: tensor.clone() for name, tensor in learned.tensors.items()}

    learned.adapted_to(np.eye(2), np.array([0, 1]), 2)

    assert all(torch.equal(learned.tensors[name], tensor) for name, tensor in before.items())


def test_rows_that_are_no_numbers_are_refused():
    learned = learned_network(nn.Identity(), PrototypeRule(), n_classes=2)

    with pytest.raises(DataError, match="missing or infinite"):
        learned.adapted_to(np.array([[1.0], [np.nan]]), np.array([0, 1]), 2)

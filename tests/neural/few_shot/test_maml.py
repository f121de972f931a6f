from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from jupyter_metaml.neural import MAML, SineWaves


@pytest.fixture
def network(make_network) -> nn.Module:
    return make_network(1, 40, 40, 1, dtype=torch.float32)


def test_after_training_clones_come_from_what_was_learned(network):
    maml = MAML(network, n_iterations=3).fit(SineWaves())
    X = torch.ones(2, 1)

    assert maml.module is maml.module_
    assert torch.equal(maml.clone()(X), maml.module_(X))
    assert not torch.equal(maml(X), network(X))
    assert list(maml.parameters()) == list(maml.module_.parameters())


def test_before_training_they_come_from_the_model_itself(network):
    maml = MAML(network)

    assert maml.module is network
    assert list(maml.parameters()) == list(network.parameters())


def test_adapting_may_take_other_steps_than_training(network):
    episode = SineWaves().sample_episodes(1, np.random.default_rng(0))[0]
    X, y = episode.X_support, episode.y_support
    found = {n: MAML(network, n_steps=2, n_adapt_steps=n).adapt(X, y).predict(X) for n in (None, 2, 5, 0)}

    assert np.array_equal(found[None], found[2])
    assert not np.array_equal(found[2], found[5])
    assert np.allclose(found[0], network(torch.tensor(X, dtype=torch.float32)).detach().numpy()[:, 0])


@pytest.mark.slow
def test_waves_are_found_from_ten_points_where_joint_training_fails(network):
    """The whole figure is that of the benchmark; here a sixth of its training has to halve the error at least."""
    common = {"n_iterations": 600, "tasks_per_step": 25, "n_adapt_steps": 10}
    errors = {
        n_steps: np.mean(
            MAML(network, 0.01, n_steps=n_steps, meta_lr=3e-3, **common)
            .fit(SineWaves())
            .evaluate_episodes(SineWaves(n_query=50), 300)
            ** 2
        )
        for n_steps in (0, 5)
    }

    assert errors[5] < 0.9
    assert errors[5] < 0.5 * errors[0]

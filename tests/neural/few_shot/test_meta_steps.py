from __future__ import annotations

import numpy as np
import pytest
import torch

from jupyter_metaml.neural.episodes.sine_waves import SineWaves
from jupyter_metaml.neural.few_shot.gradient_rule import GradientRule
from jupyter_metaml.neural.few_shot.meta_steps import query_gradient, way_back
from jupyter_metaml.neural.few_shot.network import Network
from jupyter_metaml.neural.few_shot.tensors import Batch, Rows, batch_of


@pytest.fixture
def network(make_network) -> Network:
    return Network(module=make_network(1, 5, 1), n_classes=0)


@pytest.fixture
def batch(network) -> Batch:
    return batch_of(SineWaves(n_support=4, n_query=6).sample_episodes(3, np.random.default_rng(0)), network.like)


def test_the_gradient_is_that_of_a_loop_over_tasks(network, batch):
    rule = GradientRule(lr=0.1, n_steps=2)
    learned = {name: tensor.requires_grad_() for name, tensor in rule.begin(network).items()}
    losses = []
    for number in range(3):
        support, query = (Rows(*(part[number] for part in rows)) for rows in batch)
        losses.append(network.loss(rule.outputs(network, rule.adapted(network, learned, support), query.X), query))
    expected = torch.autograd.grad(torch.stack(losses).mean(), list(learned.values()))

    found, loss = query_gradient(rule, network, rule.begin(network), batch)

    assert float(loss) == pytest.approx(float(torch.stack(losses).mean().detach()))
    for slope, truth in zip(found.values(), expected, strict=True):
        assert torch.allclose(slope, truth, rtol=0, atol=1e-12)


def test_a_whole_step_of_reptile_ends_at_the_mean_of_the_adapted_parameters(network, batch):
    rule = GradientRule(lr=0.1, n_steps=3)
    learned = rule.begin(network)

    direction, _ = way_back(rule, network, learned, batch)

    ends = []
    for number in range(3):
        support, query = (Rows(*(part[number] for part in rows)) for rows in batch)
        rows = Rows(*(torch.cat([a, b]) for a, b in zip(support[:3], query[:3], strict=True)), support.n_classes)
        ends.append(rule.adapted(network, learned, rows))
    for name, tensor in learned.items():
        assert torch.allclose(tensor - direction[name], sum(end[name] for end in ends) / 3, rtol=0, atol=1e-12)


def test_reptile_without_steps_goes_nowhere(network, batch):
    direction, _ = way_back(GradientRule(lr=0.1, n_steps=0), network, network.parameters(), batch)

    assert max(float(way.abs().max()) for way in direction.values()) < 1e-15

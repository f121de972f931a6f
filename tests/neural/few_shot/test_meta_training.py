from __future__ import annotations

import logging

import numpy as np
import pytest
import torch

from jupyter_metaml.neural.episodes.sine_waves import SineWaves
from jupyter_metaml.neural.few_shot.errors import DivergenceError
from jupyter_metaml.neural.few_shot.gradient_rule import GradientRule
from jupyter_metaml.neural.few_shot.meta_steps import query_gradient
from jupyter_metaml.neural.few_shot.meta_training import MetaTraining
from jupyter_metaml.neural.few_shot.network import Network

RULE = GradientRule(lr=0.01, n_steps=1)


@pytest.fixture
def network(make_network) -> Network:
    return Network(module=make_network(1, 8, 1), n_classes=0)


def run(network, *, step=query_gradient, seed=0, **changes):
    plan = MetaTraining(**{"n_iterations": 5, "n_tasks": 4, "lr": 0.01, "step": step, **changes})
    return plan.run(RULE, network, SineWaves(), np.random.default_rng(seed))


def test_the_same_seed_learns_the_same(network):
    first, second, other = (run(network, seed=seed) for seed in (0, 0, 1))

    assert first[1] == second[1] != other[1]
    assert all(torch.equal(first[0][name], second[0][name]) for name in first[0])


def test_the_first_step_is_one_of_the_optimizer(network):
    start = network.parameters()

    learned, _ = run(
        network, n_iterations=1, lr=0.5, optimizer=torch.optim.SGD, step=lambda *_: (start, torch.ones(()))
    )

    assert all(torch.allclose(learned[name], 0.5 * start[name]) for name in start)


def test_the_rate_falls_to_nothing(network):
    rates = [MetaTraining(n_iterations=10, n_tasks=1, lr=2.0)._lr_at(at) for at in range(11)]

    assert rates[0] == 2.0
    assert np.all(np.diff(rates) < 0)
    assert rates[-1] == pytest.approx(0.0, abs=1e-12)


def test_a_loss_that_is_no_number_ends_the_training_with_a_hint(network):
    def step(rule, network, learned, batch):
        return learned, torch.tensor(float("nan"))

    with pytest.raises(DivergenceError, match=r"iteration 0.*Lower lr or meta_lr"):
        run(network, step=step)


def test_an_interrupt_keeps_what_was_learned(network, caplog):
    steps = []

    def step(*given):
        steps.append(given)
        if len(steps) == 4:
            raise KeyboardInterrupt
        return query_gradient(*given)

    with caplog.at_level(logging.WARNING):
        learned, losses = run(network, step=step)

    assert len(losses) == 3
    assert "3 steps" in caplog.text
    assert any(not torch.equal(learned[name], tensor) for name, tensor in network.parameters().items())


def test_an_interrupt_before_the_first_step_goes_on(network):
    def step(*given):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(network, step=step)

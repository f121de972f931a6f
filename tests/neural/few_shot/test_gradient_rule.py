from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.func import grad

from jupyter_metaml.neural.few_shot.gradient_rule import GradientRule
from jupyter_metaml.neural.few_shot.network import Network


@pytest.fixture
def network(make_network) -> Network:
    return Network(module=make_network(2, 5, 1), n_classes=0)


@pytest.fixture
def support(numbers, make_rows):
    return make_rows(*(part[:6] for part in numbers))


@pytest.fixture
def query(numbers, make_rows):
    return make_rows(*(part[6:] for part in numbers))


def meta_gradient(rule, network, support, query):
    def loss(learned):
        return network.loss(rule.outputs(network, rule.adapted(network, learned, support), query.X), query)

    return grad(loss)(rule.begin(network))


def test_one_step_is_one_step_of_torch(network, support):
    rule = GradientRule(lr=0.3, n_steps=1)
    optimizer = torch.optim.SGD(network.module.parameters(), lr=0.3)
    adapted = rule.adapted(network, rule.begin(network), support)

    torch.nn.functional.mse_loss(network.module(support.X)[:, 0], support.y).backward()
    optimizer.step()

    for name, parameter in network.module.named_parameters():
        assert torch.allclose(adapted[name], parameter, rtol=0, atol=1e-12)


def test_without_steps_nothing_adapts_and_the_query_teaches_as_in_joint_training(network, support, query):
    def joint(parameters):
        return network.loss(network(parameters, query.X), query)

    found = meta_gradient(GradientRule(lr=0.3, n_steps=0), network, support, query)
    at_rate_zero = meta_gradient(GradientRule(lr=0.0, n_steps=3), network, support, query)

    for name, slope in grad(joint)(network.parameters()).items():
        assert torch.equal(found[name], slope)
        assert torch.allclose(at_rate_zero[name], slope, rtol=0, atol=1e-14)


def test_first_and_second_order_adapt_alike_and_learn_alike_only_without_a_step(network, support, query):
    orders = [GradientRule(lr=0.3, n_steps=2, first_order=is_first) for is_first in (True, False)]
    still = [GradientRule(lr=0.0, n_steps=2, first_order=is_first) for is_first in (True, False)]

    adapted = [rule.adapted(network, rule.begin(network), support) for rule in orders]
    first, second = (meta_gradient(rule, network, support, query) for rule in orders)
    first_still, second_still = (meta_gradient(rule, network, support, query) for rule in still)

    assert all(torch.equal(adapted[0][name], adapted[1][name]) for name in adapted[0])
    assert max(float((first[name] - second[name]).abs().max()) for name in first) > 1e-3
    assert all(torch.allclose(first_still[name], second_still[name], rtol=0, atol=1e-14) for name in first)


def test_the_first_order_gradient_is_that_of_a_detached_copy(network, support, query):
    rule = GradientRule(lr=0.3, n_steps=3, first_order=True)
    adapted = {name: tensor.detach() for name, tensor in rule.adapted(network, rule.begin(network), support).items()}

    found = meta_gradient(rule, network, support, query)

    for name, slope in grad(lambda fast: network.loss(network(fast, query.X), query))(adapted).items():
        assert torch.allclose(found[name], slope, rtol=0, atol=1e-12)


def test_the_second_order_gradient_is_the_slope_of_the_adapted_loss(network, support, query):
    rule = GradientRule(lr=0.3, n_steps=2)
    learned, step = rule.begin(network), 1e-5

    def loss_at(shift):
        shifted = learned | {"0.bias": learned["0.bias"] + shift * torch.eye(5, dtype=torch.float64)[2]}
        return float(network.loss(rule.outputs(network, rule.adapted(network, shifted, support), query.X), query))

    slope = float(meta_gradient(rule, network, support, query)["0.bias"][2])

    assert slope == pytest.approx((loss_at(step) - loss_at(-step)) / (2 * step), rel=1e-5)


def test_constant_rates_are_the_common_rate(network, support):
    common, own = GradientRule(lr=0.2, n_steps=3), GradientRule(lr=0.2, n_steps=3, learns_rates=True)

    adapted = own.adapted(network, own.begin(network), support)

    for name, tensor in common.adapted(network, common.begin(network), support).items():
        assert torch.equal(adapted[name], tensor)


def test_each_number_has_a_rate_of_its_own(network, support):
    rule = GradientRule(lr=0.2, n_steps=1, learns_rates=True)
    learned = rule.begin(network)
    assert len(learned) == 2 * len(network.parameters())
    learned["rate of 0.bias"] = torch.tensor([0.2, 0.0, 0.2, 0.0, 0.2], dtype=torch.float64)

    moved = rule.adapted(network, learned, support)["0.bias"] != learned["0.bias"]

    assert moved.tolist() == [True, False, True, False, True]


def test_only_the_parameters_that_are_named_move(network, support):
    rule = GradientRule(lr=0.2, n_steps=2, moving=frozenset({"2.weight"}))
    learned = rule.begin(network)

    adapted = rule.adapted(network, learned, support)

    assert {name for name in learned if not torch.equal(learned[name], adapted[name])} == {"2.weight"}


def test_steps_take_the_next_rows_in_turn(network, support, make_rows):
    rule = GradientRule(lr=0.2, n_steps=3, n_rows=4)
    X, y = support.X.numpy(), support.y.numpy()
    one = GradientRule(lr=0.2, n_steps=1)

    expected = rule.begin(network)
    for rows in ([0, 1, 2, 3], [4, 5, 0, 1], [2, 3, 4, 5]):
        expected = one.adapted(network, expected, make_rows(X[rows], y[rows]))

    found = rule.adapted(network, rule.begin(network), support)
    assert all(torch.allclose(found[name], expected[name], rtol=0, atol=1e-12) for name in expected)


def test_steps_make_the_loss_of_the_support_smaller(network, support):
    losses = [
        float(network.loss(network(rule.adapted(network, rule.begin(network), support), support.X), support))
        for rule in (GradientRule(lr=0.1, n_steps=n) for n in (0, 1, 5, 20))
    ]

    assert np.all(np.diff(losses) < 0)

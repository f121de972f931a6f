"""What every way of adapting owes."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.func import grad, vmap

from jupyter_metaml.neural.few_shot.gradient_rule import GradientRule
from jupyter_metaml.neural.few_shot.network import Network
from jupyter_metaml.neural.few_shot.prototype_rule import PrototypeRule
from jupyter_metaml.neural.few_shot.ridge_rule import RidgeRule
from jupyter_metaml.neural.few_shot.tensors import Rows

RULES = {
    "gradient": GradientRule(lr=0.1, n_steps=3),
    "first order": GradientRule(lr=0.1, n_steps=3, first_order=True),
    "head": GradientRule(lr=0.1, n_steps=3, moving=frozenset({"2.weight", "2.bias"})),
    "learned rates": GradientRule(lr=0.1, n_steps=2, learns_rates=True),
    "prototypes": PrototypeRule(),
    "cosine": PrototypeRule(distance="cosine"),
    "ridge": RidgeRule(penalty=0.5),
}


@pytest.fixture(params=RULES)
def rule(request):
    return RULES[request.param]


@pytest.fixture
def network(make_network) -> Network:
    return Network(module=make_network(2, 6, 3), n_classes=3)


@pytest.fixture
def tasks(make_rows) -> list[Rows]:
    rng = np.random.default_rng(4)
    return [make_rows(rng.normal(size=(6, 2)), np.array([0, 1, 2, 0, 1, 2]), 3) for _ in range(4)]


def outputs_of(rule, network, learned, support, X):
    return rule.outputs(network, rule.adapted(network, learned, support), X)


def test_many_tasks_at_once_are_each_task_alone(rule, network, tasks):
    learned, X = rule.begin(network), tasks[0].X
    together = Rows(*(torch.stack(parts) for parts in zip(*tasks, strict=True)))

    found = vmap(lambda support: outputs_of(rule, network, learned, support, X))(together)

    alone = torch.stack([outputs_of(rule, network, learned, support, X) for support in tasks])
    assert torch.allclose(found, alone, rtol=0, atol=1e-12)


def test_filling_changes_nothing(rule, network, tasks):
    learned, support = rule.begin(network), tasks[0]
    filled = Rows(
        torch.cat([support.X, torch.full((3, 2), 7.0, dtype=torch.float64)]),
        torch.cat([support.y, torch.zeros(3, dtype=torch.int64)]),
        torch.cat([support.weight, torch.zeros(3, dtype=torch.float64)]),
        support.n_classes,
    )

    found = outputs_of(rule, network, learned, filled, support.X)

    assert torch.allclose(found, outputs_of(rule, network, learned, support, support.X), rtol=0, atol=1e-12)


def test_the_order_of_rows_does_not_matter(rule, network, tasks):
    learned, support = rule.begin(network), tasks[0]
    order = [5, 3, 1, 4, 2, 0]
    shuffled = Rows(support.X[order], support.y[order], support.weight[order], support.n_classes)

    found = outputs_of(rule, network, learned, shuffled, support.X)

    assert torch.allclose(found, outputs_of(rule, network, learned, support, support.X), rtol=0, atol=1e-12)


def test_gradients_reach_all_that_is_learned(rule, network, tasks):
    def loss(learned):
        return network.loss(outputs_of(rule, network, learned, tasks[0], tasks[1].X), tasks[1])

    slopes = grad(loss)(rule.begin(network))

    # Distances between embeddings do not see a shift of all of them.
    unseen = {"2.bias"} if isinstance(rule, PrototypeRule) and rule.distance == "euclidean" else set()
    unseen = {"2.bias"} if isinstance(rule, RidgeRule) else unseen
    assert {name for name, slope in slopes.items() if slope.abs().max() < 1e-12} == unseen


def test_the_network_itself_stays_as_it_is(rule, network, tasks):
    before = {name: tensor.clone() for name, tensor in network.module.state_dict().items()}
    learned = rule.begin(network)
    kept = {name: tensor.clone() for name, tensor in learned.items()}

    rule.adapted(network, learned, tasks[0])

    assert all(torch.equal(tensor, before[name]) for name, tensor in network.module.state_dict().items())
    assert all(torch.equal(learned[name], tensor) for name, tensor in kept.items())

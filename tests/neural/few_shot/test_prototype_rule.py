from __future__ import annotations

import numpy as np
import pytest
import torch

from jupyter_metaml.neural.few_shot.network import Network
from jupyter_metaml.neural.few_shot.prototype_rule import PrototypeRule


def adapted_outputs(rule, rows, X):
    network = Network(module=torch.nn.Identity(), n_classes=2)
    return rule.outputs(network, rule.adapted(network, rule.begin(network), rows), torch.tensor(X))


def test_logits_are_squared_distances_to_the_means(make_rows):
    rows = make_rows(np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 4.0]]), np.array([0, 0, 1]), 2)

    found = adapted_outputs(PrototypeRule(), rows, np.array([[1.0, 1.0], [0.0, 3.0]]))

    assert found.tolist() == [[-1.0, -10.0], [-10.0, -1.0]]


def test_cosines_do_not_see_lengths(make_rows):
    rows = make_rows(np.array([[1.0, 0.0], [0.0, 9.0]]), np.array([0, 1]), 2)

    found = adapted_outputs(PrototypeRule(distance="cosine"), rows, np.array([[5.0, 0.0], [0.1, 0.0], [0.0, 2.0]]))

    assert found.flatten().tolist() == pytest.approx([10.0, 0.0, 10.0, 0.0, 0.0, 10.0])


@pytest.mark.parametrize("distance", ["euclidean", "cosine"])
def test_separable_classes_are_told_apart(distance, classes, make_rows):
    X, labels = classes
    y = np.unique(labels, return_inverse=True)[1]
    network, rule = Network(module=torch.nn.Identity(), n_classes=3), PrototypeRule(distance=distance)

    adapted = rule.adapted(network, rule.begin(network), make_rows(X[::2], y[::2], 3))

    assert (rule.outputs(network, adapted, torch.tensor(X)).argmax(dim=1).numpy() == y).mean() >= 0.95

from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.linear_model import Ridge

from jupyter_metaml.neural.few_shot.network import Network
from jupyter_metaml.neural.few_shot.ridge_rule import RidgeRule, ridge_weights


@pytest.mark.parametrize("n_rows", [4, 9, 40], ids=["fewer rows than dimensions", "as many", "more"])
def test_the_head_equals_the_closed_form(n_rows, make_network, make_rows):
    rng = np.random.default_rng(n_rows)
    module, rule = make_network(3, 9), RidgeRule(penalty=0.7)
    network = Network(module=module, n_classes=0)
    X, y, weight = rng.normal(size=(n_rows, 3)), rng.normal(size=n_rows), rng.integers(1, 3, size=n_rows) * 1.0
    new = torch.tensor(rng.normal(size=(20, 3)))

    adapted = rule.adapted(network, rule.begin(network), make_rows(X, y, weight=weight))
    found = rule.outputs(network, adapted, new)[:, 0].detach().numpy()

    embedded, new_embedded = (module(part).detach().numpy() for part in (torch.tensor(X), new))
    truth = Ridge(alpha=0.7, solver="cholesky").fit(embedded, y, sample_weight=weight).predict(new_embedded)
    assert np.abs(found - truth).max() < 1e-8


def test_classes_are_regressed_one_against_the_others(make_rows, classes):
    X, labels = classes
    y = np.unique(labels, return_inverse=True)[1]
    network, rule = Network(module=torch.nn.Identity(), n_classes=3), RidgeRule(penalty=2.0)
    learned = {name: tensor.double() for name, tensor in rule.begin(network).items()}

    adapted = rule.adapted(network, learned, make_rows(X, y, 3))
    found = rule.outputs(network, adapted, torch.tensor(X)).numpy()

    solution = Ridge(alpha=2.0, solver="cholesky").fit(X, np.eye(3)[y]).predict(X)
    assert np.allclose(found / solution, 5.0, rtol=1e-6)  # the scale that turns solutions into logits


def test_few_rows_are_shrunk_more_than_many():
    X, Y = torch.ones(8, 1, dtype=torch.float64), torch.ones(8, 1, dtype=torch.float64)
    penalty = torch.tensor(2.0)

    found = [float(ridge_weights(X[:n], Y[:n], torch.ones(n), penalty)) for n in (1, 2, 8)]

    assert found == pytest.approx([1 / 3, 2 / 4, 8 / 10])


def test_with_an_offset_the_head_explains_what_is_left_and_the_intercept_is_shrunk(make_rows):
    rng = np.random.default_rng(0)
    given, y = rng.normal(size=(5, 4)), rng.normal(size=5)
    network, rule = Network(module=torch.nn.Identity().double(), n_classes=0), RidgeRule(penalty=0.7, has_offset=True)
    learned = {name: tensor.double() for name, tensor in rule.begin(network).items()}
    learned["log intercept penalty"] = torch.tensor(np.log(3.0))

    found = rule.outputs(network, rule.adapted(network, learned, make_rows(given, y)), torch.tensor(given))[:, 0]

    # The same as a regression of the rest on a further column of ones, whose weight has a penalty of its own.
    columns = np.column_stack([given[:, 1:], np.ones(5)])
    penalties = np.diag([0.7, 0.7, 0.7, 3.0])
    weights = np.linalg.solve(columns.T @ columns + penalties, columns.T @ (y - given[:, 0]))
    assert np.abs(found.numpy() - given[:, 0] - columns @ weights).max() < 1e-6

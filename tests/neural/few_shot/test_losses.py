from __future__ import annotations

import math

import pytest
import torch

from jupyter_metaml.neural.few_shot.losses import mean_loss, of_the_task
from jupyter_metaml.neural.few_shot.tensors import Rows


def rows(y: list, weight: list[float], n_classes: int = 0) -> Rows:
    return Rows(torch.empty(len(y), 1), torch.tensor(y), torch.tensor(weight), torch.tensor(n_classes))


def test_squared_errors_are_averaged_by_weight():
    outputs = torch.tensor([[1.0], [2.0], [50.0]])

    assert float(mean_loss(outputs, rows([0.0, 0.0, 0.0], [1.0, 1.0, 0.0]), is_classification=False)) == 2.5


def test_cross_entropy_knows_only_the_classes_of_the_task():
    outputs = torch.tensor([[0.0, 0.0, 99.0], [0.0, 0.0, 99.0]])

    found = mean_loss(outputs, rows([0, 1], [1.0, 1.0], n_classes=2), is_classification=True)

    assert float(found) == pytest.approx(math.log(2))


def test_classes_beyond_the_task_have_no_probability_and_no_gradient():
    logits = torch.tensor([[1.0, 2.0, 3.0]], requires_grad=True)

    probabilities = of_the_task(logits, torch.tensor(2)).softmax(dim=1)
    probabilities[0, 0].backward()

    assert probabilities[0, 2] == 0
    assert logits.grad[0, 2] == 0
    assert torch.isfinite(logits.grad).all()


def test_an_episode_without_a_query_has_the_loss_zero():
    assert float(mean_loss(torch.ones(2, 1), rows([0.0, 0.0], [0.0, 0.0]), is_classification=False)) == 0.0

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import log_loss as reference

from jupyter_metaml.evaluation.losses import log_loss, squared_error

PROBABILITIES = np.array([[0.9, 0.1], [0.2, 0.8], [0.5, 0.5]])
Y = np.array([0, 1, 1])
WEIGHT = np.array([1.0, 2.0, 0.5])


@pytest.mark.parametrize("weight", [None, WEIGHT])
def test_log_loss_is_the_usual_one(weight):
    assert log_loss(Y, PROBABILITIES, weight) == pytest.approx(reference(Y, PROBABILITIES, sample_weight=weight))


def test_confident_mistake_costs_a_finite_amount():
    assert log_loss(np.array([1]), np.array([[1.0, 0.0]])) == pytest.approx(-np.log(1e-7))


def test_single_precision_gives_the_same_log_loss():
    assert log_loss(Y, PROBABILITIES.astype(np.float32)) == pytest.approx(log_loss(Y, PROBABILITIES))


def test_squared_error_respects_weights():
    assert squared_error(np.array([1.0, 2.0]), np.array([2.0, 4.0])) == 2.5
    assert squared_error(np.array([1.0, 2.0]), np.array([2.0, 4.0]), np.array([3.0, 1.0])) == 1.75

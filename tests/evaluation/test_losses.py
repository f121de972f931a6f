from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import log_loss as reference

from jupyter_metaml.evaluation.losses import log_loss, squared_error, target_scale

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


def test_squared_error_in_units_of_the_target_is_one_for_its_mean():
    y = np.array([1.0, 2.0, 3.0, 6.0])

    assert squared_error(y, np.full(4, 3.0), scale=target_scale(y)) == pytest.approx(1.0)


@pytest.mark.parametrize("size", [1e-300, 1e-9, 1.0, 1e300])
def test_error_does_not_depend_on_the_size_of_the_target(size):
    y = np.array([1.0, 2.0, 3.0, 6.0]) * size

    assert squared_error(y, np.full(4, 3.0 * size), scale=target_scale(y)) == pytest.approx(1.0)


def test_target_of_zeros_has_a_scale():
    assert target_scale(np.zeros(3)) == 1.0

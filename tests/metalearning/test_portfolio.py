from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.metalearning.portfolio import greedy_order

# strong on two tasks of three, nearly its twin, good where they are not, good nowhere
ERRORS = np.array([[0.1, 0.1, 1.0, 0.9], [0.1, 0.2, 1.0, 0.9], [0.9, 0.9, 0.0, 0.8]])
ALIKE = np.full(3, 1 / 3)


def test_second_pick_covers_what_the_first_misses():
    assert greedy_order(ERRORS, ALIKE, 4).tolist() == [0, 2, 1, 3]


def test_weights_decide_what_matters():
    assert greedy_order(ERRORS, np.array([0.1, 0.1, 0.8]), 1).tolist() == [2]


def test_price_divides_the_gain():
    assert greedy_order(ERRORS, ALIKE, 1, seconds=np.array([10.0, 10.0, 10.0, 1.0])).tolist() == [3]


def test_what_was_reached_before_is_no_gain():
    assert greedy_order(ERRORS, ALIKE, 1, reached=np.array([0.1, 0.1, 1.0])).tolist() == [2]


@pytest.mark.parametrize("n", [0, 2, 9])
def test_order_is_as_long_as_asked_for_or_as_there_is(n):
    assert len(greedy_order(ERRORS, ALIKE, n)) == min(n, 4)


def test_ties_go_to_the_lower_mean_then_to_the_left():
    assert greedy_order(np.full((2, 3), 0.4), np.full(2, 0.5), 3).tolist() == [0, 1, 2]


def test_no_tasks_leave_the_columns_in_place():
    assert greedy_order(np.zeros((0, 3)), np.zeros(0), 3).tolist() == [0, 1, 2]

from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.profiling.filled_cells import filled_for_one_class

RNG = np.random.default_rng(5)
N = 600


@pytest.mark.parametrize("n_classes", [2, 4])
@pytest.mark.parametrize("is_reversed", [False, True])
def test_cells_filled_for_one_class_or_missing_for_it_are_suspicious(n_classes, is_reversed):
    classes = RNG.integers(0, n_classes, N)
    of_one = (classes == 1) ^ is_reversed

    assert filled_for_one_class({3: of_one, 5: RNG.random(N) < 0.3}, classes) == {3: 1.0}


def test_some_cells_may_be_on_the_wrong_side():
    classes = np.repeat([0, 1], N // 2)
    is_missing = classes == 0
    is_missing[:3] = False

    assert filled_for_one_class({0: is_missing}, classes) == {0: pytest.approx(0.99)}


def test_cells_that_are_filled_for_some_of_a_class_are_not():
    classes = RNG.integers(0, 2, N)

    assert filled_for_one_class({0: (classes == 0) | (RNG.random(N) < 0.1)}, classes) == {}


def test_too_few_rows_of_a_class_say_nothing():
    classes = (np.arange(N) < 15).astype(np.int64)

    assert filled_for_one_class({0: classes == 1}, classes) == {}

from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.neural.pfn.class_codes import class_codes, digits_needed


@pytest.mark.parametrize(("n_classes", "digits"), [(2, 1), (10, 1), (11, 2), (100, 2), (101, 3), (1000, 3)])
def test_digits_needed(n_classes: int, digits: int):
    assert digits_needed(n_classes, 10) == digits


def test_few_classes_are_named_themselves(rng):
    np.testing.assert_array_equal(class_codes(rng, 4, 10), [[0, 1, 2, 3]])


@pytest.mark.parametrize("n_classes", [11, 26, 100, 300])
def test_any_two_classes_differ(rng, n_classes: int):
    codes = class_codes(rng, n_classes, 10)

    assert codes.max() < 10
    assert len(np.unique(codes.T, axis=0)) == n_classes
    assert len(codes) > digits_needed(n_classes, 10)

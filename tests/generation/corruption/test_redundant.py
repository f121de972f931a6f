from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.corruption.redundant import add_redundant
from jupyter_metaml.generation.draft import Draft


def test_new_columns_follow_from_the_old_ones():
    rng = np.random.default_rng(0)
    old = Draft(numbers=rng.normal(size=(500, 4)))

    changed = add_redundant(old, 6, rng)

    weights, *_ = np.linalg.lstsq(old.numbers, changed.numbers[:, 4:], rcond=None)
    left = changed.numbers[:, 4:] - old.numbers @ weights
    assert changed.numbers.shape == (500, 10)
    np.testing.assert_array_equal(changed.numbers[:, :4], old.numbers)
    assert left.var(axis=0).max() < 0.25


def test_a_single_column_can_be_repeated():
    rng = np.random.default_rng(0)

    changed = add_redundant(Draft(numbers=rng.normal(size=(200, 1))), 2, rng)

    assert np.abs(np.corrcoef(changed.numbers.T)).min() > 0.8


def test_none_is_none():
    same = Draft(numbers=np.zeros((5, 1)))

    assert add_redundant(same, 0, np.random.default_rng(0)) is same

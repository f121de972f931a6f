from __future__ import annotations

import numpy as np
from scipy import stats

from jupyter_metaml.generation.corruption.skew import skew
from jupyter_metaml.generation.draft import Draft


def numbers() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(2_000, 5))


def test_numbers_get_long_tails_and_keep_their_order():
    changed = skew(Draft(numbers=numbers()), 1.0, np.random.default_rng(1)).numbers

    ranks = [stats.spearmanr(old, new).statistic for old, new in zip(numbers().T, changed.T, strict=True)]
    np.testing.assert_allclose(np.abs(ranks), 1.0)
    assert stats.skew(changed).min() > 0.5
    assert changed.min() > 0


def test_extreme_numbers_stay_finite():
    changed = skew(Draft(numbers=numbers() * 1e6), 1.0, np.random.default_rng(1)).numbers

    assert np.isfinite(changed).all()
    assert changed.max() < 1e6


def test_categories_and_dates_are_left_alone():
    draft = Draft(numbers=numbers(), codes={0: np.zeros(2_000, dtype=np.int64)}, dates=frozenset({1}))

    changed = skew(draft, 1.0, np.random.default_rng(1)).numbers

    np.testing.assert_array_equal(changed[:, :2], numbers()[:, :2])
    assert (changed[:, 2:] != numbers()[:, 2:]).any(axis=0).all()


def test_share_of_none_changes_nothing():
    assert np.array_equal(skew(Draft(numbers=numbers()), 0.0, np.random.default_rng(1)).numbers, numbers())

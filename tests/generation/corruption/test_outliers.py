from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.corruption.outliers import add_outliers
from jupyter_metaml.generation.draft import Draft


def numbers() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(2_000, 20))


def test_few_numbers_lie_far_away():
    changed = add_outliers(Draft(numbers=numbers()), 1.0, np.random.default_rng(1)).numbers

    is_new = changed != numbers()
    assert is_new.mean(axis=0).min() > 0
    assert is_new.mean(axis=0).max() < 0.07
    assert np.abs(changed[is_new]).min() > 2.4
    assert np.abs(changed).max() < 110


def test_some_columns_have_one_far_value_and_some_have_many():
    changed = add_outliers(Draft(numbers=numbers()), 1.0, np.random.default_rng(1)).numbers

    n_values = [len(np.unique(new[new != old])) for old, new in zip(numbers().T, changed.T, strict=True)]
    assert 1 in n_values
    assert max(n_values) > 5


def test_categories_are_left_alone():
    draft = Draft(numbers=numbers(), codes={0: np.zeros(2_000, dtype=np.int64)})

    changed = add_outliers(draft, 1.0, np.random.default_rng(1)).numbers

    np.testing.assert_array_equal(changed[:, 0], numbers()[:, 0])

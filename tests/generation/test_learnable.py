from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.generation.learnable import is_learnable


@pytest.mark.parametrize("is_classification", [True, False])
def test_noise_is_not_learnable(is_classification):
    n_passed = 0
    for seed in range(30):
        rng = np.random.default_rng(seed)
        y = rng.integers(0, 3, 200) if is_classification else rng.normal(size=200)
        n_passed += is_learnable(rng.normal(size=(200, 5)), y, is_classification=is_classification)

    assert n_passed <= 2


@pytest.mark.parametrize("seed", range(3))
def test_a_clear_rule_is_learnable(seed):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(300, 10))
    y = X[:, 0] + 0.5 * rng.normal(size=300)

    assert is_learnable(X, y, is_classification=False)
    assert is_learnable(X, (y > 0).astype(int), is_classification=True)
    assert is_learnable(X, np.digitize(y, [-1, 1]), is_classification=True)


def test_many_rows_do_not_make_a_weak_signal_worth_it():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(20_000, 1))

    assert not is_learnable(X, 0.05 * X[:, 0] + rng.normal(size=20_000), is_classification=False)


def test_outliers_of_the_target_do_not_decide():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 3))
    y = X[:, 0] + 0.1 * rng.normal(size=300)
    y[::50] = 1e12

    assert is_learnable(X, y, is_classification=False)


def test_columns_without_variance_are_no_error():
    assert not is_learnable(np.zeros((50, 1)), np.arange(50) % 2, is_classification=True)

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_diabetes
from sklearn.metrics import r2_score

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.neural import PriorFittedRegressor


@pytest.fixture
def random(small_file: Path) -> PriorFittedRegressor:
    """A regressor that has learned nothing."""
    return PriorFittedRegressor(weights=small_file)


def test_it_predicts_the_course_of_diabetes():
    X, y = load_diabetes(return_X_y=True)

    assert PriorFittedRegressor().fit(X[:300], y[:300]).score(X[300:], y[300:]) > 0.4


def test_units_of_the_target_do_not_matter(random, rng):
    X, y = rng.normal(size=(60, 3)), rng.normal(size=60)

    plain = random.fit(X, y).predict(X)

    np.testing.assert_allclose(random.fit(X, 1e6 * y + 5e6).predict(X), 1e6 * plain + 5e6, rtol=1e-3)


def test_nine_in_ten_lie_in_the_interval():
    X, y = load_diabetes(return_X_y=True)

    low, middle, high = PriorFittedRegressor().fit(X[:300], y[:300]).predict_quantiles(X[300:]).T

    assert 0.8 < np.mean((low <= y[300:]) & (y[300:] <= high)) < 0.98
    assert (low < middle).all()
    assert (middle < high).all()


def test_medians_are_near_the_means():
    X, y = load_diabetes(return_X_y=True)
    regressor = PriorFittedRegressor().fit(X[:300], y[:300])

    assert r2_score(regressor.predict(X[300:]), regressor.predict_quantiles(X[300:], [0.5])[:, 0]) > 0.9


def test_a_constant_target_is_returned(random, rng):
    random.fit(rng.normal(size=(5, 2)), np.full(5, 4.5))

    np.testing.assert_array_equal(random.predict(np.zeros((3, 2))), 4.5)
    np.testing.assert_array_equal(random.predict_quantiles(np.zeros((2, 2))), 4.5)


def test_answers_stay_near_the_training_targets(random, rng):
    y = rng.normal(size=50)
    random.fit(rng.normal(size=(50, 2)), y)

    found = random.predict(1e9 * rng.normal(size=(20, 2)))

    assert found.min() >= y.min() - 3.0 * y.std()
    assert found.max() <= y.max() + 3.0 * y.std()


@pytest.mark.parametrize("shares", [[0.0], [1.0], [-0.5], [[0.5]], [1.5]])
def test_shares_that_are_none_are_refused(random, rng, shares: object):
    random.fit(rng.normal(size=(20, 2)), rng.normal(size=20))

    with pytest.raises(UsageError, match="Give a sequence of numbers between 0 and 1"):
        random.predict_quantiles(np.zeros((1, 2)), shares)

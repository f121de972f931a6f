from __future__ import annotations

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier, DummyRegressor

from jupyter_metaml.pipelines.losses import loss_of

X = np.zeros((4, 1))


def test_log_loss_of_frequencies():
    model = DummyClassifier(strategy="prior").fit(X, [0, 0, 0, 2])

    assert loss_of(model, X[:2], np.array([0, 2])) == pytest.approx(-(np.log(0.75) + np.log(0.25)) / 2)


def test_certain_and_wrong_is_bounded():
    model = DummyClassifier(strategy="constant", constant=0).fit(X, [0, 0, 1, 1])

    assert loss_of(model, X[:1], np.array([1])) == pytest.approx(-np.log(1e-7))


def test_squared_error_of_the_mean():
    model = DummyRegressor().fit(X, [0.0, 0.0, 2.0, 2.0])

    assert loss_of(model, X[:2], np.array([0.0, 3.0])) == pytest.approx(2.5)

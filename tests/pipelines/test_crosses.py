from __future__ import annotations

import numpy as np
from sklearn.tree import DecisionTreeClassifier

from jupyter_metaml.pipelines.crosses import crossed_columns, suits_crosses


def test_products_and_differences_of_the_strongest_numbers_are_added(context):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 3))
    y = (X[:, 0] * X[:, 1] > 0).astype(np.int64)

    found = crossed_columns(context("nnn"), DecisionTreeClassifier(random_state=0)).fit_transform(X, y)

    unit = (X - X.mean(axis=0)) / X.std(axis=0)
    np.testing.assert_array_equal(found[:, :3], X)
    for expected in (unit[:, 0] * unit[:, 1], unit[:, 0] - unit[:, 2]):
        assert np.isclose(found, expected[:, None]).all(axis=0).any()


def test_pairs_of_levels_tell_what_single_levels_cannot(context):
    rng = np.random.default_rng(0)
    X = rng.integers(0, 4, size=(400, 2)).astype(float)
    y = ((X[:, 0] + X[:, 1]) % 2).astype(np.int64)

    found = crossed_columns(context("cc", c0=4, c1=4), DecisionTreeClassifier()).fit_transform(X, y)

    assert found.shape == (400, 2 + 2 + 1)
    assert np.mean((found[:, -1] > 0.5) == y) == 1.0


def test_missing_cells_are_no_obstacle(context):
    X = np.array([[np.nan, 1.0, 0.0], [2.0, np.nan, 1.0], [0.5, 3.0, np.nan], [1.0, 1.0, 2.0]] * 10)

    found = crossed_columns(context("nnc"), DecisionTreeClassifier()).fit_transform(X, np.arange(40) % 2)

    np.testing.assert_array_equal(found[:, :3], X)
    assert np.isfinite(found[:, 3:]).all()


def test_crosses_suit_few_columns_of_a_kind(shape):
    assert suits_crosses(shape(n_numbers=2))
    assert suits_crosses(shape(n_numbers=0, n_categories=1))
    assert not suits_crosses(shape(n_numbers=1))
    assert not suits_crosses(shape(n_features=100))
    assert not suits_crosses(shape(kind="multiclass", n_classes=30))

from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.pipelines import FitContext, family

NEIGHBOURS = family("nearest_neighbours")


def fitted(context, X, y, n_neighbors=3):
    return NEIGHBOURS.fit(NEIGHBOURS.build({"n_neighbors": n_neighbors}, context), X, y, FitContext())


def test_leaving_a_row_out_is_as_fitting_without_it(context):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(30, 1)), rng.normal(size=30)
    outcome = fitted(context("n", "regression"), X, y)
    scaled = outcome.pipeline[:-1].transform(X)

    predictions = NEIGHBOURS.out_of_fold_predictions(outcome, X, y)

    others = np.arange(1, 30)
    alone = type(outcome.pipeline[-1])(n_neighbors=3, weights="distance").fit(scaled[others], y[others])
    assert predictions[0] == pytest.approx(alone.predict(scaled[:1])[0], rel=1e-6)


def test_own_class_does_not_count_when_left_out(context):
    X, y = np.arange(6.0)[:, None], np.array([0, 0, 0, 1, 1, 1])
    outcome = fitted(context("n"), X, y, n_neighbors=1)

    predictions = NEIGHBOURS.out_of_fold_predictions(outcome, X, y[::-1].copy())

    assert predictions.shape == (6, 2)
    np.testing.assert_allclose(predictions.sum(axis=1), 1.0)


def test_few_rows_have_few_neighbours(context):
    outcome = fitted(context("n"), np.arange(5.0)[:, None], np.array([0, 1, 0, 1, 0]), n_neighbors=15)

    assert outcome.found == {"n_neighbors": 4}
    assert np.isfinite(outcome.pipeline.predict_proba(np.zeros((1, 1)))).all()


def test_many_rows_and_many_columns_are_refused(shape):
    assert "rows" in NEIGHBOURS.suits(shape(n_rows=100_000))
    assert "columns" in NEIGHBOURS.suits(shape(n_features=100))


def test_choice_of_neighbours_follows_the_rows(shape):
    assert NEIGHBOURS.space(shape(n_rows=50))["n_neighbors"].choices == (3, 7, 15)
    assert 61 in NEIGHBOURS.space(shape())["n_neighbors"].choices

from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.pipelines import FitContext, FitOutcome, family
from jupyter_metaml.pipelines.forests import leaf_limit, out_of_bag_predictions, suits, tree_count


@pytest.fixture
def noise():
    rng = np.random.default_rng(0)
    return rng.normal(size=(300, 3)), rng.integers(0, 2, 300)


def fitted(context, X, y, n_trees=50, **changes):
    forest = family("random_forest")
    pipeline = forest.build({"n_estimators": n_trees, "min_samples_leaf": 1}, context("nnn", n_rows=len(y), **changes))
    return forest.fit(pipeline, X, y, FitContext())


def test_out_of_bag_predictions_know_nothing_of_noise(context, noise):
    X, y = noise
    outcome = fitted(context, X, y)

    accuracy = np.mean(out_of_bag_predictions(outcome, X, y).argmax(axis=1) == y)

    assert np.mean(outcome.pipeline.predict(X) == y) > 0.95
    assert accuracy < 0.6


def test_target_statistics_do_not_leak_into_out_of_bag_predictions(context):
    rng = np.random.default_rng(0)
    X, y = rng.integers(0, 150, size=(300, 1)).astype(float), rng.integers(0, 2, 300)
    forest = family("random_forest")
    pipeline = forest.build({"n_estimators": 30}, context("c", c0=150, n_rows=300))

    predictions = forest.out_of_fold_predictions(forest.fit(pipeline, X, y, FitContext()), X, y)

    assert np.mean(predictions.argmax(axis=1) == y) < 0.6


def test_rows_that_all_trees_have_seen_get_the_frequencies(context):
    X, y = np.arange(4.0)[:, None] * np.ones(3), np.array([0, 0, 0, 1])
    outcome = fitted(context, X, y, n_trees=1)
    seen = np.unique(outcome.pipeline["model"].estimators_samples_[0])

    predictions = out_of_bag_predictions(outcome, X, y)

    np.testing.assert_allclose(predictions[seen], [[0.75, 0.25]] * len(seen))


def test_forest_does_not_depend_on_its_portions(context, noise):
    X, y = noise
    outcome = fitted(context, X, y)
    whole = family("random_forest").build({"n_estimators": 50, "min_samples_leaf": 1}, context("nnn", n_rows=len(y)))

    np.testing.assert_array_equal(outcome.pipeline.predict_proba(X), whole.fit(X, y).predict_proba(X))


def test_cut_forest_says_how_many_trees_it_has(context, noise):
    forest = family("random_forest")
    pipeline = forest.build({"n_estimators": 50}, context("nnn"))

    outcome = forest.fit(pipeline, *noise, FitContext(deadline=0.0))

    assert isinstance(outcome, FitOutcome)
    assert outcome.cut
    assert outcome.found["n_estimators"] == len(outcome.pipeline["model"].estimators_) == 4


def test_leaves_are_bounded_where_memory_asks_for_it(context):
    assert leaf_limit(context(n_rows=1_000), 200, 1) is None
    assert leaf_limit(context(n_rows=1_000_000), 200, 1) < 10_000
    assert leaf_limit(context(n_rows=1_000_000), 200, 1_000) is None


def test_large_tables_get_fewer_trees_and_then_none(shape):
    assert tree_count(shape(n_rows=1_000)) == 200
    assert tree_count(shape(n_rows=40_000)) == 100
    assert suits(shape(n_rows=1_000)) is None
    assert "at most 50,000" in suits(shape(n_rows=60_000))

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest
from _pytest.mark import ParameterSet
from sklearn.base import clone
from sklearn.utils.estimator_checks import estimator_checks_generator

from jupyter_metaml import AutoMLClassifier, AutoMLRegressor
from jupyter_metaml.search import honest_score

QUICK = {
    "time_budget_s": 60.0,
    "max_trials": 1,
    "families": ("linear",),
    "n_folds": 2,
    "n_jobs": 1,
    "executor": "inline",
    "random_state": 0,
}


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch):
    """Keep the honest score short: it is most of what so small a search costs, and tested elsewhere."""
    monkeypatch.setattr(honest_score, "N_RESAMPLES", 5)


# Checks of scikit-learn that our contract answers otherwise, each with the reason.
EXPECTED_FAILURES = {
    "check_sample_weight_equivalence_on_dense_data": "leaving rows out changes the folds that models are chosen on",
    "check_sample_weight_equivalence_on_sparse_data": "leaving rows out changes the folds that models are chosen on",
}


def conventions() -> list[ParameterSet]:
    """List what `parametrize_with_checks` would; scikit-learn 1.6 hands pytest a generator, which pytest 9 refuses."""
    return [
        pytest.param(*getattr(entry, "values", entry), marks=getattr(entry, "marks", ()))
        for estimator in (AutoMLClassifier(**QUICK), AutoMLRegressor(**QUICK))
        for entry in estimator_checks_generator(
            estimator, legacy=True, expected_failed_checks=EXPECTED_FAILURES, mark="xfail"
        )
    ]


def short_name(value) -> str:
    function = getattr(value, "func", None)
    return type(value).__name__ if function is None else function.__name__


@pytest.mark.filterwarnings("ignore:Classes of too few rows")
@pytest.mark.parametrize(("estimator", "check"), conventions(), ids=short_name)
def test_scikit_learn_conventions_hold(estimator, check):
    check(estimator)


@pytest.fixture(scope="module")
def iris():
    rng = np.random.default_rng(0)
    y = np.tile(["setosa", "versicolor", "virginica"], 30)
    return np.column_stack([np.repeat(np.arange(30), 3) % 7, pd.factorize(y)[0] + rng.normal(0, 0.2, 90)]), y


@pytest.fixture(scope="module")
def fitted(iris):
    return AutoMLClassifier(**QUICK, refit=True).fit(*iris)


def test_fit_leaves_everything_that_was_found(fitted):
    assert fitted.leaderboard_["rank"].notna().sum() == 2
    assert fitted.history_.run_id == fitted.report_.run_id
    assert fitted.honest_score_.beats_baseline
    assert len(fitted.profile_.columns) == fitted.n_features_in_ == 2
    assert fitted.random_state_ == 0


def test_original_labels_come_back(fitted, iris):
    X, y = iris

    assert fitted.classes_.tolist() == ["setosa", "versicolor", "virginica"]
    assert np.mean(fitted.predict(X) == y) > 0.9
    np.testing.assert_allclose(fitted.predict_proba(X).sum(axis=1), 1.0)


def test_refitted_pipeline_predicts_original_labels(fitted, iris):
    X, y = iris

    assert np.mean(fitted.refit_.predict(fitted.check(X).frame) == y) > 0.9


def test_no_refit_leaves_no_refitted_pipeline(iris):
    assert not hasattr(AutoMLClassifier(**QUICK).fit(*iris), "refit_")


def test_pickled_estimator_predicts_the_same(fitted, iris):
    again = pickle.loads(pickle.dumps(fitted))

    np.testing.assert_array_equal(again.predict_proba(iris[0]), fitted.predict_proba(iris[0]))


def test_pickled_estimator_holds_no_training_table(iris):
    X = np.column_stack([iris[0], np.random.default_rng(0).normal(size=(90, 200))])
    small = AutoMLClassifier(**QUICK).fit(iris[0], iris[1])
    wide = AutoMLClassifier(**QUICK).fit(X, iris[1])

    assert len(pickle.dumps(wide)) - len(pickle.dumps(small)) < 2 * X.nbytes
    assert X[:, 50].tobytes() not in pickle.dumps(wide)


def test_same_seed_gives_the_same_predictions(fitted, iris):
    again = clone(fitted).fit(*iris)

    np.testing.assert_array_equal(again.predict_proba(iris[0]), fitted.predict_proba(iris[0]))


def test_no_seed_draws_one_and_keeps_it(iris):
    estimator = AutoMLClassifier(**{**QUICK, "random_state": None}).fit(*iris)
    again = AutoMLClassifier(**{**QUICK, "random_state": estimator.random_state_}).fit(*iris)

    assert estimator.random_state is None
    np.testing.assert_array_equal(estimator.predict_proba(iris[0]), again.predict_proba(iris[0]))


def test_frame_keeps_its_names_and_may_be_reordered(iris):
    frame = pd.DataFrame(iris[0], columns=["step", "level"])
    estimator = AutoMLClassifier(**QUICK).fit(frame, iris[1])

    assert estimator.feature_names_in_.tolist() == ["step", "level"]
    np.testing.assert_array_equal(estimator.predict(frame[["level", "step"]]), estimator.predict(frame))


def test_weights_groups_and_time_are_taken(iris):
    X, y = iris
    groups = np.repeat(np.arange(30), 3)

    assert AutoMLClassifier(**QUICK).fit(X, y, groups=groups).report_.question.splits
    assert AutoMLRegressor(**QUICK).fit(X, X[:, 1], time=np.arange(90)).report_.question.splits
    assert AutoMLRegressor(**QUICK).fit(X, X[:, 1], sample_weight=np.arange(1.0, 91.0)).history_.trials


def test_class_of_one_row_is_left_out_with_a_warning(iris):
    X, y = iris[0], iris[1].copy()
    y[0] = "orchid"

    with pytest.warns(UserWarning, match="left out: 'orchid'"):
        estimator = AutoMLClassifier(**QUICK).fit(X, y)

    assert "orchid" not in estimator.classes_


def test_no_rows_give_no_predictions(fitted):
    assert fitted.predict(np.empty((0, 2))).shape == (0,)
    assert fitted.predict_proba(np.empty((0, 2))).shape == (0, 3)


def test_metric_is_used_and_shown_in_its_own_sign(iris):
    estimator = AutoMLRegressor(**QUICK, metric="neg_mean_absolute_error").fit(iris[0], iris[0][:, 1])

    assert estimator.report_.question.metric == "mae"
    assert (estimator.leaderboard_["score"] > 0).all()

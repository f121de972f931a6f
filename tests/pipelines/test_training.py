from __future__ import annotations

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from jupyter_metaml.pipelines import FitContext
from jupyter_metaml.pipelines.training import (
    Prepared,
    finish,
    fit_whole,
    fresh,
    prepare,
    trainee,
    weights,
    with_scaled_target,
)

X = np.arange(8.0)[:, None]
Y = np.array([0, 0, 0, 0, 2, 2, 2, 2])


def test_fresh_copy_has_the_seed_and_the_threads_of_the_fit():
    pipeline = Pipeline([("model", RandomForestClassifier(n_jobs=1, random_state=0))])

    copy = fresh(pipeline, FitContext(n_jobs=3, random_state=7))

    assert (copy["model"].n_jobs, copy["model"].random_state) == (3, 7)
    assert pipeline["model"].random_state == 0


def test_what_build_left_open_stays_open():
    copy = fresh(Pipeline([("model", LogisticRegression())]), FitContext(random_state=7))

    assert copy["model"].random_state is None


def test_validation_rows_go_through_the_steps():
    pipeline = Pipeline([("unit", StandardScaler()), ("model", DummyClassifier())])

    ready = prepare(pipeline, X, Y, FitContext(X_val=np.array([[3.5]]), y_val=np.array([2])))

    assert ready.X.mean() == pytest.approx(0.0)
    assert ready.X_val.tolist() == [[0.0]]


def test_validation_rows_of_unknown_classes_are_left_out():
    ready = prepare(Pipeline([("model", DummyClassifier())]), X, Y, FitContext(X_val=X[:3], y_val=np.array([0, 1, 2])))

    assert ready.y_val.tolist() == [0, 2]


def test_no_known_class_means_no_validation():
    ready = prepare(Pipeline([("model", DummyClassifier())]), X, Y, FitContext(X_val=X[:1], y_val=np.array([1])))

    assert ready.X_val is None


def test_weights_reach_models_that_take_them():
    context = FitContext(sample_weight=np.ones(8))

    assert set(weights(RandomForestClassifier(), context)) == {"sample_weight"}
    assert set(weights(with_scaled_target(LinearRegression()), context)) == {"sample_weight"}
    assert weights(KNeighborsClassifier(), context) == {}
    assert weights(RandomForestClassifier(), FitContext()) == {}


def test_whole_fit_leaves_the_given_pipeline_alone():
    pipeline = Pipeline([("model", DummyClassifier())])

    outcome = fit_whole(pipeline, X, Y, FitContext())

    assert outcome.pipeline.classes_.tolist() == [0, 2]
    assert not hasattr(pipeline["model"], "classes_")


def test_trained_regressor_predicts_on_the_scale_of_the_target():
    y = 1e9 + 1e-3 * X.ravel()
    model = with_scaled_target(LinearRegression())
    ready = Prepared(X=X, y=y, X_val=X[:2], y_val=y[:2])

    inner, scaled = trainee(model, ready)
    inner.fit(scaled.X, scaled.y)
    finish(model, inner, ready)

    assert scaled.y.std() == pytest.approx(1.0)
    np.testing.assert_allclose(model.predict(X), y)
    assert isinstance(model.regressor, LinearRegression)


@pytest.mark.parametrize("unit", [1e300, 1e-300])
def test_targets_far_from_one_are_predicted(unit):
    y = unit * X.ravel()
    model = with_scaled_target(LinearRegression()).fit(X, y)

    np.testing.assert_allclose(model.predict(X) / unit, X.ravel(), atol=1e-9)


def test_classifier_is_trained_as_it_is():
    model, ready = DummyClassifier(), Prepared(X=X, y=Y, X_val=None, y_val=None)

    assert trainee(model, ready) == (model, ready)

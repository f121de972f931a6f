from __future__ import annotations

import numpy as np

from jupyter_metaml.pipelines import FitContext, family

HIST = family("hist_gradient_boosting")


def test_portions_end_with_the_best_one(context):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(400, 3)), rng.integers(0, 2, 400)
    pipeline = HIST.build({"n_estimators": 300}, context("nnn"))

    outcome = HIST.fit(pipeline, X[:300], y[:300], FitContext(X_val=X[300:], y_val=y[300:]))

    model = outcome.pipeline["model"]
    assert outcome.found["n_estimators"] == model.n_iter_ < 100
    assert not model.warm_start


def test_portions_without_validation_are_as_one_fit(context):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 3))
    y = (X[:, 0] > 0).astype(np.int64)
    pipeline = HIST.build({"n_estimators": 40}, context("nnn"))

    outcome = HIST.fit(pipeline, X, y, FitContext())

    np.testing.assert_allclose(outcome.pipeline.predict_proba(X), pipeline.fit(X, y).predict_proba(X))


def test_more_levels_than_bins_are_no_obstacle(context):
    X = np.arange(400.0)[:, None] % 390
    pipeline = HIST.build({"n_estimators": 5}, context("c", c0=390))

    outcome = HIST.fit(pipeline, X, np.arange(400) % 2, FitContext())

    assert np.isfinite(outcome.pipeline.predict_proba(X)).all()


def test_many_classes_are_refused(shape):
    assert "classes" in HIST.suits(shape(kind="multiclass", n_classes=100))

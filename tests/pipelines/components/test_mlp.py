from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.pipelines import FitContext, family

MLP = family("mlp")


@pytest.fixture
def circle():
    X = np.random.default_rng(0).normal(size=(400, 2))
    return X, (np.hypot(*X.T) > 1.2).astype(np.int64)


def test_training_goes_back_to_the_best_epoch(context):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(120, 5)), rng.integers(0, 2, 120)
    pipeline = MLP.build({"width": 32, "epochs": 60, "learning_rate_init": 0.01}, context("nnnnn"))

    outcome = MLP.fit(pipeline, X[:80], y[:80], FitContext(X_val=X[80:], y_val=y[80:]))
    short = MLP.build({"width": 32, "epochs": outcome.found["epochs"], "learning_rate_init": 0.01}, context("nnnnn"))
    again = MLP.fit(short, X[:80], y[:80], FitContext())

    assert outcome.found["epochs"] < 45
    np.testing.assert_allclose(outcome.pipeline.predict_proba(X), again.pipeline.predict_proba(X))


def test_smooth_shapes_are_learned(context, circle):
    X, y = circle
    pipeline = MLP.build({"width": 64, "epochs": 40, "learning_rate_init": 3e-3}, context("nn", n_rows=300))

    outcome = MLP.fit(pipeline, X[:300], y[:300], FitContext(X_val=X[300:], y_val=y[300:]))

    assert np.mean(outcome.pipeline.predict(X[300:]) == y[300:]) > 0.85


def test_batches_follow_the_rows(context):
    sizes = [MLP.build({}, context(n_rows=n_rows))["model"].batch_size for n_rows in (50, 1_000, 100_000)]

    assert sizes == [64, 64, 256]


def test_fewer_rows_than_a_batch_can_be_fitted(context):
    X, y = np.arange(8.0)[:, None], np.arange(8) % 2

    outcome = MLP.fit(MLP.build({"epochs": 2}, context("n", n_rows=5_000)), X, y, FitContext())

    assert np.isfinite(outcome.pipeline.predict_proba(X)).all()


def test_large_tables_are_refused(shape):
    assert "rows" in MLP.suits(shape(n_rows=100_000))
    assert "columns" in MLP.suits(shape(n_features=5_000))

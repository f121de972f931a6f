from __future__ import annotations

import numpy as np
import pytest
from sklearn.pipeline import Pipeline

from jupyter_metaml.pipelines import FitContext
from jupyter_metaml.pipelines.linear_models import classifier, fit, regressor


@pytest.fixture
def rows():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 10))
    return X, X[:, 0] + 0.1 * rng.normal(size=200)


@pytest.mark.parametrize("l1_ratio", [0.5, 1.0])
def test_elastic_net_drops_what_does_not_matter(context, rows, l1_ratio):
    X, y = rows

    model = classifier(context(), C=0.05, l1_ratio=l1_ratio).fit(X, y > 0)

    assert np.count_nonzero(model.coef_) < 5
    assert model.coef_[0, 0] > 0


def test_strength_means_the_same_in_ridge_and_elastic_net(context, rows):
    X, y = rows

    ridge = regressor(context(kind="regression", n_rows=200), alpha=100.0).fit(X, y)
    nearly_ridge = regressor(context(kind="regression", n_rows=200), alpha=100.0, l1_ratio=1e-6).fit(X, y)

    np.testing.assert_allclose(nearly_ridge.regressor_.coef_, ridge.regressor_.coef_, atol=1e-3)


def test_converged_model_is_never_cut(context, rows):
    X, y = rows

    outcome = fit(Pipeline([("model", classifier(context(), C=1.0))]), X, (y > 0).astype(int), FitContext(deadline=0.0))

    assert not outcome.cut


def test_slow_model_is_cut_at_the_deadline_and_usable(context):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 50)) * np.logspace(-4, 4, 50)
    y = rng.integers(0, 2, 200)

    outcome = fit(Pipeline([("model", classifier(context(), C=100.0))]), X, y, FitContext(deadline=0.0))

    assert outcome.cut
    assert np.isfinite(outcome.pipeline.predict_proba(X)).all()


def test_settings_of_the_fitted_model_are_those_of_the_unfitted_one(context, rows):
    X, y = rows
    model = classifier(context(), C=1.0)

    outcome = fit(Pipeline([("model", model)]), X, (y > 0).astype(int), FitContext())

    assert outcome.pipeline["model"].get_params() == model.get_params()

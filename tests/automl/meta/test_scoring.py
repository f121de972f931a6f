from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import log_loss, root_mean_squared_error

from jupyter_metaml.automl.labels import ScoringError
from jupyter_metaml.automl.meta.scoring import score_on


@pytest.fixture
def fitted(classifier, rings):
    return classifier(metric="neg_log_loss", max_trials=1).fit(*rings(0))


def test_the_metric_of_the_search_scores_in_its_own_sign(fitted, rings):
    X, y = rings(1)

    assert score_on(fitted, X, y) == pytest.approx(log_loss(y, fitted.predict_proba(X)))


def test_numbers_are_scored_by_their_error(regressor, lines):
    model = regressor().fit(*lines(0))
    X, y = lines(1)

    assert score_on(model, X, y) == pytest.approx(root_mean_squared_error(y, model.predict(X)))


def test_rows_without_a_target_are_left_out(fitted, rings):
    X, y = rings(1)
    some = y.astype(object)
    some[:10] = None

    assert score_on(fitted, X, some) == pytest.approx(score_on(fitted, X[10:], y[10:]))


def test_what_cannot_be_compared_is_refused(fitted, rings):
    X, y = rings(1)

    with pytest.raises(ScoringError, match="79 values and the test frame 80 rows"):
        score_on(fitted, X, y[1:])
    with pytest.raises(ScoringError, match="'beyond'"):
        score_on(fitted, X, np.where(y == "in", "in", "beyond"))

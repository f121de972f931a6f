from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import is_classifier, is_regressor
from sklearn.metrics import get_scorer

from jupyter_metaml.tasks.stand_in import PredictedClasses, PredictedNumbers

PROBABILITIES = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]])
ROWS = np.arange(3).reshape(-1, 1)


def test_stored_probabilities_are_given_back_by_row():
    model = PredictedClasses(PROBABILITIES, np.array(["no", "yes"], dtype=object))

    assert model.predict(ROWS).tolist() == ["no", "yes", "no"]
    assert model.predict_proba(ROWS[1:2]).tolist() == [[0.2, 0.8]]
    assert model.decision_function(ROWS).tolist() == [0.1, 0.8, 0.4]
    assert is_classifier(model)


def test_more_than_two_classes_decide_by_all_columns():
    model = PredictedClasses(np.eye(3), np.arange(3))

    assert model.decision_function(ROWS).shape == (3, 3)


def test_stored_numbers_are_given_back_by_row():
    model = PredictedNumbers(np.array([1.5, 2.5]))

    assert model.predict(np.array([[1]])).tolist() == [2.5]
    assert is_regressor(model)


@pytest.mark.parametrize("name", ["roc_auc", "accuracy", "average_precision", "f1", "neg_brier_score"])
def test_scorers_take_it_for_a_fitted_model(name: str):
    model = PredictedClasses(PROBABILITIES, np.arange(2))

    assert 0 <= abs(get_scorer(name)(model, ROWS, np.array([0, 1, 0]))) <= 1

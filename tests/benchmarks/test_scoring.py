from __future__ import annotations

import numpy as np
import pytest
from dev_benchmark.scoring import score_constant, score_numbers, score_probabilities
from sklearn.metrics import log_loss

LABELS = np.array(["no", "yes", "no", "yes"], dtype=object)
CHANCES = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.7, 0.3]])


def test_two_classes_are_scored_by_the_area_under_the_curve():
    assert score_probabilities(LABELS, CHANCES, ["no", "yes"]) == pytest.approx(0.75)


def test_columns_follow_the_labels_given():
    assert score_probabilities(LABELS, CHANCES[:, ::-1], ["yes", "no"]) == pytest.approx(0.75)


def test_more_classes_are_scored_by_log_loss():
    y = np.array(["a", "b", "c"], dtype=object)
    chances = np.array([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.3, 0.3, 0.4]])

    assert score_probabilities(y, chances, ["a", "b", "c"]) == pytest.approx(log_loss(y, chances))


def test_a_class_the_system_never_saw_costs_much_but_not_infinitely():
    y = np.array(["a", "b", "new"], dtype=object)

    assert 10 < score_probabilities(y, np.full((3, 2), 0.5), ["a", "b"]) < 20


def test_numbers_are_scored_by_the_root_mean_squared_error():
    assert score_numbers(np.array([1.0, 2.0]), np.array([1.0, 4.0])) == pytest.approx(np.sqrt(2))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_predictions_that_are_no_numbers_are_refused(bad: float):
    with pytest.raises(ValueError, match="NaN or infinite"):
        score_numbers(np.array([1.0]), np.array([bad]))
    with pytest.raises(ValueError, match="NaN or infinite"):
        score_probabilities(LABELS[:1], np.array([[bad, 0.5]]), ["no", "yes"])


def test_constant_predicts_the_mean():
    assert score_constant(np.array([1.0, 3.0]), np.array([2.0, 6.0]), kind="regression") == pytest.approx(np.sqrt(8))


def test_constant_predicts_the_shares_of_the_classes():
    y_train = np.array(["a", "a", "b", "c"], dtype=object)

    assert score_constant(y_train, np.array(["a", "b"], dtype=object), kind="multiclass") == pytest.approx(
        -np.log([0.5, 0.25]).mean()
    )
    assert score_constant(y_train[1:3], np.array(["a", "b"], dtype=object), kind="binary") == 0.5

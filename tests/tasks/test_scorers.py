from __future__ import annotations

import functools

import cloudpickle
import numpy as np
import pytest
from sklearn.metrics import (
    accuracy_score,
    brier_score_loss,
    f1_score,
    fbeta_score,
    hamming_loss,
    log_loss,
    make_scorer,
    mean_absolute_error,
    mean_poisson_deviance,
    roc_auc_score,
)

from jupyter_metaml.exceptions import MetricError
from jupyter_metaml.tasks import resolve_metric
from jupyter_metaml.tasks.scorers import clipped_msle, clipped_rmsle, scaled_rmse

Y = np.array([0, 1, 0, 1])
P = np.array([0.1, 0.9, 0.6, 0.8])
BINARY = np.column_stack([1 - P, P])
LABELS = np.array(["no", "yes"], dtype=object)


def score_of(metric: object) -> float:
    return resolve_metric(metric, "binary", LABELS).score(Y, BINARY)


@pytest.mark.parametrize(("kind", "name"), [("binary", "roc_auc"), ("multiclass", "log_loss"), ("regression", "rmse")])
def test_each_kind_has_its_default(kind: str, name: str):
    assert resolve_metric(None, kind).name == name


def test_function_sees_original_labels():
    seen = {}

    def share_right(y_true: np.ndarray, y_pred: np.ndarray) -> float:
        seen.update(y_true=y_true.tolist(), y_pred=y_pred.tolist())
        return float(np.mean(y_true == y_pred))

    assert score_of(share_right) == 0.75
    assert seen == {"y_true": ["no", "yes", "no", "yes"], "y_pred": ["no", "yes", "yes", "yes"]}


@pytest.mark.parametrize("labels", [np.array([False, True]), np.array([7, 9]), np.array([0.5, 1.5])])
def test_labels_keep_their_type(labels: np.ndarray):
    metric = resolve_metric(
        lambda t, p: float(set(t) | set(p) <= set(labels)) * (t.dtype == labels.dtype), "binary", labels
    )

    assert metric.score(Y, BINARY) == 1.0


@pytest.mark.parametrize(
    ("function", "expected", "greater"),
    [
        (accuracy_score, 0.75, True),
        (hamming_loss, -0.25, False),
        (log_loss, -log_loss(Y, P), False),
        (roc_auc_score, 1.0, True),
        (functools.partial(fbeta_score, beta=2, pos_label="yes"), fbeta_score(Y, P > 0.5, beta=2), True),
        (functools.partial(brier_score_loss, pos_label="yes"), -brier_score_loss(Y, P), False),
    ],
)
def test_functions_of_scikit_learn_get_what_they_need(function: object, expected: float, greater: bool):
    metric = resolve_metric(function, "binary", LABELS)

    assert metric.score(Y, BINARY) == pytest.approx(expected)
    assert metric.greater_is_better is greater


def test_scorer_made_by_scikit_learn_keeps_its_sign():
    scorer = make_scorer(f1_score, pos_label="yes")
    loss = make_scorer(hamming_loss, greater_is_better=False)

    assert resolve_metric(scorer, "binary", LABELS).name == "f1_score"
    assert score_of(scorer) == pytest.approx(f1_score(Y, P > 0.5))
    assert score_of(loss) == -0.25
    assert resolve_metric(loss, "binary", LABELS).shown(-0.25) == 0.25


def test_any_function_of_three_arguments_is_a_scorer():
    assert score_of(lambda estimator, X, y: float((estimator.predict(X) == y).mean())) == 0.75


def test_regression_function_sees_numbers():
    metric = resolve_metric(mean_absolute_error, "regression")

    assert metric.score(np.array([1.0, 2.0]), np.array([1.5, 2.5])) == -0.5
    assert metric.shown(-0.5) == 0.5
    assert metric.display_name == "mean absolute error"


def test_functions_that_take_weights_get_them():
    weights = np.array([1.0, 1.0, 0.0, 1.0])

    assert resolve_metric(accuracy_score, "binary", LABELS).score(Y, BINARY, sample_weight=weights) == 1.0
    assert resolve_metric(lambda t, p: 0.5, "binary", LABELS).score(Y, BINARY, sample_weight=weights) == 0.5


def fails(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    raise KeyError("price")


def rambles(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    raise ValueError("first line.\nsecond line.\n" + "x" * 1_000)


def changes_truth(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    y_true[0] = y_true[1]
    return 1.0


def changes_prediction(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    y_pred[0] = y_pred[1]
    return 1.0


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (fails, "'fails' failed: KeyError: 'price'"),
        (rambles, r"^Metric 'rambles' failed: ValueError: first line\. second line\. x+\.$"),
        (lambda t, p: np.nan, "returned nan; a finite number is needed"),
        (lambda t, p: -np.inf, "returned -inf"),
        (lambda t, p: t == p, r"returned a ndarray of shape \(4,\); one number"),
        (lambda t, p: None, "returned a NoneType; one number"),
        (lambda t, p: "0.5", "returned a str; one number"),
        (lambda t, p: {"score": 1}, "returned a dict; one number"),
        (changes_truth, r"changes its inputs \(y_true\)"),
        (changes_prediction, r"changes its inputs \(y_pred\)"),
    ],
)
def test_function_that_misbehaves_is_named_with_what_it_did(function: object, words: str):
    with pytest.raises(MetricError, match=words):
        score_of(function)


@pytest.mark.parametrize("value", [np.float32(0.5), np.array(0.5), True, 1])
def test_numbers_of_all_kinds_are_taken(value: object):
    assert score_of(lambda t, p: value) == float(value)


def test_a_misbehaving_function_leaves_the_callers_arrays_alone():
    y, prediction = Y.copy(), BINARY.copy()

    with pytest.raises(MetricError):
        resolve_metric(changes_truth, "binary", LABELS).score(y, prediction)

    assert y.tolist() == Y.tolist()
    assert prediction.tolist() == BINARY.tolist()


@pytest.mark.parametrize("function", [lambda t, p: float(np.mean(t != p)), mean_poisson_deviance])
def test_loss_without_a_name_that_says_so_is_found_out(function: object):
    kind, labels = ("regression", None) if function is mean_poisson_deviance else ("binary", LABELS)
    y = np.arange(1.0, 21.0) if labels is None else np.arange(20) % 2

    with pytest.raises(MetricError, match=r"prefers wrong predictions.*_loss or _error.*greater_is_better=False"):
        resolve_metric(function, kind, labels).rehearse(y, 0 if labels is None else 2)


@pytest.mark.parametrize("metric", [3, ["roc_auc"], {"a": 1}])
def test_what_cannot_be_called_is_refused(metric: object):
    with pytest.raises(MetricError, match="Pass a name, a scorer or a function"):
        resolve_metric(metric, "binary", LABELS)


@pytest.mark.parametrize("metric", [lambda: 1.0, lambda y: 1.0, lambda a, b, c, d: 1.0])
def test_function_of_another_number_of_arguments_is_refused(metric: object):
    with pytest.raises(MetricError, match="cannot be called with two or three arguments"):
        resolve_metric(metric, "binary", LABELS)


def test_compiled_function_without_signature_is_tried():
    assert resolve_metric(max, "regression").name == "max"


def test_metric_is_passed_through():
    metric = resolve_metric("accuracy", "binary")

    assert resolve_metric(metric, "binary") is metric


def test_local_function_travels_to_a_worker():
    metric = resolve_metric(lambda t, p: float(np.mean(t == p)), "binary", LABELS)

    assert cloudpickle.loads(cloudpickle.dumps(metric)).score(Y, BINARY) == 0.75
    assert metric.display_name == "custom metric"


def test_our_own_functions_agree_with_scikit_learn_where_both_are_defined():
    y, prediction = np.array([1.0, 2.0, 4.0]), np.array([1.5, 1.0, 4.0])

    assert scaled_rmse(y, prediction) == pytest.approx(np.sqrt(np.mean((y - prediction) ** 2)))
    assert scaled_rmse(y * 1e200, prediction * 1e200) == pytest.approx(1e200 * scaled_rmse(y, prediction))
    assert clipped_rmsle(y, prediction) ** 2 == pytest.approx(clipped_msle(y, prediction))

from __future__ import annotations

import pickle

import cloudpickle
import numpy as np
import pytest
from sklearn.metrics import log_loss, roc_auc_score

from jupyter_metaml.exceptions import MetricError
from jupyter_metaml.tasks import metric_names, resolve_metric

Y = np.array([0, 1, 0, 1, 1, 0])
P = np.array([0.1, 0.9, 0.4, 0.35, 0.8, 0.2])
BINARY = np.column_stack([1 - P, P])
LABELS = {"binary": np.array(["no", "yes"], dtype=object), "multiclass": np.array(["a", "b", "c"], dtype=object)}
CASES = [(kind, name) for kind in ("binary", "multiclass", "regression") for name in metric_names(kind)]


def example(kind: str) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Make a truth, predictions that are mostly right, and classes."""
    rng = np.random.default_rng(0)
    if kind == "regression":
        y = rng.uniform(1, 9, 30)
        return y, y + 0.1 * rng.normal(size=30), None
    n_classes = len(LABELS[kind])
    y = np.arange(30) % n_classes
    probabilities = rng.dirichlet(np.ones(n_classes), 30) + np.eye(n_classes)[y]
    return y, probabilities / 2, LABELS[kind]


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_every_metric_prefers_the_better_predictions(kind: str, name: str):
    y, prediction, classes = example(kind)
    metric = resolve_metric(name, kind, classes)

    assert metric.score(y, prediction) > metric.score(y, prediction[::-1] * 1.0)


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_every_metric_survives_its_rehearsal_and_takes_weights(kind: str, name: str):
    y, prediction, classes = example(kind)
    metric = resolve_metric(name, kind, classes)

    metric.rehearse(y, 0 if classes is None else len(classes))

    assert np.isfinite(metric.score(y, prediction, sample_weight=np.linspace(1, 2, 30)))


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_every_metric_travels_to_a_worker(kind: str, name: str):
    y, prediction, classes = example(kind)
    metric = resolve_metric(name, kind, classes)

    for travelled in (pickle.loads(pickle.dumps(metric)), cloudpickle.loads(cloudpickle.dumps(metric))):
        assert travelled.score(y, prediction) == metric.score(y, prediction)


def test_scores_are_those_of_scikit_learn():
    assert resolve_metric("roc_auc", "binary", LABELS["binary"]).score(Y, BINARY) == roc_auc_score(Y, P)
    assert resolve_metric("log_loss", "binary", LABELS["binary"]).score(Y, BINARY) == pytest.approx(-log_loss(Y, P))


def test_losses_are_shown_positive_and_scores_as_they_are():
    loss, score = (resolve_metric(name, "binary") for name in ("log_loss", "roc_auc"))

    assert (loss.shown(-0.25), score.shown(0.75)) == (0.25, 0.75)
    assert str(loss.shown(0.0)) == "0.0"
    assert (loss.display_name, score.display_name) == ("log loss", "ROC AUC")


def test_weights_count():
    metric = resolve_metric("accuracy", "binary")

    assert metric.score(Y, BINARY) == pytest.approx(5 / 6)
    assert metric.score(Y, BINARY, sample_weight=np.array([1, 1, 1, 0, 1, 1.0])) == 1.0


def test_short_probabilities_are_brought_to_a_sum_of_one():
    y, prediction, classes = example("multiclass")

    assert np.isfinite(resolve_metric("log_loss", "multiclass", classes).score(y, prediction.astype(np.float32)))


def test_log_loss_of_rows_that_lack_a_class_is_defined():
    metric = resolve_metric("log_loss", "multiclass", LABELS["multiclass"])

    assert metric.score(np.array([0, 1]), np.array([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1]])) == pytest.approx(np.log(0.8))


@pytest.mark.parametrize("name", ["roc_auc", "average_precision"])
def test_roc_auc_of_one_class_says_so(name: str):
    if name == "average_precision":
        pytest.skip("is defined as 0 there")
    with pytest.raises(MetricError, match="These 2 rows hold only one class"):
        resolve_metric(name, "binary").score(np.array([0, 0]), BINARY[:2])


def test_roc_auc_of_rows_that_lack_a_class_says_so():
    y, prediction, classes = example("multiclass")

    with pytest.raises(MetricError, match="hold 2 of 3 classes"):
        resolve_metric("roc_auc", "multiclass", classes).score(y[y < 2], prediction[y < 2])


def test_predictions_that_are_not_finite_are_named():
    with pytest.raises(MetricError, match="The predictions are not all finite"):
        resolve_metric("rmse", "regression").score(np.ones(2), np.array([1.0, np.nan]))


def test_rmse_of_huge_numbers_is_finite():
    metric = resolve_metric("rmse", "regression")

    assert metric.score(np.array([3e300, 0.0]), np.zeros(2)) == pytest.approx(-3e300 / np.sqrt(2))


def test_log_errors_take_negative_predictions_as_zero():
    metric = resolve_metric("rmsle", "regression")

    assert metric.score(np.zeros(2), np.array([-5.0, 0.0])) == 0.0


def test_log_error_of_a_negative_target_is_told_before_the_search():
    with pytest.raises(MetricError, match="'rmsle' failed"):
        resolve_metric("rmsle", "regression").rehearse(np.linspace(-9, 9, 20), 0)


def test_rehearsal_of_many_rows_sees_a_rare_class():
    y = np.zeros(50_000, dtype=np.int64)
    y[17] = 1

    resolve_metric("roc_auc", "binary").rehearse(y, 2)


def test_rounding_settings_of_the_caller_do_not_matter():
    with np.errstate(all="raise"):
        assert np.isfinite(resolve_metric("mape", "regression").score(np.array([0.0, 1.0]), np.array([1.0, 1.0])))

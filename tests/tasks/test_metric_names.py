from __future__ import annotations

import pytest
from sklearn.metrics import get_scorer_names

from jupyter_metaml.tasks import UnknownMetricError, metric_names
from jupyter_metaml.tasks.metric_names import find_metric

# Scorers of scikit-learn that are for clusters, for several labels at once, or undefined for good predictions.
NOT_OURS = {
    "adjusted_mutual_info_score",
    "adjusted_rand_score",
    "completeness_score",
    "f1_samples",
    "fowlkes_mallows_score",
    "homogeneity_score",
    "jaccard_samples",
    "mutual_info_score",
    "neg_negative_likelihood_ratio",
    "normalized_mutual_info_score",
    "positive_likelihood_ratio",
    "precision_samples",
    "rand_score",
    "recall_samples",
    "v_measure_score",
}


@pytest.mark.parametrize("name", sorted(set(get_scorer_names()) - NOT_OURS))
def test_every_scorer_of_scikit_learn_is_known_for_some_kind(name: str):
    found = []
    for kind in ("binary", "multiclass", "regression"):
        try:
            found.append(find_metric(name, kind))
        except UnknownMetricError:
            continue

    assert found


@pytest.mark.parametrize("kind", ["binary", "multiclass", "regression"])
def test_every_listed_name_finds_its_own_entry(kind: str):
    assert [find_metric(name, kind).name for name in metric_names(kind)] == metric_names(kind)


@pytest.mark.parametrize(
    ("wanted", "kind", "name"),
    [
        ("RMSE", "regression", "rmse"),
        ("neg_root_mean_squared_error", "regression", "rmse"),
        ("root mean squared error", "regression", "rmse"),
        ("neg_log_loss", "binary", "log_loss"),
        ("Log-Loss", "multiclass", "log_loss"),
        ("ROC AUC", "binary", "roc_auc"),
        ("roc_auc", "multiclass", "roc_auc_ovr"),
        ("matthews_corrcoef", "binary", "mcc"),
        ("f1_macro", "multiclass", "f1_macro"),
    ],
)
def test_spelling_is_forgiven(wanted: str, kind: str, name: str):
    assert find_metric(wanted, kind).name == name


@pytest.mark.parametrize(
    ("wanted", "kind", "words"),
    [
        ("acuracy", "binary", "is unknown. Did you mean 'accuracy'"),
        ("rmse", "binary", "is not for binary tasks"),
        ("accuracy", "regression", "is not for regression tasks"),
        ("f1", "multiclass", "is not for multiclass tasks. Did you mean 'f1_macro'"),
        ("adjusted_rand_score", "binary", "is not for binary tasks"),
        ("", "binary", "is unknown"),
    ],
)
def test_wrong_name_is_an_error_with_the_valid_list(wanted: str, kind: str, words: str):
    with pytest.raises(UnknownMetricError) as caught:
        find_metric(wanted, kind)

    assert words in str(caught.value)
    assert f"Valid for {kind}: {', '.join(metric_names(kind))}" in str(caught.value)


def test_default_is_listed_first():
    assert [metric_names(kind)[0] for kind in ("binary", "multiclass", "regression")] == ["roc_auc", "log_loss", "rmse"]

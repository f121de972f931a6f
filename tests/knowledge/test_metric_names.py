"""Which names of metrics are kept."""

from __future__ import annotations

import pytest

from jupyter_metaml.knowledge.metric_names import CUSTOM, known_metric


@pytest.mark.parametrize(
    ("name", "kind"), [("roc_auc", "binary"), ("rmse", "regression"), ("neg_log_loss", "multiclass")]
)
def test_names_that_everybody_knows_are_kept(name, kind):
    assert known_metric(name, kind) == name


@pytest.mark.parametrize("name", ["profit_of_acme", "<lambda>", "", "ROC AUC"])
def test_other_names_are_called_custom(name):
    assert known_metric(name, "binary") == CUSTOM

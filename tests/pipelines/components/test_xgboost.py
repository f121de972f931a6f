from __future__ import annotations

import sys

import numpy as np
import pytest

from jupyter_metaml.exceptions import MissingPackageError
from jupyter_metaml.pipelines import FitContext, family

XGBOOST = family("xgboost")


@pytest.fixture
def noise():
    pytest.importorskip("xgboost")
    rng = np.random.default_rng(0)
    return rng.normal(size=(300, 3)), rng.integers(0, 4, 300)


def test_absent_package_is_named_with_its_extra(context, monkeypatch):
    monkeypatch.setitem(sys.modules, "xgboost", None)

    with pytest.raises(MissingPackageError, match=r"jupyter_metaml\[xgboost\]"):
        XGBOOST.build({}, context())


def test_trees_after_the_best_round_are_dropped(context, noise):
    X, y = noise
    pipeline = XGBOOST.build({"n_estimators": 200}, context("nnn", "multiclass", n_classes=4))

    outcome = XGBOOST.fit(pipeline, X[:200], y[:200], FitContext(X_val=X[200:], y_val=y[200:]))

    assert outcome.pipeline["model"].get_booster().num_boosted_rounds() == outcome.found["n_estimators"] < 200
    assert outcome.pipeline["model"].callbacks is None


def test_gap_in_the_classes_is_filled_without_weight(context, noise):
    X, y = noise
    rows = y != 1
    pipeline = XGBOOST.build({"n_estimators": 20}, context("nnn", "multiclass", n_classes=4))

    outcome = XGBOOST.fit(pipeline, X[rows], y[rows], FitContext(sample_weight=np.ones(rows.sum())))

    assert outcome.pipeline.classes_.tolist() == [0, 1, 2, 3]
    assert outcome.pipeline.predict_proba(X)[:, 1].max() < 0.15


def test_fold_without_a_class_has_fewer_target_statistics(context, noise):
    X, y = noise
    X = np.column_stack([X[:, :2], np.arange(300) % 60])
    rows = y < 2
    pipeline = XGBOOST.build({"n_estimators": 5}, context("ncc", "multiclass", c1=3, c2=60, n_classes=4))
    X[:, 1] = np.arange(300) % 3

    outcome = XGBOOST.fit(pipeline, X[rows], y[rows], FitContext())

    assert outcome.pipeline.predict_proba(X).shape == (300, 2)


def test_many_classes_are_refused(shape):
    assert "classes" in XGBOOST.suits(shape(kind="multiclass", n_classes=100))

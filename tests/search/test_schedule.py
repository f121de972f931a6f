"""Trees and seconds follow from rows, columns, classes and budget."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from jupyter_metaml.pipelines import TableShape
from jupyter_metaml.search.schedule import first_model_s, plan_effort, with_effort
from jupyter_metaml.tasks import Fold, Splits

SHAPE = TableShape(
    kind="binary",
    n_rows=10_000,
    n_columns=20,
    n_features=20,
    n_classes=2,
    n_numbers=20,
    n_categories=0,
    max_levels=0,
    n_texts=0,
    n_dates=0,
    missing_share=0.0,
)


def splits(n_rows: int, n_folds: int = 5) -> Splits:
    fold = Fold(train=np.arange(n_rows // n_folds, n_rows), test=np.arange(n_rows // n_folds))
    return Splits(strategy="stratified", folds=(fold,) * n_folds, reason="")


def trees(shape: TableShape, *, time_budget_s: float = 30, family: str = "lightgbm") -> int:
    return plan_effort(shape, splits(shape.n_rows), time_budget_s=time_budget_s, n_jobs=2).trees(family)


def test_more_seconds_give_more_trees():
    assert trees(SHAPE, time_budget_s=5) < trees(SHAPE, time_budget_s=30)


def test_more_classes_give_fewer_trees():
    assert trees(dataclasses.replace(SHAPE, kind="multiclass", n_classes=10)) < trees(SHAPE)


def test_dearer_family_gets_fewer_trees():
    assert trees(SHAPE, family="catboost", time_budget_s=5) < trees(SHAPE, time_budget_s=5)


def test_huge_table_still_gets_some_trees():
    assert trees(dataclasses.replace(SHAPE, n_rows=3_000_000), time_budget_s=10) >= 50


@pytest.mark.parametrize("kind", ["binary", "regression"])
def test_fewer_trees_come_with_a_higher_rate(kind):
    effort = plan_effort(SHAPE, splits(SHAPE.n_rows), time_budget_s=2, n_jobs=2)
    params = {"n_estimators": 300, "learning_rate": 0.05}

    changed = with_effort("lightgbm", params, effort, kind=kind)

    assert changed["n_estimators"] < 300
    assert changed["learning_rate"] > 0.05


def test_sampled_rate_is_taken_as_it_is():
    effort = plan_effort(SHAPE, splits(SHAPE.n_rows), time_budget_s=2, n_jobs=2)

    changed = with_effort("xgboost", {"learning_rate": 0.05}, effort, kind="binary", rescale=False)

    assert changed["learning_rate"] == 0.05


def test_models_without_trees_are_left_alone():
    effort = plan_effort(SHAPE, splits(SHAPE.n_rows), time_budget_s=30, n_jobs=2)

    assert with_effort("linear", {"C": 1.0}, effort, kind="binary") == {"C": 1.0}


def test_first_model_takes_longer_on_a_larger_table():
    larger = dataclasses.replace(SHAPE, n_rows=100_000)

    assert 0 < first_model_s(SHAPE, splits(10_000)) < first_model_s(larger, splits(100_000))

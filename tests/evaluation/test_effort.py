"""Trees and seconds follow from rows, columns, classes and budget."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from jupyter_metaml.evaluation.effort import plan_effort, realise, with_effort
from jupyter_metaml.pipelines import Configuration, TableShape, family
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


def first_model_s(shape: TableShape) -> float:
    return plan_effort(shape, splits(shape.n_rows), time_budget_s=30, n_jobs=2).first_model_s(shape)


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
    larger, several = (
        dataclasses.replace(SHAPE, n_rows=100_000),
        dataclasses.replace(SHAPE, kind="multiclass", n_classes=10),
    )

    assert 0 < first_model_s(SHAPE) < first_model_s(several) < first_model_s(larger)


def test_categories_of_many_levels_take_a_linear_model_longer():
    few = dataclasses.replace(SHAPE, n_categories=3, max_levels=4)
    many = dataclasses.replace(few, max_levels=400)

    assert first_model_s(few) == first_model_s(dataclasses.replace(few, n_categories=0))
    assert first_model_s(many) > first_model_s(few)
    assert first_model_s(dataclasses.replace(many, n_categories=0)) == first_model_s(few)


def test_a_linear_model_of_numbers_is_sooner_there_than_one_of_classes():
    assert first_model_s(dataclasses.replace(SHAPE, kind="regression", n_classes=0)) < first_model_s(SHAPE)


def test_trees_take_longer_where_columns_have_many_values():
    effort = plan_effort(SHAPE, splits(SHAPE.n_rows), time_budget_s=30, n_jobs=2)
    coarse = dataclasses.replace(SHAPE, n_categories=SHAPE.n_features)

    assert 0 < effort.first_trees_s(coarse) < effort.first_trees_s(SHAPE)


def test_realise_fills_in_what_a_configuration_leaves_open():
    effort = plan_effort(SHAPE, splits(SHAPE.n_rows), time_budget_s=30, n_jobs=2)
    asked = Configuration.of("lightgbm", num_leaves=6)

    realised = realise(asked, SHAPE, effort)

    assert realised.get("num_leaves") == 6
    assert realised.get("n_estimators") == effort.trees("lightgbm")
    assert {name for name, _ in realised.params} == set(family("lightgbm").default(SHAPE))


def test_realise_carries_a_rate_over_from_the_trees_it_was_chosen_for():
    effort = plan_effort(SHAPE, splits(SHAPE.n_rows), time_budget_s=2, n_jobs=2)
    few = realise(Configuration.of("xgboost", learning_rate=0.05, n_estimators=1_000), SHAPE, effort)
    many = realise(Configuration.of("xgboost", learning_rate=0.05, n_estimators=300), SHAPE, effort)

    assert few.get("n_estimators") == many.get("n_estimators")
    assert few.get("learning_rate") > many.get("learning_rate")


def test_seconds_that_follow_from_the_size_are_those_of_all_folds():
    shape = dataclasses.replace(SHAPE, n_rows=1_000)
    effort = plan_effort(shape, splits(1_000), time_budget_s=10, n_jobs=2)
    network = Configuration.of("prior_fitted")

    assert effort.known_s(network, shape) == pytest.approx(5 * family("prior_fitted").fold_s({}, shape, 800, 200))
    assert effort.known_s(Configuration.of("lightgbm"), shape) is None

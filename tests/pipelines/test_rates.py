from __future__ import annotations

import pytest

from jupyter_metaml.pipelines import BOOSTERS, FAMILIES, with_trees
from jupyter_metaml.pipelines.rates import scaled_rate


def test_fewer_trees_learn_faster():
    assert scaled_rate(0.05, 1_000, 100, "regression") == pytest.approx(0.05 * 0.1**-0.61)


def test_rate_is_capped():
    assert scaled_rate(0.2, 1_000, 10, "binary") == 0.3


def test_same_number_of_trees_keeps_the_rate():
    params = {"n_estimators": 300, "learning_rate": 0.07, "num_leaves": 31}

    assert with_trees(params, 300, family="lightgbm") == params


def test_number_of_trees_that_is_left_out_is_the_one_of_the_defaults():
    scaled = with_trees({"learning_rate": 0.07}, 150, family="xgboost", kind="multiclass")

    assert scaled == {"n_estimators": 150, "learning_rate": pytest.approx(0.07 * 0.5**-0.38, abs=1e-5)}


def test_other_families_stay_as_they_are():
    assert with_trees({"n_estimators": 200}, 50, family="random_forest") == {"n_estimators": 200}


@pytest.mark.parametrize("name", sorted(BOOSTERS))
def test_boosters_start_with_trees_and_a_rate(name, shape):
    assert {"n_estimators", "learning_rate"} <= set(FAMILIES[name].default(shape()))

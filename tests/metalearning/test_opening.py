from __future__ import annotations

import math

import numpy as np
import pytest

from jupyter_metaml.metalearning.opening import Prospects, sound_opening
from jupyter_metaml.pipelines import Configuration


def opened(families, *, seconds=None, budget_s=60.0, n_tried=0):
    seconds = np.array([1.0] * len(families) if seconds is None else seconds)
    prospects = Prospects(
        configurations=tuple(Configuration.of(name, number=number) for number, name in enumerate(families)),
        seconds=seconds,
        high=2 * seconds,
        budget_s=budget_s,
    )
    found = sound_opening(range(n_tried, len(families)), prospects, tried=range(n_tried))
    assert sorted(found.order) == list(range(n_tried, len(families)))
    return [families[place] for place in found.order], found.remarks


@pytest.mark.parametrize(
    ("families", "expected"),
    [
        (["linear", "lightgbm", "mlp", "svm"], ["linear", "lightgbm", "mlp", "svm"]),
        (["mlp", "svm", "knn", "linear", "catboost"], ["mlp", "catboost", "linear", "svm", "knn"]),
        (["mlp", "svm", "lightgbm", "knn", "linear"], ["mlp", "linear", "lightgbm", "svm", "knn"]),
        (["lightgbm", "catboost", "xgboost", "linear"], ["lightgbm", "catboost", "linear", "xgboost"]),
        (["text_linear", "mlp", "svm", "knn", "extra_trees"], ["text_linear", "mlp", "extra_trees", "svm", "knn"]),
        (["mlp", "svm"], ["mlp", "svm"]),
        (["mlp", "svm", "knn", "lightgbm"], ["mlp", "svm", "lightgbm", "knn"]),
        ([], []),
    ],
)
def test_linear_model_and_trees_are_among_the_first_three(families, expected):
    order, _ = opened(families)

    assert order == expected


def test_what_was_brought_forward_says_so():
    _, remarks = opened(["mlp", "svm", "lightgbm", "knn", "linear"])

    assert remarks == {4: "a linear model belongs to every start"}


def test_what_would_eat_half_of_the_budget_goes_to_the_end_cheapest_first():
    order, _ = opened(["lightgbm", "catboost", "mlp", "svm", "linear"], seconds=[1.0, 90.0, 1.0, 50.0, 1.0])

    assert order == ["lightgbm", "mlp", "linear", "svm", "catboost"]


def test_quick_one_begins_where_the_first_is_slow():
    order, remarks = opened(["catboost", "linear", "mlp"], seconds=[9.0, 0.5, 5.0])

    assert order == ["linear", "catboost", "mlp"]
    assert "quickest" in remarks[1]


def test_unknown_seconds_change_nothing():
    order, _ = opened(["catboost", "linear", "mlp"], seconds=[math.nan] * 3)

    assert order == ["catboost", "linear", "mlp"]


@pytest.mark.parametrize(
    ("families", "n_tried", "expected"),
    [
        (["mlp", "svm", "knn", "lightgbm", "linear"], 1, ["lightgbm", "linear", "svm", "knn"]),
        (["mlp", "lightgbm", "knn", "svm", "linear"], 2, ["linear", "knn", "svm"]),
        (["mlp", "svm", "lightgbm", "knn", "linear"], 2, ["lightgbm", "linear", "knn"]),
        (["mlp", "linear", "knn", "svm", "catboost"], 1, ["linear", "catboost", "knn", "svm"]),
        (["mlp", "svm", "knn", "lightgbm", "linear"], 3, ["lightgbm", "linear"]),
    ],
)
def test_what_was_tried_counts_among_the_first_three(families, n_tried, expected):
    order, _ = opened(families, n_tried=n_tried)

    assert order == expected

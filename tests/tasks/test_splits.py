from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.tasks.splits import Fold, Splits, fold_of, folds_from, holdout_share, n_classes_short, plan_folds


@pytest.mark.parametrize(
    ("n_rows", "n_columns", "budget", "n_folds"),
    [
        (100, 10_000, 10, 5),
        (500, 10_000, 1, 5),
        (1_000, 20, 10, 5),
        (10_000, 20, 60, 5),
        (10_000, 20, 10, 3),
        (10_000, 20, 9, 1),
        (100_000, 20, 60, 1),
        (2_000, 5_000, 10, 3),
        (2_500, 5_000, 10, 1),
    ],
)
def test_cells_per_second_decide_between_folds_and_holdout(n_rows: int, n_columns: int, budget: float, n_folds: int):
    plan = plan_folds(n_rows, n_columns, time_budget_s=budget)

    assert plan.n_folds == n_folds
    assert plan.why.startswith("because ")


def test_more_than_two_workers_count_as_more_seconds():
    one, two, eight = (plan_folds(100_000, 20, time_budget_s=60, n_jobs=n_jobs).n_folds for n_jobs in (1, 2, 8))

    assert (one, two, eight) == (1, 1, 3)


@pytest.mark.parametrize(
    ("n_rows", "test_rows"),
    [(2_500, 500), (10_000, 2_000), (12_500, 2_500), (20_000, 2_500), (100_000, 10_000), (10**6, 50_000)],
)
def test_holdout_shrinks_from_a_fifth_to_a_tenth_and_is_capped(n_rows: int, test_rows: int):
    assert round(holdout_share(n_rows) * n_rows) == test_rows


def test_caller_decides():
    assert plan_folds(100, 3, n_folds=7).n_folds == 7
    assert plan_folds(100, 3, n_folds=1).test_share == 0.2
    assert plan_folds(100, 3, n_folds=7).why == "as asked for"


@pytest.mark.parametrize("n_folds", [0, -1, 101, 2.5, True, "5"])
def test_impossible_numbers_of_folds_are_refused(n_folds: object):
    with pytest.raises(UsageError, match=r"from 1 \(one holdout\) to the 100 rows"):
        plan_folds(100, 3, n_folds=n_folds)


@pytest.mark.parametrize("budget", [0, -1.0, float("nan")])
def test_budget_has_to_be_positive(budget: float):
    with pytest.raises(UsageError, match="not a positive number"):
        plan_folds(100, 3, time_budget_s=budget)


def test_folds_test_what_is_assigned_and_skip_empty_numbers():
    first, second = folds_from(np.array([0, 2, 0, 2]))

    assert (first.test.tolist(), first.train.tolist()) == ([0, 2], [1, 3])
    assert second.test.tolist() == [1, 3]


def test_test_rows_are_sorted_over_all_folds():
    folds = (fold_of(np.array([3, 1]), 5), fold_of(np.array([0]), 5))
    splits = Splits(strategy="forward", folds=folds, reason="For a test.")

    assert splits.test_rows.tolist() == [0, 1, 3]
    assert splits.n_folds == 2


def test_what_a_fold_lacks_is_counted():
    codes = np.array([0, 0, 1, 2])

    assert n_classes_short(Fold(train=np.array([0, 2]), test=np.array([1, 3])), codes, 3) == 1
    assert n_classes_short(Fold(train=np.array([0, 1]), test=np.array([2])), codes, 3) == 3


def test_many_classes_count_as_more_columns():
    few = plan_folds(15_000, 16, n_classes=5, time_budget_s=30)
    many = plan_folds(15_000, 16, n_classes=26, time_budget_s=30)

    assert (few.n_folds, many.n_folds) == (3, 1)
    assert "26 classes" in many.why

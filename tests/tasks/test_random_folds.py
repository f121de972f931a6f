from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_metaml.tasks.random_folds import bins_of, hold_out, split_rows
from jupyter_metaml.tasks.splits import FoldPlan, plan_folds

SIZES = st.lists(st.integers(2, 12), min_size=2, max_size=5)


def plan(n_folds: int) -> FoldPlan:
    return FoldPlan(n_folds=n_folds, test_share=0.2, why="as asked for")


def codes_of(sizes: list[int], seed: int) -> np.ndarray:
    codes = np.repeat(np.arange(len(sizes)), sizes)
    return np.random.default_rng(seed).permutation(codes)


@settings(deadline=None)
@given(SIZES, st.integers(2, 8), st.integers(0, 99))
def test_folds_are_a_partition_in_which_every_part_holds_every_class(sizes: list[int], n_folds: int, seed: int):
    codes = codes_of(sizes, seed)

    splits = split_rows(codes, plan(n_folds), is_classification=True, random_state=seed)

    assert splits.n_folds == min(n_folds, *sizes)
    assert splits.test_rows.tolist() == list(range(len(codes)))
    for fold in splits.folds:
        assert sorted([*fold.train, *fold.test]) == list(range(len(codes)))
        assert len(np.unique(codes[fold.train])) == len(np.unique(codes[fold.test])) == len(sizes)


@settings(deadline=None)
@given(SIZES, st.floats(0.05, 0.5), st.integers(0, 99))
def test_holdout_has_every_class_on_both_sides(sizes: list[int], share: float, seed: int):
    codes = codes_of(sizes, seed)

    fold = hold_out(codes, share, seed)

    assert len(np.unique(codes[fold.train])) == len(np.unique(codes[fold.test])) == len(sizes)
    assert not set(fold.train) & set(fold.test)


@settings(deadline=None)
@given(st.lists(st.floats(-9, 9), min_size=10, max_size=60), st.integers(2, 5))
def test_numbers_are_dealt_so_that_every_fold_spans_the_range(values: list[float], n_folds: int):
    y = np.array(values)

    splits = split_rows(y, plan(n_folds), is_classification=False, random_state=0)

    assert splits.strategy == ("stratified" if bins_of(y, n_folds).max() else "plain")
    assert splits.test_rows.tolist() == list(range(len(y)))
    assert max(len(fold.test) for fold in splits.folds) - min(len(fold.test) for fold in splits.folds) <= 10


def test_bins_are_equal_and_follow_the_order():
    bins = bins_of(np.arange(100)[::-1], 5)

    assert np.bincount(bins).tolist() == [10] * 10
    assert bins[0] == 9


def test_few_numbers_are_dealt_plainly():
    splits = split_rows(np.arange(10.0), plan(5), is_classification=False, random_state=0)

    assert splits.strategy == "plain"
    assert splits.reason == "5 plain folds (too few rows to stratify), as asked for."


def test_small_class_lowers_the_number_of_folds_and_is_said():
    splits = split_rows(np.array([0] * 50 + [1] * 3), plan(5), is_classification=True, random_state=0)

    assert splits.n_folds == 3
    assert "not 5, because the smallest class has 3 rows" in splits.reason


@pytest.mark.parametrize("is_classification", [True, False])
def test_large_table_gets_one_holdout(is_classification: bool):
    y = np.arange(20_000) % 2 if is_classification else np.arange(20_000.0)
    wanted = plan_folds(20_000, 100, time_budget_s=10)

    splits = split_rows(y, wanted, is_classification=is_classification, random_state=0)

    assert splits.strategy == "holdout"
    assert abs(len(splits.test_rows) - 2_500) <= 10
    assert "One holdout of 2,500 rows (12%)" in splits.reason


def test_seed_decides_and_nothing_else():
    codes = codes_of([20, 20], 0)

    one, same, other = (
        split_rows(codes, plan(4), is_classification=True, random_state=seed).folds[0].test.tolist()
        for seed in (1, 1, 2)
    )

    assert one == same
    assert one != other


def test_stratum_of_one_member_trains():
    fold = hold_out(np.array([0, 0, 0, 1]), 0.5, 0)

    assert 3 in fold.train

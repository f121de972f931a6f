from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_metaml.tasks.grouped_folds import split_groups
from jupyter_metaml.tasks.splits import FoldPlan


def plan(n_folds: int, test_share: float = 0.2) -> FoldPlan:
    return FoldPlan(n_folds=n_folds, test_share=test_share, why="as asked for")


def numbered(values: np.ndarray) -> np.ndarray:
    return np.unique(values, return_inverse=True)[1]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(0, 6), min_size=12, max_size=60).filter(lambda groups: len(set(groups)) > 1),
    st.integers(1, 6),
    st.booleans(),
    st.integers(0, 9),
)
def test_no_group_crosses_and_no_side_is_empty(groups: list[int], n_folds: int, is_classification: bool, seed: int):
    codes = numbered(np.array(groups))
    y = np.random.default_rng(seed).integers(0, 2, len(codes)) if is_classification else np.arange(float(len(codes)))
    if is_classification:
        y[:2] = 0, 1

    splits = split_groups(y, codes, plan(n_folds), is_classification=is_classification, random_state=seed)

    for fold in splits.folds:
        assert len(fold.train)
        assert len(fold.test)
        assert not set(codes[fold.train]) & set(codes[fold.test])
        assert sorted([*fold.train, *fold.test]) == list(range(len(codes)))
    if n_folds > 1:
        assert splits.test_rows.tolist() == list(range(len(codes)))


@pytest.mark.parametrize("n_groups", [20, 1_000])
@pytest.mark.parametrize("is_classification", [True, False])
def test_many_and_few_groups_are_dealt_evenly(n_groups: int, is_classification: bool):
    groups = np.arange(4_000) % n_groups
    y = (np.arange(4_000) // 7) % 2 if is_classification else np.arange(4_000.0)

    splits = split_groups(y, groups, plan(5), is_classification=is_classification, random_state=0)

    assert [round(len(fold.test) / 4_000, 1) for fold in splits.folds] == [0.2] * 5
    assert all(not set(groups[fold.train]) & set(groups[fold.test]) for fold in splits.folds)


@pytest.mark.parametrize("n_groups", [20, 1_000])
def test_holdout_takes_whole_groups_of_about_the_share(n_groups: int):
    groups = np.arange(4_000) % n_groups

    splits = split_groups(np.arange(4_000) // 9 % 2, groups, plan(1, 0.1), is_classification=True, random_state=0)

    assert splits.strategy == "holdout"
    assert splits.n_folds == 1
    assert 0.05 <= len(splits.test_rows) / 4_000 <= 0.15
    assert not set(groups[splits.folds[0].train]) & set(groups[splits.folds[0].test])


def test_fewer_groups_than_folds_lower_their_number_and_are_said():
    splits = split_groups(np.arange(30.0), np.arange(30) % 3, plan(5), is_classification=False, random_state=0)

    assert splits.n_folds == 3
    assert splits.reason == "3 folds of whole groups (3 of them), not 5, because there are too few groups."


def test_class_in_two_groups_is_learnt_and_tested_in_both_folds():
    y = np.zeros(60, dtype=np.int64)
    y[[0, 1, 30, 31]] = 1
    groups = np.arange(60) // 6

    splits = split_groups(y, groups, plan(5), is_classification=True, random_state=0)

    assert splits.n_folds == 2
    assert all(set(y[fold.train]) == set(y[fold.test]) == {0, 1} for fold in splits.folds)


@given(st.integers(0, 200))
@settings(deadline=None, max_examples=40)
def test_halves_with_every_class_are_found_when_there_are_any(seed: int):
    rng = np.random.default_rng(seed)
    # Two groups of one class each, for both classes, and some more: always possible with two folds.
    groups = np.repeat(np.arange(7), 4)
    y = np.repeat([0, 0, 1, 1, *rng.integers(0, 2, 3)], 4)
    order = rng.permutation(7)

    splits = split_groups(y, order[groups], plan(5), is_classification=True, random_state=seed)

    assert all(set(y[fold.train]) == set(y[fold.test]) == {0, 1} for fold in splits.folds)


def test_class_that_is_rarely_the_most_frequent_is_still_learnt_everywhere():
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(600), 5)
    y = (rng.random(3_000) < 0.03).astype(np.int64)

    splits = split_groups(y, groups, plan(5), is_classification=True, random_state=0)

    assert splits.n_folds == 5
    assert all(y[fold.train].any() and y[fold.test].any() for fold in splits.folds)


def test_seed_decides_and_nothing_else():
    groups = np.arange(60) // 3

    one, same, other = (
        split_groups(np.arange(60) % 2, groups, plan(4), is_classification=True, random_state=seed)
        .folds[0]
        .test.tolist()
        for seed in (1, 1, 2)
    )

    assert one == same
    assert one != other

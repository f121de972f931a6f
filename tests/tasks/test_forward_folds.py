from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_metaml.tasks import RareClassError
from jupyter_metaml.tasks.forward_folds import split_forward
from jupyter_metaml.tasks.splits import FoldPlan


def plan(n_folds: int, test_share: float = 0.2) -> FoldPlan:
    return FoldPlan(n_folds=n_folds, test_share=test_share, why="as asked for")


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 12), min_size=10, max_size=60).filter(lambda time: len(set(time)) > 1), st.integers(1, 6)
)
def test_training_rows_are_strictly_earlier_than_test_rows(time: list[int], n_folds: int):
    moments = np.array(time)

    splits = split_forward(np.arange(float(len(time))), moments, plan(n_folds), is_classification=False)

    assert 1 <= splits.n_folds <= n_folds
    for fold in splits.folds:
        assert moments[fold.train].max() < moments[fold.test].min()
    assert len(set(splits.test_rows)) == len(splits.test_rows)
    assert moments[splits.test_rows].max() == moments.max()


def test_windows_expand_and_have_equal_size():
    splits = split_forward(np.arange(60.0), np.arange(60)[::-1], plan(5), is_classification=False)

    assert [len(fold.train) for fold in splits.folds] == [10, 20, 30, 40, 50]
    assert splits.folds[0].train.tolist() == list(range(50, 60))
    assert splits.strategy == "forward"


def test_ties_stay_together():
    time = np.repeat([0, 1, 2], 20)

    splits = split_forward(np.arange(60.0), time, plan(5), is_classification=False)

    assert [sorted(set(time[fold.test])) for fold in splits.folds] == [[1], [2]]
    assert "not 5, because times and classes allow no more" in splits.reason


def test_gaps_do_not_make_empty_windows():
    time = pd.to_datetime(["2000-01-01"] * 30 + ["2020-01-01"] * 30).to_numpy() + np.arange(60).astype("timedelta64[D]")

    splits = split_forward(np.arange(60.0), time, plan(3), is_classification=False)

    assert [len(fold.test) for fold in splits.folds] == [15, 15, 15]


def test_one_window_is_the_last_share_of_the_rows():
    splits = split_forward(np.arange(100.0), np.arange(100), plan(1, 0.1), is_classification=False)

    assert splits.test_rows.tolist() == list(range(90, 100))
    assert splits.strategy == "forward"


def test_class_that_comes_late_lowers_the_number_of_windows():
    y = np.r_[np.zeros(30, dtype=int), np.arange(30) % 2]

    splits = split_forward(y, np.arange(60), plan(5), is_classification=True)

    assert all(set(y[fold.train]) == set(y[fold.test]) == {0, 1} for fold in splits.folds)


def test_one_window_is_moved_when_its_rows_hold_a_single_class():
    y = np.r_[np.arange(80) % 2, np.zeros(20, dtype=int)]

    splits = split_forward(y, np.arange(100), plan(1, 0.1), is_classification=True)

    assert splits.n_folds == 1
    assert set(y[splits.test_rows]) == {0, 1}


def test_classes_that_follow_one_another_are_refused():
    with pytest.raises(RareClassError, match="follow one another in time"):
        split_forward(np.arange(60) // 30, np.arange(60), plan(5), is_classification=True)

from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.tasks import GroupsError
from jupyter_metaml.tasks.duplicates import Duplicates
from jupyter_metaml.tasks.splits import FoldPlan, Splits
from jupyter_metaml.tasks.splitting import deal_folds
from jupyter_metaml.tasks.usable_rows import Usable

PLAN = FoldPlan(n_folds=5, test_share=0.2, why="as asked for")
CODES = np.arange(60) % 2


def dealt(
    y: np.ndarray = CODES,
    groups: np.ndarray | None = None,
    time: np.ndarray | None = None,
    copies: np.ndarray | None = None,
) -> tuple[Splits, str | None]:
    usable = Usable(
        rows=np.arange(len(y)),
        y=y,
        kind="binary",
        classes=np.array(["no", "yes"], dtype=object),
        sample_weight=None,
        groups=groups,
        time=time,
        notes=(),
    )
    duplicates = None if copies is None else Duplicates(groups=copies, share=0.5)
    return deal_folds(usable, PLAN, duplicates=duplicates, random_state=0)


@pytest.mark.parametrize(
    ("options", "strategy"),
    [
        ({}, "stratified"),
        ({"groups": np.arange(60) // 4}, "grouped"),
        ({"time": np.arange(60)}, "forward"),
        ({"copies": np.arange(60) % 30}, "grouped"),
        ({"copies": np.arange(60) % 30, "time": np.arange(60)}, "forward"),
    ],
)
def test_time_comes_before_groups_before_copies(options: dict[str, np.ndarray], strategy: str):
    assert dealt(**options)[0].strategy == strategy


def test_copies_stay_on_one_side_with_a_note():
    copies = np.arange(60) % 30

    splits, note = dealt(copies=copies)

    assert all(not set(copies[fold.train]) & set(copies[fold.test]) for fold in splits.folds)
    assert splits.reason == "5 folds of whole sets of equal rows (30 of them), as asked for."
    assert note == "50% of the rows repeat an earlier row; equal rows stay on one side."


def test_copies_are_split_when_a_class_is_in_one_set_of_them_only():
    y = np.zeros(60, dtype=np.int64)
    y[:30] = 1

    splits, note = dealt(y=y, copies=np.arange(60) // 30)

    assert splits.strategy == "stratified"
    assert note is not None
    assert "may be on both sides" in note


def test_groups_that_leave_one_class_to_learn_are_refused_by_name():
    y = np.zeros(60, dtype=np.int64)
    y[:6] = 1

    with pytest.raises(GroupsError, match="all rows of 'yes' are in one group"):
        dealt(y=y, groups=np.arange(60) // 6)

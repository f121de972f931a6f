from __future__ import annotations

import pytest

from jupyter_metaml.automl.meta.centre import Move
from jupyter_metaml.automl.meta.training_log import TrainingLog, moves_table
from jupyter_metaml.exceptions import DataError, UsageError

MOVE = Move(family="svm", parameter="C", before=1.0, optimum=9.0, after=3.0, moved=0.2)


def test_moves_are_rows():
    table = moves_table([(1, (MOVE,)), (2, ()), (3, (MOVE, MOVE))])

    assert table["step"].tolist() == [1, 3, 3]
    assert table.loc[0, ["family", "parameter", "moved"]].tolist() == ["svm", "C", 0.2]


def test_no_moves_are_an_empty_table_of_the_same_columns():
    assert list(moves_table([]).columns) == list(moves_table([(1, (MOVE,))]).columns)


def test_no_task_is_refused():
    with pytest.raises(UsageError, match="no task to learn from"):
        TrainingLog().conclude(stacklevel=1)


def test_when_all_are_left_out_the_last_reason_is_raised():
    log = TrainingLog(n_given=1)
    log.leave_out(DataError("too small"))

    with pytest.raises(DataError, match="too small"):
        log.conclude(stacklevel=1)


def test_when_some_are_left_out_a_warning_names_the_first():
    log = TrainingLog(n_given=2, moves=[(1, ())])
    log.leave_out(DataError("too small"))

    with pytest.warns(UserWarning, match="1 of 2 tasks taught nothing. Task 2: too small"):
        log.conclude(stacklevel=1)

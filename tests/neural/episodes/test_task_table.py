from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.neural.episodes.task_table import TaskTable, coded, tables_of
from jupyter_metaml.tasks import make_task


@pytest.mark.parametrize(
    ("y", "classes"),
    [([3, 1, 3], [1, 3]), (["b", "a", "b"], ["a", "b"]), ([True, False, True], [False, True])],
)
def test_all_but_floats_are_classes(y, classes):
    codes, found = coded(y)

    assert found.tolist() == classes
    assert codes.tolist() == [1, 0, 1]


def test_floats_are_numbers_unless_it_is_said_that_they_are_labels():
    assert coded([1.0, 0.0])[1].size == 0
    assert coded([1.5, 0.5], is_classification=True)[1].tolist() == [0.5, 1.5]
    assert coded([1, 2], is_classification=False)[0].dtype == np.float64


def test_a_column_is_one_value_for_each_row():
    assert coded([[1], [2]])[0].tolist() == [0, 1]


def test_nullable_numbers_of_pandas_are_numbers():
    assert coded(pd.Series([1.5, 2.5], dtype="Float64"))[0].tolist() == [1.5, 2.5]
    assert coded(pd.Series([1, 2], dtype="Int64"))[1].tolist() == [1, 2]
    with pytest.raises(DataError, match="missing"):
        coded(pd.Series([1.5, None], dtype="Float64"))


def test_labels_without_an_order_are_refused():
    with pytest.raises(DataError, match="several types"):
        coded(np.array(["a", 1], dtype=object))


@pytest.mark.parametrize(
    ("y", "said"),
    [([1.0, np.nan], "missing"), (pd.Series(["a", None], dtype=object), "missing"), (np.ones((2, 2)), r"\(2, 2\)")],
)
def test_targets_with_holes_or_many_columns_are_refused(y, said):
    with pytest.raises(DataError, match=said):
        coded(y)


def test_a_task_brings_its_table_codes_and_classes():
    frame = pd.DataFrame({"size": range(20), "ripe": ["yes", "no"] * 10})

    table = TaskTable.of(make_task(frame, "ripe"))

    assert (table.n_rows, table.n_classes) == (20, 2)
    assert table.rows(np.array([3]))["size"].tolist() == [3]


@pytest.mark.parametrize("task", [3, (1, 2, 3), "ab"])
def test_other_things_are_no_tasks(task):
    with pytest.raises(UsageError, match=r"pair \(X, y\)"):
        TaskTable.of(task)


def test_kinds_are_not_mixed():
    with pytest.raises(UsageError, match="tasks of one kind"):
        tables_of([(np.eye(2), [0, 1]), (np.eye(2), [0.5, 1.5])])


def test_lengths_have_to_agree():
    with pytest.raises(DataError, match="2 rows of X and 3 of y"):
        TaskTable.of((np.eye(2), [0, 1, 1]))

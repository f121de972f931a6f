from __future__ import annotations

import re
from functools import cache

import numpy as np
import pandas as pd
import pytest
from nasty_frames import NASTY_FRAMES, NastyFrame, frames_with_new_rows, usable_frames

from jupyter_metaml.exceptions import MetaMLError
from jupyter_metaml.tasks import Task, as_frame, make_task
from jupyter_metaml.tasks.cells import is_plain


def named(case: NastyFrame) -> str:
    return case.id


@cache
def task_of(case: NastyFrame) -> Task:
    data, target = case.build()
    return make_task(data, target, **case.options)


@pytest.mark.parametrize("case", [case for case in NASTY_FRAMES if case.expect != "ok"], ids=named)
def test_unusable_input_is_one_error_of_ours_that_says_what_to_do(case: NastyFrame):
    data, target = case.build()

    with pytest.raises(case.expect) as caught:
        make_task(data, target, **case.options)

    assert isinstance(caught.value, MetaMLError)
    assert isinstance(caught.value, ValueError)
    assert 40 < len(str(caught.value)) < 1_500
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("case", usable_frames(), ids=named)
def test_usable_input_makes_a_sound_task(case: NastyFrame):
    task = task_of(case)

    assert len(task.X) == len(task.y) == task.n_rows >= 10
    assert all(type(name) is str for name in task.X.columns)
    assert task.X.columns.is_unique
    assert list(task.names) == list(task.X.columns)
    assert np.isfinite(task.y).all()
    assert re.fullmatch("[0-9a-f]{32}", task.fingerprint)
    assert all(note.endswith(".") for note in task.notes)


@pytest.mark.parametrize("case", usable_frames(), ids=named)
def test_every_column_of_a_task_has_a_plain_type(case: NastyFrame):
    X = task_of(case).X

    for column in (X[name] for name in X):
        if isinstance(column.dtype, pd.CategoricalDtype):
            levels = column.cat.categories
            assert is_plain(levels.dtype) or all(isinstance(level, str) for level in levels)
        elif column.dtype == object:
            assert all(isinstance(value, str) for value in column.dropna())
            assert not any(value is None or value is pd.NA for value in column)
        else:
            assert is_plain(column.dtype) or column.dtype in {np.dtype("datetime64[us]"), "str"}


@pytest.mark.parametrize("case", usable_frames(), ids=named)
def test_every_fold_can_be_learnt_and_tested(case: NastyFrame):
    task = task_of(case)

    for fold in task.splits.folds:
        assert len(fold.train)
        assert len(fold.test)
        assert not set(fold.train) & set(fold.test)
        if task.classes is not None:
            assert len(np.unique(task.y[fold.train])) > 1


@pytest.mark.parametrize("case", usable_frames(), ids=named)
def test_input_is_not_changed(case: NastyFrame):
    data, target = case.build()
    if not isinstance(data, pd.DataFrame):
        pytest.skip("other tables cannot be compared like this")
    before = data.copy(deep=True)

    make_task(data, target, **case.options)

    pd.testing.assert_frame_equal(data, before)
    assert data.attrs == before.attrs


@pytest.mark.parametrize("case", usable_frames(), ids=named)
def test_labels_come_back_as_they_were(case: NastyFrame):
    task = task_of(case)
    if task.classes is None:
        pytest.skip("numbers have no labels")

    back = task.restore(task.y)

    assert back.dtype == task.target_dtype
    assert list(back) == list(task.decode(task.y))
    assert back.nunique() == task.n_classes


@pytest.mark.parametrize("case", usable_frames(), ids=named)
def test_the_same_input_makes_the_same_task(case: NastyFrame):
    data, target = case.build()

    first, second = task_of(case), make_task(data, target, **case.options)

    assert first.fingerprint == second.fingerprint
    for one, other in zip(first.splits.folds, second.splits.folds, strict=True):
        np.testing.assert_array_equal(one.test, other.test)


@pytest.mark.parametrize("case", [case for case in frames_with_new_rows() if case.id != "C19-duplicated"], ids=named)
def test_new_rows_get_the_names_of_the_task(case: NastyFrame):
    task = task_of(case)

    frame, _ = as_frame(case.build_new(), names=task.names)

    assert (set(task.names) <= set(frame.columns)) == (case.expect_new == "ok")


def test_every_row_of_the_three_groups_that_speaks_of_tables_is_there():
    rows = {case.id.split("-")[0] for case in NASTY_FRAMES}
    wanted = (
        {f"B{row}" for row in range(1, 13)} | {f"C{row}" for row in range(1, 23)} | {f"D{row}" for row in range(1, 15)}
    )

    assert wanted - rows == {"B11"}  # a frame that changes during a run is no frame


def test_ids_are_unique():
    ids = [case.id for case in NASTY_FRAMES]

    assert len(ids) == len(set(ids))

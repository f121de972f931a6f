from __future__ import annotations

import pickle
from dataclasses import replace
from enum import Enum

import cloudpickle
import numpy as np
import pandas as pd
import polars as pl
import pytest

from jupyter_metaml.exceptions import MetaMLError, UsageError
from jupyter_metaml.tasks import (
    ColumnValuesError,
    EmptyTableError,
    RareClassError,
    TargetNotFoundError,
    UnknownMetricError,
    make_task,
)


def table(n_rows: int = 40) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "size": rng.normal(size=n_rows),
            "colour": rng.choice(["red", "blue"], n_rows),
            "person": np.arange(n_rows) // 4,
            "ripe": rng.choice(["yes", "no"], n_rows),
        }
    )


def test_table_and_column_make_a_task():
    task = make_task(table(), "ripe")

    assert (task.kind, task.metric.name, task.splits.strategy) == ("binary", "roc_auc", "stratified")
    assert (task.n_rows, task.n_columns, task.n_classes) == (40, 3, 2)
    assert list(task.classes) == ["no", "yes"]
    assert task.target_name == "ripe"
    assert not task.from_array
    assert repr(task) == (
        "Task(binary, target='ripe', 40 rows x 3 columns, metric='roc_auc', 5 folds stratified by class, because "
        "tables up to 500 rows always get five)"
    )


def test_notes_say_what_was_inferred_and_left_out():
    data = table().assign(ripe=lambda frame: frame["ripe"].where(frame.index != 3))

    notes = make_task(data, "ripe").notes

    assert notes == (
        "1 row of 40 left out: the target is missing there.",
        "Binary classification, because the target has two distinct values: 'no', 'yes'.",
        "Scores that need a positive class take 'yes' as positive.",
        "5 folds stratified by class, because tables up to 500 rows always get five.",
    )


def test_rows_tell_where_usable_rows_stood():
    data = table().assign(ripe=lambda frame: frame["ripe"].where(frame.index != 3))

    task = make_task(data, "ripe")

    assert 3 not in task.rows
    assert task.X["size"].tolist() == data["size"].drop(index=3).tolist()
    assert task.X.index.tolist() == list(range(39))
    assert list(task.decode(task.y)) == data["ripe"].drop(index=3).tolist()


def test_names_that_are_no_texts_are_made_safe_and_lead_back():
    class Unit(Enum):
        KG = 1

    data = table().set_axis(pd.Index([1, "1", Unit.KG, None], dtype=object), axis=1)

    task = make_task(data, None)

    assert task.names == {"1_2": 1, "1": "1", "Unit.KG": Unit.KG}
    assert list(task.X.columns) == ["1_2", "1", "Unit.KG"]
    assert task.target_name is None


def test_array_gets_numbered_columns():
    task = make_task(np.random.default_rng(0).normal(size=(30, 3)), np.arange(30) % 3)

    assert task.from_array
    assert list(task.names) == ["x0", "x1", "x2"]
    assert task.kind == "multiclass"


def test_polars_and_pandas_make_the_same_task():
    assert make_task(pl.from_pandas(table()), "ripe").fingerprint == make_task(table(), "ripe").fingerprint


def test_original_labels_and_types_come_back():
    data = table().assign(ripe=lambda frame: frame["ripe"].astype("category"))

    task = make_task(data, "ripe")
    back = task.restore(np.array([1, 0]), index=pd.Index(["p", "q"]))

    expected = pd.Series(pd.Categorical(["yes", "no"], ["no", "yes"]), index=["p", "q"], name="ripe")
    pd.testing.assert_series_equal(back, expected.astype(data["ripe"].dtype))


def test_numbers_come_back_as_they_are():
    task = make_task(table(), "size")

    assert task.restore(np.array([0.5])).name == "size"
    assert task.decode(np.array([0.5])).tolist() == [0.5]
    assert task.n_classes == 0


def test_roles_leave_the_features_and_shape_the_splits():
    task = make_task(table(), "ripe", groups="person", sample_weight=np.ones(40), ignore=["colour"])

    assert list(task.X.columns) == ["size"]
    assert task.splits.strategy == "grouped"
    assert task.sample_weight is not None
    for fold in task.splits.folds:
        assert not set(task.groups[fold.train]) & set(task.groups[fold.test])


def test_time_makes_a_forward_split():
    task = make_task(table(), "ripe", time=pd.date_range("2020", periods=40)[::-1])

    assert task.splits.strategy == "forward"
    for fold in task.splits.folds:
        assert task.time[fold.train].max() < task.time[fold.test].min()


def test_copies_of_rows_stay_on_one_side():
    data = pd.concat([table(20).drop(columns="person")] * 3, ignore_index=True)

    task = make_task(data, "ripe")

    assert task.splits.strategy == "grouped"
    assert any("repeat an earlier row" in note for note in task.notes)
    for fold in task.splits.folds:
        assert not set(task.X["size"][fold.train]) & set(task.X["size"][fold.test])


def test_user_metric_sees_original_labels():
    def share_right(y_true: np.ndarray, y_pred: np.ndarray) -> float:
        assert set(y_true) <= {"yes", "no"}
        return float(np.mean(y_true == y_pred))

    task = make_task(table(), "ripe", metric=share_right)

    assert task.metric.score(task.y, np.eye(2)[task.y]) == 1.0


@pytest.mark.parametrize("wanted", ["Ripe", "ripe ", "rip", "ri\u200bpe"])
def test_near_miss_of_the_target_is_shown(wanted: str):
    with pytest.raises(TargetNotFoundError, match="Did you mean 'ripe'"):
        make_task(table(), wanted)


def test_nested_column_is_an_error_until_it_is_ignored():
    data = table().assign(tags=[[1]] * 40)

    with pytest.raises(ColumnValuesError, match="'tags'"):
        make_task(data, "ripe")
    assert make_task(data, "ripe", ignore="tags").n_columns == 3


def test_metric_for_another_kind_is_an_error_with_the_list():
    with pytest.raises(UnknownMetricError, match="Valid for binary: roc_auc, "):
        make_task(table(), "ripe", metric="rmse")


def test_rare_class_is_refused_or_dropped():
    data = table().assign(ripe=lambda frame: frame["ripe"].mask(frame.index == 5, "maybe"))

    with pytest.raises(RareClassError, match="'maybe'"):
        make_task(data, "ripe")
    assert list(make_task(data, "ripe", drop_rare=True).classes) == ["no", "yes"]


def test_number_of_folds_can_be_chosen():
    assert make_task(table(), "ripe", n_folds=3).splits.n_folds == 3
    assert make_task(table(), "ripe", n_folds=1).splits.strategy == "holdout"


def test_budget_decides_between_folds_and_holdout():
    data = pd.DataFrame(np.random.default_rng(0).normal(size=(3_000, 5)))

    assert make_task(data, 0, time_budget_s=60).splits.n_folds == 5
    assert make_task(data, 0, time_budget_s=1).splits.n_folds == 3
    assert make_task(data, 0, time_budget_s=0.5).splits.n_folds == 1


@pytest.mark.parametrize("random_state", [-1, 2**32, 1.5, None, True])
def test_seed_out_of_range_is_refused(random_state: object):
    with pytest.raises(UsageError, match="random_state"):
        make_task(table(), "ripe", random_state=random_state)


def test_seed_decides_the_folds():
    one, same, other = (
        make_task(table(), "ripe", random_state=seed).splits.folds[0].test.tolist() for seed in (1, 1, 2)
    )

    assert one == same
    assert one != other


def test_later_changes_of_the_table_do_not_reach_the_task():
    data = table()
    task = make_task(data, "ripe")
    before = task.X.copy()

    data.loc[0, "size"] = 99.0
    data["colour"] = "green"
    del data["person"]

    pd.testing.assert_frame_equal(task.X, before)


def test_later_changes_of_arrays_do_not_reach_the_task():
    X, y, weights = np.ones((20, 2)) * np.arange(20)[:, None], np.arange(20.0), np.ones(20)
    task = make_task(X, y, sample_weight=weights)

    X[:], y[:], weights[:] = 0, 0, 0

    assert task.X["x0"].tolist() == task.y.tolist() == list(range(20))
    assert task.sample_weight.tolist() == [1.0] * 20


@pytest.mark.parametrize("travel", [pickle, cloudpickle], ids=["pickle", "cloudpickle"])
def test_task_travels_to_a_worker(travel: object):
    task = make_task(table(), "ripe", groups="person")

    back = travel.loads(travel.dumps(task))

    assert back.fingerprint == task.fingerprint
    pd.testing.assert_frame_equal(back.X, task.X)


def test_all_errors_have_one_parent_and_are_value_errors():
    with pytest.raises(MetaMLError) as caught:
        make_task(pd.DataFrame(), "y")

    assert isinstance(caught.value, EmptyTableError)
    assert isinstance(caught.value, ValueError)


def test_family_is_unknown_at_first_and_no_part_of_the_fingerprint():
    task = make_task(table(), "ripe")

    related = replace(task, family="orchard")

    assert (task.family, related.family) == ("", "orchard")
    assert related.fingerprint == task.fingerprint
    assert pickle.loads(pickle.dumps(related)).family == "orchard"

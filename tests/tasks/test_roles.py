from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from jupyter_metaml.tasks import (
    ColumnNotFoundError,
    EmptyTableError,
    LengthError,
    RoleClashError,
    TargetNotFoundError,
    TargetValuesError,
)
from jupyter_metaml.tasks.roles import Roles, as_labels, take_apart

TABLE = pd.DataFrame({"a": [1, 2, 3], "b": [4, 5, 6], "g": ["p", "q", "p"], "y": ["no", "yes", "no"]})


def test_named_columns_leave_the_features():
    parts = take_apart(TABLE, Roles(target="y", groups="g", ignore=("b",)))

    assert list(parts.features.columns) == ["a"]
    assert parts.target.tolist() == ["no", "yes", "no"]
    assert parts.target_name == "y"
    assert parts.groups is not None
    assert parts.groups.tolist() == ["p", "q", "p"]


def test_table_is_not_changed():
    before = TABLE.copy()

    take_apart(TABLE, Roles(target="y", ignore=("a",)))

    pd.testing.assert_frame_equal(TABLE, before)


@pytest.mark.parametrize(
    "values",
    [
        [1, 2, 3],
        (1, 2, 3),
        np.array([1, 2, 3]),
        np.array([1, 2, 3], dtype=">i4"),
        pd.Series([1, 2, 3], index=[7, 8, 9]),
        pd.Index([1, 2, 3]),
        pd.array([1, 2, 3], dtype="Int64"),
        pl.Series([1, 2, 3]),
        pa.array([1, 2, 3]),
        pa.chunked_array([[1], [2, 3]]),
        (number for number in (1, 2, 3)),
    ],
    ids=lambda values: type(values).__name__,
)
def test_values_of_all_kinds_are_read_in_order(values: object):
    parts = take_apart(TABLE, Roles(target=values))

    assert parts.target.tolist() == [1, 2, 3]
    assert parts.target.index.tolist() == [0, 1, 2]
    assert parts.features.shape == TABLE.shape


def test_type_of_given_values_is_kept():
    parts = take_apart(TABLE, Roles(target=pd.Categorical(["a", "b", "a"])))

    assert parts.target.dtype == "category"


def test_name_of_a_series_is_the_name_of_the_target():
    assert take_apart(TABLE, Roles(target=pd.Series([1, 2, 3], name="price"))).target_name == "price"


def test_tuple_can_be_a_label():
    table = TABLE.set_axis(pd.Index(["a", "b", "g", ("y", 1)], tupleize_cols=False), axis=1)

    assert take_apart(table, Roles(target=("y", 1))).target_name == ("y", 1)


@pytest.mark.parametrize("label", [np.nan, None, 2, pd.Timestamp("2020")])
def test_label_of_any_type_is_found(label: object):
    table = TABLE.set_axis(pd.Index(["a", "b", "g", label], dtype=object), axis=1)

    assert take_apart(table, Roles(target=label)).target.tolist() == ["no", "yes", "no"]


@pytest.mark.parametrize("target", ["Y", "y ", 7, None, ("y", "z", "a", "b"), "t\u200barget"])
def test_unknown_target_is_an_error_that_lists_columns(target: object):
    with pytest.raises(TargetNotFoundError, match="'a', 'b', 'g', 'y'"):
        take_apart(TABLE, Roles(target=target))


@pytest.mark.parametrize(
    ("role", "words"),
    [("groups", "Groups 'G' is not"), ("time", "Time 'G' is not"), ("sample_weight", "Sample weight 'G' is not")],
)
def test_unknown_column_for_a_role_is_an_error_that_names_the_role(role: str, words: str):
    with pytest.raises(ColumnNotFoundError, match=f"{words}.*Did you mean 'g'"):
        take_apart(TABLE, Roles(target="y", **{role: "G"}))


def test_unknown_ignored_column_is_an_error():
    with pytest.raises(ColumnNotFoundError, match="Ignored column 'idd'"):
        take_apart(TABLE, Roles(target="y", ignore=("idd",)))


@pytest.mark.parametrize(
    "options",
    [{"groups": "y"}, {"ignore": ("y",)}, {"groups": "g", "sample_weight": "g"}, {"groups": "g", "ignore": ("g",)}],
)
def test_column_with_two_roles_is_a_clash(options: dict[str, object]):
    with pytest.raises(RoleClashError, match="is given both as"):
        take_apart(TABLE, Roles(target="y", **options))


def test_groups_and_time_exclude_each_other():
    with pytest.raises(RoleClashError, match="groups and time exclude each other"):
        take_apart(TABLE, Roles(target="y", groups="g", time="a"))


def test_label_in_brackets_is_explained():
    with pytest.raises(LengthError, match="pass target='y' without brackets"):
        take_apart(TABLE, Roles(target=["y"]))


def test_wrong_length_tells_both_lengths():
    with pytest.raises(LengthError, match="2 values given as groups, but the table has 3 rows"):
        take_apart(TABLE, Roles(target="y", groups=["p", "q"]))


@pytest.mark.parametrize("target", [np.ones((3, 2)), np.ones((3, 1, 1)), [[1, 2]] * 3, TABLE[["a", "b"]]])
def test_several_targets_are_refused(target: object):
    with pytest.raises(TargetValuesError, match="columns; one is needed"):
        take_apart(TABLE, Roles(target=target))


@pytest.mark.parametrize("target", [np.array([[1], [2], [3]]), [[1], [2], [3]], pd.DataFrame({"y": [1, 2, 3]})])
def test_one_column_is_taken_as_such_with_a_note(target: object):
    parts = take_apart(TABLE, Roles(target=target))

    assert parts.target.tolist() == [1, 2, 3]
    assert parts.notes == ("The target was given as a table with one column; it was taken as that column.",)


def test_series_with_the_same_labels_in_other_order_is_noted():
    parts = take_apart(TABLE, Roles(target=pd.Series([1, 2, 3], index=[2, 1, 0])))

    assert parts.target.tolist() == [1, 2, 3]
    assert "matched by position" in parts.notes[0]


def test_nothing_to_predict_from_is_an_error_that_names_the_roles():
    with pytest.raises(EmptyTableError, match="holds only target, groups, ignored columns"):
        take_apart(TABLE, Roles(target="y", groups="g", ignore=("a", "b")))


@pytest.mark.parametrize(
    ("given", "labels"), [("a", ("a",)), (["a", "b"], ("a", "b")), ((), ()), (7, (7,)), (pd.Index(["a"]), ("a",))]
)
def test_ignore_takes_one_label_or_many(given: object, labels: tuple[object, ...]):
    assert as_labels(given) == labels

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.tasks import ColumnNamesError, as_frame
from jupyter_metaml.tasks.intake import clean_table, index_note


def test_zero_rows_can_be_taken_in():
    frame, names = as_frame(pd.DataFrame({"a": [], "b": pd.Series([], dtype=object)}))

    assert frame.shape == (0, 2)
    assert list(names) == ["a", "b"]


def test_index_is_kept_and_is_no_column():
    data = pd.DataFrame({"a": [1, 2], "b": [Decimal(1), None]}, index=pd.Index(["r", "r"], name="id"))

    frame, names = as_frame(data)

    pd.testing.assert_index_equal(frame.index, data.index)
    assert list(names) == ["a", "b"]


def test_known_columns_keep_their_names_and_others_are_left_alone():
    _, names = as_frame(pd.DataFrame([[1, 2]], columns=pd.Index([1, "1"], dtype=object)))
    later = pd.DataFrame([[[9], 2, 1]], columns=pd.Index(["new", "1", 1], dtype=object))

    frame, found = as_frame(later, names=names)

    assert found == {"new": "new", "1": "1", "1_2": 1}
    assert frame.loc[0, "1_2"] == 1
    assert frame.loc[0, "new"] == [9]


def test_duplicate_names_are_refused():
    with pytest.raises(ColumnNamesError):
        as_frame(pd.DataFrame([[1, 2]], columns=["a", "a"]))


def test_changes_are_noted_together_with_original_names():
    raw = pd.DataFrame({7: [Decimal(1)], "b": [Decimal(2)], "c": [1.0]})

    assert clean_table(raw).notes == ("Converted Decimal numbers to floats in 2 columns: 7, 'b'.",)


def test_many_columns_are_put_together_in_blocks():
    raw = pd.DataFrame(np.ones((3, 600)).astype(object))

    frame = clean_table(raw).frame

    assert frame.shape == (3, 600)
    assert set(frame.dtypes) == {np.dtype(float)}


@pytest.mark.parametrize(
    ("index", "words"),
    [
        (pd.date_range("2020", periods=2), "looks like time"),
        (pd.period_range("2020", periods=2), "looks like time"),
        (pd.MultiIndex.from_tuples([(1, 2), (3, 4)]), "2 levels"),
        (pd.Index(["a", "b"]), "identifies the rows"),
        (pd.Index([5, 5], name="customer"), "'customer' looks like groups of rows"),
    ],
)
def test_index_that_looks_like_data_is_noted(index: pd.Index, words: str):
    assert words in (index_note(index) or "")


@pytest.mark.parametrize("index", [pd.RangeIndex(3), pd.Index([7, 3, 3]), pd.Index([0.5, 1.5])])
def test_what_filtering_leaves_behind_is_not_worth_a_note(index: pd.Index):
    assert index_note(index) is None

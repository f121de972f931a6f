from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_metaml.tasks.labels import encode, label_notes, restore


@pytest.mark.parametrize(
    "values",
    [
        pd.Series([True, False, True]),
        pd.Series([3, 1, 3]),
        pd.Series([0.0, 1.0, 0.0]),
        pd.Series(["b", "a ", "b"]),
        pd.Series(["b", "a", "b"], dtype=object),
        pd.Series([2, 1, 2], dtype="Int64"),
        pd.Series([True, False, True], dtype="boolean"),
        pd.Series(["b", "a", "b"], dtype="string"),
        pd.Series(["b", "a", "b"], dtype=pd.ArrowDtype(pa.string())),
        pd.Series([2, 1, 2], dtype=pd.ArrowDtype(pa.int64())),
        pd.Series(pd.Categorical(["lo", "hi", "lo"], ["lo", "mid", "hi"], ordered=True)),
        pd.Series(pd.Categorical([10, 2, 10])),
        pd.Series(pd.cut([1, 5, 1], 2)),
        pd.Series([1, "1", 1], dtype=object),
        pd.Series([b"b", b"a", b"b"], dtype=object),
    ],
    ids=lambda values: str(values.dtype),
)
def test_labels_of_all_types_come_back(values: pd.Series):
    codes, classes = encode(values)

    back = restore(codes, classes, values.dtype)

    pd.testing.assert_series_equal(back, values)
    assert codes.dtype == np.int64
    assert sorted(set(codes)) == [0, 1]


@pytest.mark.parametrize(
    ("values", "dtype"), [([True, False], np.bool_), ([2, 1], np.int64), ([0.5, 1.5], np.float64), (["a", "b"], object)]
)
def test_classes_have_the_type_of_the_labels(values: list[object], dtype: type):
    assert encode(pd.Series(values))[1].dtype == dtype


def test_classes_are_sorted_and_categories_keep_their_order():
    assert encode(pd.Series([10, 2, 33]))[1].tolist() == [2, 10, 33]
    assert encode(pd.Series(pd.Categorical(["lo", "hi"], ["lo", "hi"])))[1].tolist() == ["lo", "hi"]


def test_labels_without_an_order_are_sorted_by_type_and_text():
    assert encode(pd.Series([2, "1", 1, "a"], dtype=object))[1].tolist() == [1, 2, "1", "a"]


@given(st.lists(st.one_of(st.integers(-3, 3), st.text(max_size=2)), min_size=1, max_size=20))
def test_every_label_has_its_own_code(labels: list[object]):
    values = pd.Series(labels, dtype=object)

    codes, classes = encode(values)

    assert [classes[code] for code in codes] == labels
    assert len(classes) == len(set(labels))


def test_sparse_labels_come_back_dense():
    assert restore(np.array([1, 0]), np.array([0, 1]), pd.SparseDtype("int64")).tolist() == [1, 0]


def test_positive_class_is_named():
    assert label_notes(np.array(["no", "yes"], dtype=object)) == [
        "Scores that need a positive class take 'yes' as positive."
    ]


def test_mixed_types_and_twins_are_noted():
    notes = label_notes(np.array([1, "1", "Yes", "yes "], dtype=object))

    assert notes[0].startswith("The target mixes int and str labels")
    assert "'Yes', 'yes '" in notes[1]

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.pipelines.categories import category_parts, level_counts, one_hot_parts, texts_of_levels
from jupyter_metaml.profiling import ColumnKind

NAN = float("nan")


@pytest.fixture
def codes(plan):
    """Return a maker of fitted codes for one column."""

    def make(column, kind=ColumnKind.CATEGORY):
        frame = pd.DataFrame({"a": column})
        (part,) = category_parts([plan("a", "category", kind=kind)], frame)
        return part.transformer.fit(frame), part

    return make


def coded(fitted, column):
    return fitted.transform(pd.DataFrame({"a": column})).ravel()


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([2, 1, 2]),
        pd.Series([2.0, 1.0, 2.0]),
        pd.Series(["2", "1", "2"]),
        pd.Series(["2", "1", "2"], dtype="category"),
        pd.Series([2, 1, 2], dtype="Int64"),
        pd.Series([2, 1, 2], dtype="int64[pyarrow]"),
        pd.Series([2, "1", 2.0], dtype=object),
    ],
    ids=lambda column: str(column.dtype),
)
@pytest.mark.parametrize(
    "trained_on", [[1, 2, 3], ["1", "2", "3"], [1.0, 2.0, 3.0], pd.Categorical([1, 2, 3])], ids=str
)
def test_whole_numbers_are_the_same_level_in_any_type(codes, column, trained_on):
    fitted, _ = codes(trained_on)

    assert coded(fitted, column).tolist() == [1.0, 0.0, 1.0]


def test_numeric_levels_are_in_numeric_order(codes):
    fitted, _ = codes([10, 9, 100])

    assert coded(fitted, [9, 10, 100]).tolist() == [0.0, 1.0, 2.0]


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT], ids=str)
def test_missing_is_missing_in_every_spelling(codes, missing):
    fitted, _ = codes(["a", "b", "a"])

    np.testing.assert_array_equal(coded(fitted, pd.Series(["b", missing], dtype=object)), [1.0, NAN])


def test_unseen_level_is_missing(codes):
    fitted, _ = codes(["a", None, "b"])

    np.testing.assert_array_equal(coded(fitted, ["b", "c"]), [1.0, NAN])


def test_only_levels_with_whole_numbers_pay_for_their_fractions(codes):
    words, _ = codes(["1st", "2nd"])
    digits, _ = codes(["1st", "2"])

    assert "whole" not in words.named_steps
    assert coded(digits, pd.Series([2.0], dtype=object)).tolist() == [1.0]


def test_booleans_match_in_every_type(codes):
    fitted, _ = codes([True, False, True])

    assert coded(fitted, pd.array([True, False], dtype="boolean")).tolist() == [1.0, 0.0]
    assert coded(fitted, pd.Series([True, False], dtype="bool[pyarrow]")).tolist() == [1.0, 0.0]


def test_ordered_levels_keep_their_order_and_count_as_numbers(codes):
    sizes = pd.Categorical(["L", "S", "M"], categories=["S", "M", "L"], ordered=True)

    fitted, part = codes(sizes)

    assert part.kind == "number"
    assert coded(fitted, ["S", "M", "L"]).tolist() == [0.0, 1.0, 2.0]


def test_levels_seen_once_share_a_code_where_there_are_many(codes):
    fitted, _ = codes(["a", "a", "b", "b", "x", "y", None], kind=ColumnKind.HIGH_CARDINALITY)

    assert coded(fitted, ["x", "y"]).tolist() == [2.0, 2.0]
    assert level_counts(fitted[-1]) == [3]


def test_missing_does_not_count_as_a_level(codes):
    fitted, _ = codes(["a", "b", None])

    assert level_counts(fitted[-1]) == [2]


def test_odd_objects_become_text(codes):
    fitted, _ = codes(pd.Series([b"raw", (1, 2), "half \ud800"], dtype=object))

    assert np.isfinite(coded(fitted, pd.Series([b"raw", (1, 2), "half \ud800"], dtype=object))).all()


def test_text_of_levels_drops_the_fraction_of_whole_numbers_only():
    frame = pd.DataFrame({"a": pd.Series([1.0, 1.5, "v1.0", None], dtype=object)})

    found = texts_of_levels().fit_transform(frame)["a"].tolist()

    assert found[:3] == ["1", "1.5", "v1"]
    assert pd.isna(found[3])


def test_one_hot_has_a_column_for_each_frequent_level(plan):
    frame = pd.DataFrame({"a": ["x"] * 300 + ["y"] * 299 + ["rare"], "n": [1, 2] * 300})
    plans = [plan("a", "category"), plan("n", "category")]

    parts = one_hot_parts(plans, frame)

    widths = [part.transformer.fit_transform(frame[list(part.columns)]).shape[1] for part in parts]
    assert widths == [2, 3]

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from jupyter_metaml.pipelines.numeric import LARGEST, floats_of_numbers, number_parts
from jupyter_metaml.profiling import NumberFormat

NAN = float("nan")

SPELLINGS = {
    "floats": pd.Series([1.0, np.nan, 3.0]),
    "float16": pd.Series([1.0, np.nan, 3.0], dtype="float16"),
    "nullable": pd.Series([1, None, 3], dtype="Int64"),
    "objects": pd.Series([1, None, 3.0], dtype=object),
    "text": pd.Series(["1", None, " 3.0 "]),
    "text that is no number": pd.Series(["1", "none of your business", "3"]),
    "nullable text": pd.Series(["1", None, "3"], dtype="string"),
    "decimals": pd.Series([Decimal(1), None, Decimal(3)], dtype=object),
    "arrow": pd.Series([1, None, 3], dtype="int64[pyarrow]"),
    "arrow text": pd.Series(["1", None, "3"], dtype=pd.ArrowDtype(pa.string())),
    "categories": pd.Series([1, None, 3], dtype="category"),
    "categories of text": pd.Series(["1", None, "3"], dtype="category"),
    "sparse": pd.Series(pd.arrays.SparseArray([1.0, np.nan, 3.0])),
    "infinity": pd.Series([1.0, -np.inf, 3.0]),
    "nested": pd.Series([1, [2], 3], dtype=object),
}


def transformed(parts, frame):
    (part,) = parts
    return part.transformer.fit_transform(frame[list(part.columns)]).to_numpy()


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_numbers_are_read_however_they_arrive(spelling):
    fitted = floats_of_numbers().fit(pd.DataFrame({"a": [1.0, 2.0]}))

    found = fitted.transform(pd.DataFrame({"a": SPELLINGS[spelling]}))

    np.testing.assert_array_equal(found["a"].to_numpy(dtype=float), [1.0, NAN, 3.0])


def test_booleans_are_zero_and_one():
    frame = pd.DataFrame({"a": [True, False], "b": pd.array([True, None], dtype="boolean")})

    found = floats_of_numbers().fit_transform(frame)

    np.testing.assert_array_equal(found.to_numpy(), [[1.0, 1.0], [0.0, NAN]])


def test_numbers_that_forests_cannot_hold_are_bounded():
    found = floats_of_numbers().fit_transform(pd.DataFrame({"a": [1e300, -1e300]}))

    assert found["a"].tolist() == [LARGEST, -LARGEST]


def test_durations_are_seconds_in_any_unit(plan):
    frame = pd.DataFrame({"d": pd.to_timedelta([1, None, 90], unit="s")})
    parts = number_parts([plan("d", "number")], frame.dtypes.to_dict())

    found = transformed(parts, frame)

    np.testing.assert_array_equal(found, [[1.0], [NAN], [90.0]])


def test_seconds_in_place_of_durations_are_the_same(plan):
    (part,) = number_parts([plan("d", "number")], {"d": np.dtype("timedelta64[us]")})
    fitted = part.transformer.fit(pd.DataFrame({"d": [1.5, NAN, 90.0]}))

    found = fitted.transform(pd.DataFrame({"d": pd.to_timedelta([1.5, None, 90], unit="s")}))

    np.testing.assert_array_equal(found, fitted.transform(pd.DataFrame({"d": [1.5, NAN, 90.0]})))
    np.testing.assert_array_equal(found, [[1.5], [NAN], [90.0]])


def test_decimals_of_arrow_may_be_missing(plan):
    frame = pd.DataFrame({"d": pd.Series([Decimal("1.5"), None], dtype=pd.ArrowDtype(pa.decimal128(5, 2)))})
    parts = number_parts([plan("d", "number")], frame.dtypes.to_dict())

    np.testing.assert_array_equal(transformed(parts, frame), [[1.5], [NAN]])


def test_written_numbers_are_read_in_their_notation(plan):
    frame = pd.DataFrame({"price": ["1.234,50 €", "(7,25) €", None, "?"]})
    notation = NumberFormat(decimal=",", thousands=".", symbols="€", parentheses=False)
    parts = number_parts([plan("price", "number from text", number_format=notation)], frame.dtypes.to_dict())

    np.testing.assert_array_equal(transformed(parts, frame), [[1234.5], [NAN], [NAN], [NAN]])


def test_numbers_among_written_ones_are_taken_as_they_are(plan):
    notation = NumberFormat(decimal=",", thousands=".")
    frame = pd.DataFrame({"price": ["1.234,50", "3,5"]})
    (part,) = number_parts([plan("price", "number from text", number_format=notation)], frame.dtypes.to_dict())

    found = part.transformer.fit(frame).transform(pd.DataFrame({"price": pd.Series([5.5, "2,5"], dtype=object)}))

    assert found["price"].tolist() == [5.5, 2.5]


def test_each_notation_has_its_part_and_plain_ones_share_one(plan):
    plans = [
        plan("a", "number"),
        plan("b", "number from text", number_format=NumberFormat()),
        plan("c", "number from text", number_format=NumberFormat(symbols="%")),
        plan("d", "number from text", number_format=NumberFormat(symbols="$")),
    ]

    parts = number_parts(plans, dict.fromkeys("abcd", np.dtype(object)))

    assert [part.columns for part in parts] == [("a", "b"), ("c",), ("d",)]

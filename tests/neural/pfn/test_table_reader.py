from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.neural.pfn.table_reader import TableReader, as_numbers

NAN = np.nan


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pd.Series([1, 2]), [1.0, 2.0]),
        (pd.Series([True, False]), [1.0, 0.0]),
        (pd.Series([1, None], dtype="Int64"), [1.0, NAN]),
        (pd.Series([1.5, pd.NA], dtype="Float64"), [1.5, NAN]),
        (pd.Series([True, None], dtype="boolean"), [1.0, NAN]),
        (pd.Series([1, None, 2.5], dtype=object), [1.0, NAN, 2.5]),
        (pd.Series([Decimal("1.5"), Decimal(2)], dtype=object), [1.5, 2.0]),
        (pd.Series([None, None], dtype=object), [NAN, NAN]),
        (pd.to_datetime(pd.Series(["1970-01-02", None])), [86400.0, NAN]),
        (pd.to_timedelta(pd.Series(["1s", "2s"])), [1.0, 2.0]),
        (pd.to_datetime(pd.Series(["1970-01-02"])).dt.tz_localize("UTC"), [86400.0]),
    ],
)
def test_numbers_dates_and_truth_values_are_numbers(values: pd.Series, expected: list[float]):
    np.testing.assert_allclose(as_numbers(values), expected)


@pytest.mark.parametrize(
    "values",
    [
        pd.Series(["a", "b"]),
        pd.Series([1, "a"], dtype=object),
        pd.Series([1, 2], dtype="category"),
        pd.Series([{"a": 1}, [2]], dtype=object),
        pd.Series([dt.date(2020, 1, 1), None], dtype=object),
        pd.Series([1j, 2j]),
    ],
)
def test_everything_else_is_levels(values: pd.Series):
    assert as_numbers(values) is None
    codes = TableReader(values.to_frame()).read(values.to_frame())
    assert set(codes[~np.isnan(codes)]) <= {0.0, 1.0}


def test_levels_that_were_not_there_are_empty_cells():
    reader = TableReader(pd.DataFrame({"town": ["Rome", "Oslo", None]}))

    codes = reader.read(pd.DataFrame({"town": ["Oslo", "Bern", None]}))

    np.testing.assert_array_equal(codes[:, 0], [1.0, NAN, NAN])


def test_levels_are_told_by_how_they_are_written():
    reader = TableReader(pd.DataFrame({"zone": pd.Categorical([3, 7])}))

    np.testing.assert_array_equal(reader.read(pd.DataFrame({"zone": ["7", "3"]}))[:, 0], [1.0, 0.0])


def test_words_in_a_column_of_numbers_are_empty_cells():
    reader = TableReader(pd.DataFrame({"age": [1.0, 2.0]}))

    np.testing.assert_array_equal(reader.read(pd.DataFrame({"age": ["3", "many"]}))[:, 0], [3.0, NAN])


def test_infinite_numbers_lie_one_range_beyond_the_finite_ones():
    frame = pd.DataFrame({"x": [0.0, 10.0, np.inf, -np.inf, NAN]})

    np.testing.assert_array_equal(TableReader(frame).read(frame)[:, 0], [0.0, 10.0, 20.0, -10.0, NAN])


def test_columns_of_the_same_name_are_told_apart():
    frame = pd.DataFrame([[1, "a"], [2, "b"]], columns=["x", "x"])

    reader = TableReader(frame)

    np.testing.assert_array_equal(reader.is_category, [False, True])
    np.testing.assert_array_equal(reader.read(frame), [[1.0, 0.0], [2.0, 1.0]])


def test_reading_leaves_the_table_as_it_is():
    frame = pd.DataFrame({"x": [1.0, np.inf], "y": ["a", None]})
    before = frame.copy()

    TableReader(frame).read(frame)

    pd.testing.assert_frame_equal(frame, before)

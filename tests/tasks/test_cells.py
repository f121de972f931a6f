from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from jupyter_metaml.tasks import ColumnValuesError
from jupyter_metaml.tasks.cells import is_plain, plain_column


def plain(values: list[object], dtype: object = None) -> tuple[list[object], str, str | None]:
    """Convert a column; give back its values (None for missing), type and change."""
    converted, change = plain_column(pd.Series(values, dtype=dtype), "odd")
    values = [None if pd.isna(value) else value for value in converted.tolist()]
    return values, str(converted.dtype), change


@pytest.mark.parametrize("dtype", ["int8", "uint64", "float32", "float64", "bool"])
def test_numpy_numbers_and_booleans_are_plain(dtype: str):
    assert is_plain(np.dtype(dtype))


@pytest.mark.parametrize("dtype", ["Int64", "Float64", "boolean", pd.ArrowDtype(pa.int64()), pd.ArrowDtype(pa.bool_())])
def test_nullable_numbers_become_what_they_are_without_nullable_types(dtype: object):
    values, found, change = plain([1, None, 0], dtype)

    assert values == [1.0, None, 0.0]
    assert found == "float64"
    assert change in {None, "booleans with gaps to 1 and 0"}


@pytest.mark.parametrize(
    ("dtype", "expected"), [("Int8", "int8"), ("UInt64", "uint64"), ("boolean", "bool"), ("Float32", "float32")]
)
def test_nullable_numbers_without_gaps_keep_their_width(dtype: str, expected: str):
    assert plain([1, 0], dtype)[1] == expected


@pytest.mark.parametrize("dtype", ["string[python]", "string[pyarrow]", pd.ArrowDtype(pa.string())])
def test_texts_of_all_types_become_one_type_with_nan(dtype: object):
    converted, _ = plain_column(pd.Series(["a", None], dtype=dtype), "odd")

    assert converted.dtype == pd.Series(["a", np.nan]).dtype
    assert converted[1] is not pd.NA
    assert np.isnan(converted[1])


def test_narrow_floats_are_widened_and_wide_ones_narrowed():
    assert plain([1.5], np.float16)[1] == "float32"
    assert plain([1.5], np.longdouble)[1] == "float64"


def test_infinite_numbers_stay():
    assert plain([np.inf, 1.0])[0] == [np.inf, 1.0]


def test_dates_with_a_zone_are_told_in_utc():
    values, found, change = plain([pd.Timestamp("2020-06-01 12:00", tz="Europe/Berlin")])

    assert values == [pd.Timestamp("2020-06-01 10:00")]
    assert found == "datetime64[us]"
    assert change == "dates with a time zone to UTC"


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_dates_of_all_units_become_microseconds(unit: str):
    values, found, change = plain(["2020-01-01", None], f"datetime64[{unit}]")

    assert (values, found, change) == ([pd.Timestamp("2020-01-01"), None], "datetime64[us]", None)


def test_dates_beyond_microseconds_are_missing_and_said_so():
    far = np.array(["300000-01-01", "2020-01-01"], dtype="datetime64[s]")

    assert plain(far)[0] == [None, pd.Timestamp("2020-01-01")]
    assert plain(far)[2] == "dates out of range to missing"


def test_periods_and_durations_are_turned_into_dates_and_seconds():
    assert plain(pd.period_range("2020-01", periods=1, freq="M"))[0] == [pd.Timestamp("2020-01-01")]
    assert plain([dt.timedelta(minutes=1), None], "timedelta64[ns]")[0] == [60.0, None]


def test_decimals_of_arrow_become_floats():
    assert plain([Decimal("1.5"), None], pd.ArrowDtype(pa.decimal128(5, 2)))[:2] == ([1.5, None], "float64")


def test_long_nullable_numbers_keep_their_digits():
    values, _, change = plain([2**60, None, 2**60 + 1], "Int64")

    assert values == [str(2**60), None, str(2**60 + 1)]
    assert change == "whole numbers with too many digits to texts"


def test_sparse_columns_become_dense():
    assert plain(pd.arrays.SparseArray(np.array([0, 0, 5])))[:2] == ([0, 0, 5], "int64")


def test_unused_levels_are_dropped_and_order_stays():
    converted, _ = plain_column(pd.Series(pd.Categorical(["hi", "lo"], ["lo", "mid", "hi"], ordered=True)), "odd")

    assert converted.cat.categories.tolist() == ["lo", "hi"]
    assert converted.cat.ordered


def test_numeric_levels_stay_numbers():
    converted, _ = plain_column(pd.Series([3, None, 1], dtype="category"), "odd")

    assert converted.cat.categories.tolist() == [1, 3]


def test_levels_that_read_the_same_become_one():
    converted, change = plain_column(pd.Series(pd.Categorical([1, "1", None], [1, "1"])), "odd")

    assert converted.cat.categories.tolist() == ["1"]
    assert converted.isna().tolist() == [False, False, True]
    assert change == "int values to texts"


@pytest.mark.parametrize(
    "levels", [pd.interval_range(0, 2), pd.date_range("2020", periods=2), pd.array([1, 2], "Int64")]
)
def test_levels_of_other_types_are_texts_or_numbers(levels: object):
    converted, _ = plain_column(pd.Series(pd.Categorical(levels)), "odd")

    assert all(isinstance(level, str | int) for level in converted.cat.categories)


def test_nested_arrow_column_is_refused_by_its_type():
    with pytest.raises(ColumnValuesError, match=r"'odd' holds nested values: its type is list"):
        plain([[1]], pd.ArrowDtype(pa.list_(pa.int64())))


def test_complex_numbers_are_refused_in_the_words_of_scikit_learn():
    with pytest.raises(ColumnValuesError, match=r"^Complex data not supported: column 'odd'"):
        plain([1j])


def test_index_is_kept():
    converted, _ = plain_column(pd.Series([Decimal(1)], index=["row"]), "odd")

    assert converted.index.tolist() == ["row"]

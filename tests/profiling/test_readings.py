from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.profiling.readings import read_table, seconds, storage_of


@pytest.mark.parametrize(
    ("values", "storage"),
    [
        ([1, 2], "number"),
        (np.array([1, 2], dtype=np.uint8), "number"),
        (np.array([1, 2], dtype=np.float32), "number"),
        ([True, False], "boolean"),
        (["a", "b"], "string"),
        (np.array(["a", np.nan], dtype=object), "string"),
        (pd.Categorical(["a", "b"]), "category"),
        (pd.to_datetime(["2020-01-01", None]), "date"),
    ],
)
def test_storage_follows_from_the_dtype(values, storage):
    assert storage_of(pd.Series(values).dtype) == storage


def test_every_column_is_read_once_and_in_place():
    frame = pd.DataFrame(
        {
            "word": ["a", "b", "a"],
            "number": [1.5, np.inf, np.nan],
            "day": pd.to_datetime(["1970-01-02", None, "1970-01-03"]),
            "flag": [True, False, True],
        }
    )

    reading = read_table(frame)

    assert reading.storages == ("string", "number", "date", "boolean")
    assert reading.numbers.positions.tolist() == [1, 3]
    np.testing.assert_array_equal(reading.numbers.values, [[1.5, np.nan, np.nan], [1, 0, 1]])
    assert reading.levels[0].values == ["a", "b"]
    np.testing.assert_array_equal(reading.dates[2], [86_400, np.nan, 172_800])


def test_reading_changes_nothing():
    frame = pd.DataFrame({"a": [1.0, np.inf], "b": [np.nan, -np.inf]})
    before = frame.copy(deep=True)

    read_table(frame)

    pd.testing.assert_frame_equal(frame, before)


def test_neighbouring_large_whole_numbers_are_told_apart():
    reading = read_table(pd.DataFrame({"key": [2**53, 2**53 + 1, 2**53 + 2], "small": [1, 2, 2]}))

    assert reading.numbers.n_distinct.tolist() == [3, 2]


def test_dates_with_a_zone_become_seconds_in_utc():
    column = pd.Series(pd.to_datetime(["1970-01-01 01:00"]).tz_localize("Europe/Berlin"))

    assert seconds(column).tolist() == [0.0]


def test_dates_far_away_become_seconds():
    column = pd.Series(np.array(["0001-01-01", "9999-12-31", "NaT"], dtype="datetime64[s]"))

    np.testing.assert_array_equal(seconds(column), [-62_135_596_800, 253_402_214_400, np.nan])


def test_a_table_without_columns_can_be_read():
    reading = read_table(pd.DataFrame(index=range(3)))

    assert reading.storages == ()
    assert reading.numbers.values.shape == (0, 3)


def test_missing_cells_are_those_of_columns_that_hold_values_too():
    frame = pd.DataFrame(
        {
            "full": [1.0, 2.0, 3.0],
            "empty": [np.nan] * 3,
            "number": [1.0, np.nan, np.inf],
            "word": ["a", None, "b"],
            "day": pd.to_datetime([None, "2020-01-01", "2020-01-02"]),
        }
    )

    missing = read_table(frame).missing

    assert {position: cells.tolist() for position, cells in missing.items()} == {
        2: [False, True, True],
        3: [False, True, False],
        4: [True, False, False],
    }

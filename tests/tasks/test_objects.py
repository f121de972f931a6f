from __future__ import annotations

import datetime as dt
import enum
import uuid
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePosixPath

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.tasks import ColumnValuesError
from jupyter_metaml.tasks.objects import plain_objects, shows_itself, without_surrogates


class Unit(enum.Enum):
    KG = 1


class Silent:
    pass


def objects(*values: object) -> np.ndarray:
    filled = np.empty(len(values), dtype=object)
    for place, value in enumerate(values):
        filled[place] = value
    return filled


def plain(*values: object) -> list[object]:
    converted, _ = plain_objects(objects(*values), "odd")
    return [None if pd.isna(value) else value for value in converted.tolist()]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((None, np.nan, pd.NA, pd.NaT), [None] * 4),
        (("a", None, pd.NA), ["a", None, None]),
        ((True, False), [True, False]),
        ((True, None), [1.0, None]),
        ((1, 2), [1, 2]),
        ((1, None, 2.5), [1.0, None, 2.5]),
        ((np.int8(1), np.float32(0.5)), [1.0, 0.5]),
        ((Decimal("1.5"), Fraction(1, 2), None), [1.5, 0.5, None]),
        ((Decimal("NaN"), Decimal(1)), [None, 1.0]),
        ((10**400, -(10**400), 1.0), [np.inf, -np.inf, 1.0]),
        ((10**30, 2), [1e30, 2.0]),
        ((10**30, 10**30 + 1), [str(10**30), str(10**30 + 1)]),
        ((dt.timedelta(hours=1), np.timedelta64(1, "s"), dt.time(0, 1)), [3600.0, 1.0, 60.0]),
        ((b"a", bytearray(b"b"), memoryview(b"c"), b"\xff"), ["a", "b", "c", "\ufffd"]),
        ((1, "1", 1.0, None, True), ["1", "1", "1.0", None, "True"]),
        ((uuid.UUID(int=1), PurePosixPath("a/b"), Unit.KG), [str(uuid.UUID(int=1)), "a/b", "Unit.KG"]),
    ],
)
def test_objects_become_plain_by_their_types(values: tuple[object, ...], expected: list[object]):
    assert plain(*values) == expected


def test_dates_of_all_kinds_and_zones_are_told_in_utc():
    values = (dt.date(2020, 1, 1), dt.datetime(2020, 1, 2), pd.Timestamp("2020-01-03", tz="Asia/Tokyo"), None)

    converted, change = plain_objects(objects(*values), "odd")

    assert pd.Series(converted).dt.day.fillna(0).tolist() == [1, 2, 2, 0]
    assert change == "dates with a time zone to UTC"


def test_periods_become_the_time_they_start_at():
    converted, _ = plain_objects(objects(pd.Period("2020-02"), None), "odd")

    assert pd.Series(converted).dt.month.fillna(0).tolist() == [2, 0]


@pytest.mark.parametrize(
    "value", [[1], (1,), {1}, frozenset({1}), {"a": 1}, np.zeros(2), pd.Series([1]), pd.DataFrame({"a": [1]})], ids=type
)
def test_nested_value_is_refused_with_its_column_and_row(value: object):
    with pytest.raises(ColumnValuesError, match=rf"'odd' holds nested values: row 2 is a {type(value).__name__}"):
        plain("a", None, value)


@pytest.mark.parametrize("value", [Silent(), len, Silent, object()])
def test_object_that_only_shows_its_address_is_refused(value: object):
    with pytest.raises(ColumnValuesError, match=r"'odd' holds objects of type"):
        plain("a", value)


def test_change_names_the_types():
    _, change = plain_objects(objects(1, "1", uuid.UUID(int=1)), "odd")

    assert change == "UUID and int values to texts"


def test_half_characters_are_replaced():
    cleaned, change = without_surrogates(pd.Series(["ok", "a\udfff", None], dtype=object))

    assert cleaned.tolist()[:2] == ["ok", "a?"]
    assert change == "characters that are not valid Unicode to '?'"


def test_null_bytes_and_other_valid_text_stay():
    texts = ["a\x00b", "\u202e", "\U0001f600"]

    assert plain(*texts) == texts


def test_values_are_not_changed_in_place():
    values = objects(1, "\ud800", None)
    before = values.copy()

    plain_objects(values, "odd")

    assert values.tolist() == before.tolist()


@pytest.mark.parametrize(("kind", "expected"), [(uuid.UUID, True), (Silent, False), (type(len), False), (type, False)])
def test_types_with_a_text_of_their_own_are_told_apart(kind: type, expected: bool):
    assert shows_itself(kind) is expected

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.pipelines.dates import date_parts

NAN = float("nan")
TWO_YEARS = pd.date_range("2023-01-01 06:00", "2024-12-31", periods=50)


@pytest.fixture
def days(plan):
    """Return a maker of fitted parts of one column, and what they give for another."""

    def make(trained_on, column, **changes):
        frame = pd.DataFrame({"a": trained_on})
        (part,) = date_parts([plan("a", "date", **changes)], frame)
        fitted = part.transformer.fit(frame)
        return dict(zip(part.outputs, fitted.transform(pd.DataFrame({"a": column})).T, strict=True))

    return make


def test_parts_that_vary_are_there(days):
    found = days(TWO_YEARS, pd.to_datetime(["2024-02-29 12:00"]))

    assert {name: value.tolist() for name, value in found.items()} == {
        "a: days": [19782.5],
        "a: year": [2024.0],
        "a: month": [2.0],
        "a: day": [29.0],
        "a: weekday": [3.0],
        "a: hour": [12.0],
    }


def test_parts_that_do_not_vary_are_left_out(days):
    found = days(pd.to_datetime(["2024-01-01", "2024-01-02"]), pd.to_datetime(["2024-01-01"]))

    assert set(found) == {"a: days", "a: day", "a: weekday"}


@pytest.mark.parametrize(
    "column",
    [
        ["2024-02-29 12:00"],
        pd.to_datetime(["2024-02-29 12:00"]).astype("datetime64[s]"),
        pd.to_datetime(["2024-02-29 12:00"]).tz_localize("UTC"),
        pd.to_datetime(["2024-02-29 13:00"]).tz_localize("Europe/Berlin"),
        pd.Series(pd.to_datetime(["2024-02-29 12:00"])).astype("timestamp[us][pyarrow]"),
        pd.Series(["2024-02-29 12:00"], dtype="category"),
    ],
    ids=lambda column: str(getattr(column, "dtype", "text")),
)
def test_same_moment_is_the_same_in_every_type(days, column):
    assert days(TWO_YEARS, column)["a: days"].tolist() == [19782.5]


@pytest.mark.parametrize("bad", ["next summer", None, "99999-01-01", pd.NaT])
def test_what_is_no_date_is_missing(days, bad):
    found = days(TWO_YEARS, pd.Series([bad, "2024-02-29"], dtype=object))

    np.testing.assert_array_equal(found["a: days"], [NAN, 19782.0])


def test_written_dates_are_read_in_their_format(days):
    written = TWO_YEARS.strftime("%d.%m.%Y")

    found = days(written, ["01.02.2024", "2024-02-01"], date_format="%d.%m.%Y")

    np.testing.assert_array_equal(found["a: month"], [2.0, NAN])


def test_periods_start_where_they_start(days):
    months = pd.Series(pd.period_range("2024-01", periods=12, freq="M"))

    assert days(months, months[:1])["a: days"].tolist() == [19723.0]


def test_time_between_two_dates_is_a_column(plan):
    frame = pd.DataFrame({"start": TWO_YEARS, "end": TWO_YEARS + pd.Timedelta(days=2)})
    frame.loc[1, "end"] = pd.NaT
    (part,) = date_parts([plan("start", "date"), plan("end", "date")], frame)

    found = part.transformer.fit_transform(frame)

    assert part.outputs[-1] == "end after start: days"
    np.testing.assert_allclose(found[:3, -1], [2.0, NAN, 2.0])


def test_no_dates_need_no_part():
    assert date_parts([], pd.DataFrame()) == []


def test_periods_and_what_the_intake_made_of_them_are_the_same(plan):
    months = pd.Series(pd.period_range("2024-01", periods=12, freq="M"))
    starts = pd.DataFrame({"when": months.dt.to_timestamp()})
    (part,) = date_parts([plan("when", "date")], starts, {"when": months.dtype})

    fitted = part.transformer.fit(starts)

    np.testing.assert_array_equal(fitted.transform(pd.DataFrame({"when": months})), fitted.transform(starts))

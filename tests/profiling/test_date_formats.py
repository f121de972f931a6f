from __future__ import annotations

import pandas as pd
import pytest

from jupyter_metaml.profiling.date_formats import detect_date_format


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["2020-01-31", "2021-12-01"], "ISO8601"),
        (["2020-01-31 12:30:05.25", "2021-12-01 00:00:00.5"], "ISO8601"),
        (["2020-01-31T12:30:05Z", "2021-12-01T00:00:00Z"], "ISO8601"),
        (["2020-01-31 12:30+01:00", "2020-07-31 12:30+02:00"], "ISO8601"),
        (["2020-1-5", "2021-12-1"], "ISO8601"),
        (["2020/01/31", "2021/12/01"], "%Y/%m/%d"),
        (["31.01.2020", "01.12.2021"], "%d.%m.%Y"),
        (["01/31/2020", "12/01/2021"], "%m/%d/%Y"),
        (["01/12/2020", "31/01/2021"], "%d/%m/%Y"),
        (["1/31/20 4:05 PM", "12/1/21 11:00 AM"], "%m/%d/%y %I:%M %p"),
        (["31 Jan 2020", "1 Dec 2021"], "%d %b %Y"),
        (["January 31, 2020", "December 1, 2021"], "%B %d, %Y"),
        (["Jan 31 2020", "Dec 1 2021"], "%b %d %Y"),
        (["05-Jan-20", "12-Dec-21"], "%d-%b-%y"),
        (["Dec-2015", "Jan-2016"], "%b-%Y"),
        (["2015-12", "2016-01"], "%Y-%m"),
        (["20200131", "20211201"], "%Y%m%d"),
        (["Mon Jan 06 12:30:05 +0000 2020", "Tue Jan 07 12:30:05 +0000 2020"], "%a %b %d %H:%M:%S %z %Y"),
    ],
)
def test_a_format_is_found_that_pandas_reads(values, expected):
    found = detect_date_format(values)

    assert found == expected
    assert pd.to_datetime(pd.Series(values), format=found, utc=True).notna().all()


@pytest.mark.parametrize(
    "values",
    [
        ["red", "blue"],
        ["12", "2020"],
        ["12:30", "13:45"],  # a time without a date
        ["1.2.10", "1.11.3"],  # versions
        ["2020-01-31", "31.01.2020", "Jan 2020"],  # several formats
        ["2010-11", "2013-14", "2014-15"],  # school years
        ["1001-02", "1002-03"],  # codes
        ["ABC-12", "XYZ-99"],
        ["Route 2000", "Unit 1999"],
        ["99/99/9999"],
        ["2020-01-31 and so on"],
        ["x" * 1_000_000],
        [""],
        [],
    ],
)
def test_what_is_no_date_in_one_format_is_left_alone(values):
    assert detect_date_format(values) is None


def test_a_few_impossible_dates_do_not_hide_the_others():
    values = [f"2020-01-{day:02}" for day in range(1, 31)]

    assert detect_date_format([*values, "0000-00-00"]) is not None
    assert detect_date_format([*values[:3], "0000-00-00"]) is None

from __future__ import annotations

import pandas as pd

DAYS = pd.date_range("2020-01-01", periods=200)


def test_speaks_of_dates_that_lie_after_their_row(warning_of, plain):
    frame = plain.assign(ordered=DAYS, returned=(DAYS + pd.Timedelta(days=9)).strftime("%d.%m.%Y"))

    warning = warning_of("MML025", frame, time="ordered")

    assert (warning.severity, warning.columns) == ("warning", ("returned",))
    assert "ignore=['returned']" in warning.advice
    assert warning.evidence["share_after"] == 1.0


def test_silent_on_dates_before_their_row(warning_of, plain):
    frame = plain.assign(ordered=DAYS, born=DAYS - pd.Timedelta(days=9_000))

    assert warning_of("MML025", frame, time="ordered") is None


def test_silent_when_no_time_was_given(warning_of, plain):
    assert warning_of("MML025", plain.assign(ordered=DAYS, returned=DAYS + pd.Timedelta(days=9))) is None

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

DAYS = pd.date_range("2020-01-01", periods=200)


@pytest.mark.parametrize(
    ("label", "values"),
    [
        ("sold", DAYS),
        ("sold", DAYS[::-1]),
        ("sold", DAYS.strftime("%d.%m.%Y")),
        ("year", np.arange(200) // 10 + 1990),
    ],
    ids=["dates", "falling", "written", "years"],
)
def test_speaks_when_rows_stand_in_the_order_of_time(warning_of, plain, label, values):
    warning = warning_of("MML022", plain.assign(**{label: values}))

    assert (warning.severity, warning.columns) == ("warning", (label,))
    assert f"time='{label}'" in warning.advice
    assert warning.evidence["ordered_share"] == 1.0


def test_silent_when_dates_are_shuffled(warning_of, plain):
    assert warning_of("MML022", plain.assign(sold=np.random.default_rng(0).permutation(DAYS))) is None


def test_silent_when_time_was_given(warning_of, plain):
    assert warning_of("MML022", plain.assign(sold=DAYS, paid=DAYS), time="sold") is None


def test_silent_on_sorted_columns_that_are_no_time(warning_of, plain):
    assert warning_of("MML022", plain.assign(height=np.arange(200) * 1.5)) is None

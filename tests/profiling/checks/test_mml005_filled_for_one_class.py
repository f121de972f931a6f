from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

DAYS = pd.date_range("2024-01-01", periods=200, freq="D")
TEXTS = [f"{'very ' * (number % 7)}late and {'quite ' * (number // 7)}broken" for number in range(200)]


@pytest.mark.parametrize(
    "values", [DAYS, DAYS.strftime("%d.%m.%Y"), TEXTS], ids=["dates", "dates as text", "free text"]
)
def test_speaks_of_a_column_that_is_filled_in_after_the_outcome_and_keeps_it(profile_of, plain, values):
    profile = profile_of(plain.assign(late=pd.Series(values).where(plain["y"] == "yes")))

    (warning,) = [warning for warning in profile.warnings if warning.code in {"MML004", "MML005"}]
    assert (warning.code, warning.severity, warning.columns) == ("MML005", "warning", ("late",))
    assert warning.evidence["strongest"] == 1.0
    assert "treatments={'late': 'drop'}" in warning.advice
    assert profile.column("late").plan.is_kept


def test_speaks_of_one_class_among_several(warning_of, plain):
    y = np.resize(["open", "paid", "cancelled"], 200)
    frame = plain.assign(y=y, late=pd.Series(DAYS).where(y == "cancelled"))

    assert warning_of("MML005", frame).columns == ("late",)


def test_says_nothing_twice_of_a_column_that_suffices_alone(profile_of, plain):
    frame = plain.assign(reason=plain["colour"].where(plain["y"] == "yes"))

    found = [one.code for one in profile_of(frame).warnings if one.code in {"MML004", "MML005"}]

    assert found == ["MML004"]


def test_silent_on_cells_that_are_missing_by_chance(warning_of, plain):
    is_there = np.random.default_rng(0).random(200) < 0.5

    assert warning_of("MML005", plain.assign(seen=pd.Series(DAYS).where(is_there))) is None


def test_silent_on_a_target_of_numbers(warning_of, plain):
    frame = plain.assign(y=plain["size"], late=pd.Series(DAYS).where(plain["size"] > 0))

    assert warning_of("MML005", frame) is None


def test_silent_on_small_tables(warning_of, plain):
    frame = plain.assign(late=pd.Series(DAYS).where(plain["y"] == "yes")).head(80)

    assert warning_of("MML005", frame) is None

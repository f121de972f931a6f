from __future__ import annotations

import math

import pytest

from jupyter_metaml.notebook.views.wording import (
    NONE,
    as_settings,
    sentence,
    share,
    spelled_milliseconds,
    spelled_number,
    spelled_origin,
    spelled_score,
    spelled_seconds,
    spelled_spread,
)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-1, "0.0 s"),
        (0.04, "0.0 s"),
        (3.21, "3.2 s"),
        (9.96, "10 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (125, "2 min 5 s"),
        (3600, "1 h"),
        (7380, "2 h 3 min"),
    ],
)
def test_durations(seconds: float, words: str):
    assert spelled_seconds(seconds) == words


@pytest.mark.parametrize(("milliseconds", "words"), [(None, NONE), (0.4, "<1 ms"), (3.6, "4 ms"), (1234.5, "1,234 ms")])
def test_milliseconds(milliseconds: float | None, words: str):
    assert spelled_milliseconds(milliseconds) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.91234, "0.9123"),
        (1.0, "1.000"),
        (54.321, "54.32"),
        (1234.5, "1,234"),
        (0.0, "0.0000"),
        (0.00012345, "0.0001234"),
        (-0.5, "-0.5000"),
        (1e9, "1e+09"),
        (None, NONE),
        (math.nan, NONE),
        (math.inf, "∞"),
        (-math.inf, "-∞"),
    ],
)
def test_scores_have_four_figures(value: float | None, words: str):
    assert spelled_score(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0213, "0.021"), (3.456, "3.5"), (12.3, "12"), (0.0, "0.0"), (123.4, "123"), (None, NONE)],
)
def test_spreads_have_two_figures(value: float | None, words: str):
    assert spelled_spread(value) == words


def test_numbers_of_the_data_are_short():
    shown = [spelled_number(value) for value in (3.0, 1958.0, 12345.0, 0.12345, 1e9)]

    assert shown == ["3", "1958", "12,345", "0.123", "1e+09"]


def test_what_is_not_nothing_is_not_shown_as_nothing():
    assert [share(0, 10), share(1, 1000), share(1, 4), share(1, 0)] == ["0 %", "<1 %", "25 %", "0 %"]


def test_empty_parts_are_left_out():
    assert sentence(("a", "", "b")) == "a · b"


def test_origins_have_a_word():
    assert [spelled_origin(origin) for origin in ("recommended", "searched", "baseline")] == [
        "suggestion",
        "search",
        "baseline",
    ]


@pytest.mark.parametrize(
    ("advice", "setting"),
    [
        ("Confirm with treatments={'fee': 'number'}.", "Confirm with treat = {'fee': 'number'}."),
        ("pass time=<column> or groups=<column>.", "pass order = <column> or groups = <column>."),
        ("Use kind='regression'.", "Use task = 'regression'."),
        ("pass ignore=['time=1', \"kind='x'\"].", "pass ignore = ['time=1', \"kind='x'\"]."),
        ("--time=5, daytime=5 and time==5 are others", "--time=5, daytime=5 and time==5 are others"),
    ],
)
def test_advice_is_worded_as_a_cell_takes_it(advice: str, setting: str):
    assert as_settings(advice) == setting

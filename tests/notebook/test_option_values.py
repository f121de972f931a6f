from __future__ import annotations

import math
from datetime import timedelta
from pathlib import Path

import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.notebook import option_values as values


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("60", 60.0),
        (60, 60.0),
        (1.5, 1.5),
        ("90s", 90.0),
        ("2m", 120.0),
        ("1h", 3600.0),
        ("1h30m", 5400.0),
        ("10 minutes", 600.0),
        ("1 hour and 5 min", 3900.0),
        ("00:10:00", 600.0),
        ("1:00:00.5", 3600.5),
        (" 5 Min ", 300.0),
        ("7d", 604800.0),
        (timedelta(minutes=3), 180.0),
    ],
)
def test_durations_are_read_as_people_write_them(typed: object, seconds: float):
    assert values.read_duration(typed) == seconds


@pytest.mark.parametrize("typed", [0, "0", -5, "-5", math.nan, "nan", math.inf, "inf", "1e12", 1e12, 10**400, "8d"])
def test_impossible_durations_are_refused_with_the_cap_named(typed: object):
    with pytest.raises(UsageError, match=r"above 0 seconds and at most 7 days \(604800 seconds\)"):
        values.read_duration(typed)


@pytest.mark.parametrize("typed", ["soon", "5 parsecs", "", "10:00", "1h 2", "min 5", True, None, [60]])
def test_what_is_no_duration_is_told_how_to_write_one(typed: object):
    with pytest.raises(UsageError, match=r"duration|seconds"):
        values.read_duration(typed)


@pytest.mark.parametrize(("typed", "number"), [("3", 3), (3, 3), ("-1", -1)])
def test_whole_numbers_are_read_from_text_and_numbers(typed: object, number: int):
    assert values.whole_number(1, 10, also=(-1,))(typed) == number


@pytest.mark.parametrize("typed", ["0", 11, "1.5", 1.5, True, "x", None])
def test_other_numbers_are_refused_with_the_range(typed: object):
    with pytest.raises(UsageError, match="whole number from 1 to 10, or -1"):
        values.whole_number(1, 10, also=(-1,))(typed)


def test_one_of_reads_a_word_in_any_case():
    assert values.one_of("auto", "html")(" HTML ") == "html"


def test_one_of_proposes_the_nearest_word():
    with pytest.raises(UsageError, match="Did you mean 'html'"):
        values.one_of("auto", "html")("htm")


@pytest.mark.parametrize("typed", ["a, b,", ["a", "b"], ("a", " b ")])
def test_names_come_from_commas_and_lists(typed: object):
    assert values.read_names(typed) == ("a", "b")


@pytest.mark.parametrize("typed", ["", " , ", [], 3, [1, 2]])
def test_no_names_are_refused(typed: object):
    with pytest.raises(UsageError):
        values.read_names(typed)


def test_labels_keep_their_type():
    assert values.read_labels([1, "a", None]) == (1, "a", None)
    assert values.read_labels("a b") == ("a b",)


def test_treatments_are_split_at_the_last_sign():
    assert values.read_treatments(["a=b=drop", "c = text"]) == {"a=b": "drop", "c ": "text"}
    assert values.read_treatments({1: "drop"}) == {1: "drop"}


@pytest.mark.parametrize("typed", ["drop", ["=drop"], ["a="], 3])
def test_what_is_no_treatment_is_refused(typed: object):
    with pytest.raises(UsageError, match="pair"):
        values.read_treatments(typed)


def test_metric_is_a_name_or_a_callable():
    assert values.read_metric(max) is max
    assert values.read_metric("r2") == "r2"
    with pytest.raises(UsageError):
        values.read_metric(3)


def test_switches_take_true_and_false_only():
    assert values.read_switch(True) is True
    with pytest.raises(UsageError, match="True or False, not 1"):
        values.read_switch(1)


def test_folders_are_paths_without_null_characters():
    assert values.read_folder("~/x") == Path.home() / "x"
    with pytest.raises(UsageError, match="null"):
        values.read_folder("a\0b")


def test_an_empty_label_is_refused():
    with pytest.raises(UsageError, match="name a column"):
        values.read_label("")


def test_place_is_a_name_or_an_object():
    place = object()

    assert values.read_executor(" tcp://host:8786 ") == "tcp://host:8786"
    assert values.read_executor(place) is place
    with pytest.raises(UsageError, match="has to be a text, not None"):
        values.read_executor(None)

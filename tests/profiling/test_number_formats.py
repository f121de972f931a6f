from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.profiling.number_formats import NumberFormat, detect_number_format, stands_for_missing


@pytest.mark.parametrize(
    ("values", "expected", "read"),
    [
        (["12.5", "-3", "1e3", ".5"], NumberFormat(), [12.5, -3, 1000, 0.5]),
        ([" 7 ", "8"], NumberFormat(), [7, 8]),
        (["1.5", "?", "2.5", "N/A", "3"], NumberFormat(), [1.5, np.nan, 2.5, np.nan, 3]),
        (["1,234", "12,345,678"], NumberFormat(thousands=","), [1234, 12345678]),
        (["1,234.5", "7"], NumberFormat(thousands=","), [1234.5, 7]),
        (["1.234,5", "7"], NumberFormat(decimal=",", thousands="."), [1234.5, 7]),
        (["3,5", "12,25"], NumberFormat(decimal=","), [3.5, 12.25]),
        (["1 234,5", "7"], NumberFormat(decimal=",", thousands=" "), [1234.5, 7]),
        (["1'234.50", "7"], NumberFormat(thousands="'"), [1234.5, 7]),
        (["1.234.567", "2.000"], NumberFormat(decimal=",", thousands="."), [1234567, 2000]),
        (["45%", "7.5 %"], NumberFormat(symbols="%"), [45, 7.5]),
        (["$5", "$1,200", "-$3"], NumberFormat(symbols="$", thousands=","), [5, 1200, -3]),
        (["5 €", "7,50 €"], NumberFormat(symbols="€", decimal=","), [5, 7.5]),
        (["($5)", "$7"], NumberFormat(symbols="$", parentheses=True), [-5, 7]),
        (["- 5%", "7%"], NumberFormat(symbols="%"), [-5, 7]),
    ],
)
def test_a_notation_is_found_and_read(values, expected, read):
    found = detect_number_format(values)

    assert found == expected
    np.testing.assert_array_equal(found.read(values), read)


@pytest.mark.parametrize(
    "values",
    [
        ["red", "blue"],
        ["12", "twelve"],
        ["00123", "04567"],  # codes
        ["192.168.0.1", "10.0.0.7"],
        ["2020-01-05", "2020-02-07"],
        ["12:30", "13:45"],
        ["10-20", "20-30"],
        ["555 123 4567"],
        ["1,234.5", "1.234,5"],  # two notations
        ["5 kg", "7 kg"],
        ["?", "N/A", "-"],
        ["1", "?", "N/A"],  # no majority
        ["1" * 50],
        [""],
        [],
    ],
)
def test_what_is_no_number_in_one_notation_is_left_alone(values):
    assert detect_number_format(values) is None


def test_plain_numbers_need_no_substitution():
    assert NumberFormat().is_plain
    assert NumberFormat().substitutions == ()
    assert not NumberFormat(symbols="%").is_plain


def test_public_functions_read_the_same_as_the_format_does():
    notation = NumberFormat(decimal=",", thousands=".", symbols="€", parentheses=True)
    values = ["1.234,50 €", "(7 €)", "nothing"]
    frame = pd.DataFrame({"price": values})

    patterns, replacements = zip(*notation.substitutions, strict=True)
    replaced = frame.replace(regex=dict(zip(patterns, replacements, strict=True)))

    read = pd.to_numeric(replaced["price"], errors="coerce")
    np.testing.assert_array_equal(notation.read(values), read)
    np.testing.assert_array_equal(read, [1234.5, -7, np.nan])


@pytest.mark.parametrize(
    ("notation", "words"),
    [
        (NumberFormat(), "plain digits"),
        (NumberFormat(decimal=","), "a decimal comma"),
        (NumberFormat(thousands=",", symbols="$"), "',' between thousands, the currency $"),
        (NumberFormat(symbols="%", parentheses=True), "a percent sign, parentheses for minus"),
    ],
)
def test_a_notation_can_be_worded(notation, words):
    assert notation.wording == words


def test_a_value_of_ten_megabytes_is_not_read():
    assert np.isnan(NumberFormat(symbols="%").read(["1" * 10_000_000])[0])
    assert detect_number_format(["1" * 10_000_000]) is None


@pytest.mark.parametrize(
    ("text", "expected"), [(" N/A ", True), ("?", True), ("", True), ("0", False), ("naan", False)]
)
def test_some_words_stand_for_a_missing_number(text, expected):
    assert stands_for_missing(text) is expected

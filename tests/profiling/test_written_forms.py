from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.profiling.levels import read_levels
from jupyter_metaml.profiling.number_formats import NumberFormat
from jupyter_metaml.profiling.written_forms import (
    mean_words,
    read_written_dates,
    read_written_numbers,
    written_form,
)


def levels_of(values):
    return read_levels(pd.Series(values, dtype=object))


def test_numbers_dates_and_words_are_told_apart():
    assert written_form(levels_of(["1", "2.5"])).number_format == NumberFormat()
    assert written_form(levels_of(["2020-01-01", "2020-02-01"])).date_format == "ISO8601"
    words = written_form(levels_of(["a red fox", "one blue bird"]))
    assert words.number_format is None
    assert words.date_format is None
    assert words.mean_words == 3.0


def test_digits_that_are_dates_are_dates():
    form = written_form(levels_of(["20200131", "20211201"]))

    assert form.date_format == "%Y%m%d"
    assert form.number_format is None


def test_a_single_word_among_numbers_makes_them_levels():
    values = [str(i) for i in range(500)]
    values[250] = "many"

    assert written_form(levels_of(values)).number_format is None


def test_scripts_without_spaces_have_words_too():
    assert mean_words(["我喜欢这家餐厅的食物"]) == 5.0
    assert mean_words(["naïve café"]) == 2.0
    assert mean_words([]) == 0.0


def test_written_numbers_are_read_row_by_row():
    levels = levels_of(["5%", np.nan, "?", "5%", "7%"])

    np.testing.assert_array_equal(read_written_numbers(levels, NumberFormat(symbols="%")), [5, np.nan, np.nan, 5, 7])


def test_written_dates_are_read_row_by_row():
    levels = levels_of([" 1970-01-02", np.nan, "1970-01-01", "soon"])

    np.testing.assert_array_equal(read_written_dates(levels, "%Y-%m-%d"), [86_400, np.nan, 0, np.nan])


@pytest.mark.parametrize("cell", ["x" * 10_000_000, "word " * 2_000_000, "1" * 10_000_000])
def test_cells_of_ten_megabytes_are_looked_at_in_part(cell):
    form = written_form(levels_of([cell, "b"]))

    assert form.number_format is None
    assert form.mean_words <= 300

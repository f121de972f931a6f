"""What strings are, besides strings: numbers, dates, text, or plain levels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from jupyter_metaml.profiling.date_formats import detect_date_format
from jupyter_metaml.profiling.levels import Levels
from jupyter_metaml.profiling.number_formats import NumberFormat, detect_number_format
from jupyter_metaml.profiling.readings import seconds
from jupyter_metaml.typing import FloatArray

VALUES_TRIED = 1_000
"""Distinct values on which the notation of numbers is tried."""

DATES_TRIED = 200
"""Distinct values on which a date format is tried, and on which words are counted."""

_FIRST_LOOK = 12
_LONGEST_LOOKED_AT = 1_000
# Chinese, Japanese and Korean: scripts that put few or no spaces between words.
_WITHOUT_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenForm:
    """What the strings of a column are written like.

    Parameters
    ----------
    mean_words : float
        Words per distinct value, in the mean.
    number_format : NumberFormat or None
        When they are numbers.
    date_format : str or None
        When they are dates; see `detect_date_format`.
    """

    mean_words: float
    number_format: NumberFormat | None = None
    date_format: str | None = None


def written_form(levels: Levels) -> WrittenForm:
    """Look at the distinct values of a column of strings.

    Parameters
    ----------
    levels : Levels

    Returns
    -------
    WrittenForm
    """
    first = levels.spread(_FIRST_LOOK)
    date_format = detect_date_format(first)
    if date_format is not None:
        date_format = detect_date_format(levels.spread(DATES_TRIED))
    number_format = None
    if date_format is None and detect_number_format(first) is not None:
        number_format = detect_number_format(levels.spread(VALUES_TRIED))
    return WrittenForm(
        mean_words=mean_words(levels.spread(DATES_TRIED)),
        number_format=number_format,
        date_format=date_format,
    )


def mean_words(values: Sequence[str]) -> float:
    """Count the words of values, in the mean; two characters of a script without spaces count as a word."""
    if not values:
        return 0.0
    return sum(_count_words(value[:_LONGEST_LOOKED_AT]) for value in values) / len(values)


def _count_words(value: str) -> float:
    words = len(value.split())
    if value.isascii():
        return words
    return max(words, len(_WITHOUT_SPACES.findall(value)) / 2)


def read_written_numbers(levels: Levels, number_format: NumberFormat) -> FloatArray:
    """Read the numbers of a column of strings.

    Returns
    -------
    ndarray of shape (n_rows,)
        NaN where missing or no number.
    """
    return _by_row(number_format.read(levels.values), levels)


def read_written_dates(levels: Levels, date_format: str) -> FloatArray:
    """Read the dates of a column of strings.

    Returns
    -------
    ndarray of shape (n_rows,)
        Seconds since 1970 UTC; NaN where missing or no date.
    """
    texts = pd.Series([value.strip() for value in levels.values], dtype=object)
    parsed = pd.Series(pd.to_datetime(texts, format=date_format, errors="coerce", utc=True))
    return _by_row(seconds(parsed), levels)


def _by_row(by_level: FloatArray, levels: Levels) -> FloatArray:
    by_row = by_level[levels.codes]
    by_row[levels.codes < 0] = float("nan")
    return by_row

"""Which columns only number the rows.

An identifier is unique without meaning anything, and a model that sees it learns the table by heart.  Real
measurements may be unique too, so uniqueness alone is no proof: for whole numbers it takes the name of a key, the
order of the rows, or values so dense that independent ones would have collided; floating-point numbers are never
identifiers.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence

import numpy as np

from jupyter_metaml.profiling.column_names import names_a_key, names_a_time
from jupyter_metaml.profiling.kinds import IDENTIFIER_DISTINCT_SHARE, IDENTIFIER_MIN_ROWS
from jupyter_metaml.profiling.number_blocks import EXACT_LIMIT
from jupyter_metaml.typing import FloatArray

DENSE_MIN_ROWS = 100
"""Rows from which density is a proof: small tables may hold a planned grid of whole numbers."""

EXPECTED_COLLISIONS = 10.0
"""Expected pairs of equal values among independent ones; none at all then has a chance of exp(-10)."""

CODE_PATTERN_SHARE = 0.02
"""Unique strings whose digits alone differ have at most this many distinct patterns per value."""

_DIGITS = re.compile(r"\d+")


def number_identifier_reason(numbers: FloatArray, *, label: Hashable) -> str | None:
    """Say why unique whole numbers are an identifier, or None when they may mean something.

    Parameters
    ----------
    numbers : ndarray of shape (n_rows,)
        All different, none missing, all whole.
    label : hashable
        Name of the column.
    """
    n_rows = len(numbers)
    if n_rows < IDENTIFIER_MIN_ROWS:
        return None
    if names_a_key(label):
        return "Every row has another whole number, and the name is that of a key."
    if names_a_time(label):
        return None
    low, high = float(numbers.min()), float(numbers.max())
    if max(abs(low), abs(high)) > EXACT_LIMIT:
        return "Every row has another whole number, beyond the precision of floating-point numbers."
    if low in {0.0, 1.0} and high - low == n_rows - 1 and bool((np.diff(numbers) > 0).all()):
        return f"It counts the rows from {low:.0f} to {high:.0f}."
    collisions = n_rows * (n_rows - 1) / 2 / (high - low + 1)
    if n_rows >= DENSE_MIN_ROWS and collisions >= EXPECTED_COLLISIONS:
        return (
            f"Every row has another whole number between {low:.0f} and {high:.0f}; "
            f"about {collisions:,.0f} pairs of independent values would have been equal."
        )
    return None


def string_identifier_reason(
    values: Sequence[str], *, label: Hashable, n_distinct: int, n_present: int, mean_words: float
) -> str | None:
    """Say why strings are an identifier, or None when they are levels or text.

    Parameters
    ----------
    values : sequence of str
        Distinct values; a sample of some hundreds will do.
    label : hashable
        Name of the column.
    n_distinct, n_present : int
        Distinct values, and rows with a value.
    mean_words : float
        Mean number of words per value.
    """
    if n_present < IDENTIFIER_MIN_ROWS or n_distinct < IDENTIFIER_DISTINCT_SHARE * n_present:
        return None
    if mean_words < 1.5:
        return f"Nearly every row has another value ({n_distinct:,} distinct in {n_present:,}), each a single word."
    patterns = {_DIGITS.sub("0", value[:200]) for value in values}
    if len(patterns) <= max(1.0, CODE_PATTERN_SHARE * len(values)):
        return f"Nearly every row has another value ({n_distinct:,} distinct), and only their digits differ."
    if names_a_key(label) and mean_words < 3.0:
        return f"Nearly every row has another value ({n_distinct:,} distinct), and the name is that of a key."
    return None

"""What a column is (`ColumnKind`) and how it is stored (`Storage`), with the rules that tell one from the other."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

Storage = Literal["number", "boolean", "date", "string", "category"]
"""How the cells are kept: what a column *could* be used as follows from this, not from its kind."""

HIGH_CARDINALITY_LEVELS = 50
"""More distinct values than this make a category a high-cardinality category.

Configurations of the field change their encoding between 10 and 50 levels (one-hot below, target statistics above).
"""

IDENTIFIER_MIN_ROWS = 20
"""Below this many rows nothing is called an identifier: a handful of values is unique by accident."""

IDENTIFIER_DISTINCT_SHARE = 0.99
"""Share of distinct values from which strings of one word count as identifiers."""

TEXT_MIN_DISTINCT = 20
"""Fewer distinct strings than this are levels, however many words they have."""


class ColumnKind(StrEnum):
    """What a column is.

    Examples
    --------
    >>> from jupyter_metaml.profiling import ColumnKind
    >>> ColumnKind("date") is ColumnKind.DATE
    True
    """

    NUMBER = "number"
    CATEGORY = "category"
    HIGH_CARDINALITY = "high-cardinality category"
    TEXT = "text"
    DATE = "date"
    BOOLEAN = "boolean"
    IDENTIFIER = "identifier"
    CONSTANT = "constant"


def is_text(*, mean_words: float, n_distinct: int, distinct_share: float) -> bool:
    """Tell free text from the names of levels.

    Text has several words, and many of its values are new.  Three words on average suffice when at least 5 % of the
    values are distinct (reviews, descriptions); with 1.5 to 3 words half of the values must be distinct (names,
    titles), because repeated short phrases are levels ("Bachelor's degree").

    Parameters
    ----------
    mean_words : float
        Mean number of words per distinct value; a value in a script without spaces counts two characters as one word.
    n_distinct : int
        Distinct values.
    distinct_share : float
        Distinct values per value that is present, from 0 to 1.
    """
    if n_distinct < TEXT_MIN_DISTINCT:
        return False
    if mean_words >= 3.0:
        return distinct_share >= 0.05
    return mean_words >= 1.5 and distinct_share >= 0.5


def level_kind(n_distinct: int) -> ColumnKind:
    """Name the kind of a column of levels by their number."""
    return ColumnKind.HIGH_CARDINALITY if n_distinct > HIGH_CARDINALITY_LEVELS else ColumnKind.CATEGORY

"""Numbers that were written as text: in which notation, and how to read it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jupyter_metaml.typing import FloatArray

MISSING_WORDS = frozenset(
    {"", "?", "-", "--", ".", "na", "n/a", "#n/a", "nan", "none", "null", "nil", "missing", "unknown", "not available"}
)
"""Words, in lower case, that stand for a missing number in a column of written numbers."""

CURRENCY = "$€£¥₹₽₩₪₫₴฿₺"
_SHAPE = re.compile(
    rf"^\(?[+-]?\s?[{CURRENCY}]?\s?[+-]?(\d[\d.,' \u00a0\u202f]*|[.,]\d+)([eE][+-]?\d+)?\s?[%{CURRENCY}]?\)?$"
)
_PLAIN = re.compile(r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
_CODE = re.compile(r"^[+-]?0\d")
_GAPS = ("'", " ", "\u00a0", "\u202f")
_GROUPED = {mark: re.compile(rf"^\d{{1,3}}({re.escape(mark)}\d{{3}})+$") for mark in (",", ".", *_GAPS)}
_LONGEST_NUMBER = 40
_LONGEST_READ = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat:
    """The notation of numbers that are stored as text.

    Reading is a fixed list of substitutions followed by `pandas.to_numeric`, so that public functions do the same
    wherever a pipeline predicts.  A percent sign and currencies are taken off without rescaling: 45 % becomes 45.

    Parameters
    ----------
    decimal : str
        The decimal mark, ``"."`` or ``","``.
    thousands : str or None
        The mark between groups of three digits.
    symbols : str
        Characters that are taken off: the percent sign and currencies.
    parentheses : bool
        Whether ``(5)`` stands for minus five, as accountants write it.

    Examples
    --------
    >>> from jupyter_metaml.profiling import NumberFormat
    >>> NumberFormat(decimal=",", thousands=".", symbols="€").read(["1.250,50 €", "12 €"]).tolist()
    [1250.5, 12.0]
    """

    decimal: str = "."
    thousands: str | None = None
    symbols: str = ""
    parentheses: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether `pandas.to_numeric` reads the text as it stands."""
        return self == NumberFormat()

    @property
    def substitutions(self) -> tuple[tuple[str, str], ...]:
        """Pairs of a regular expression and its replacement, in the order in which they apply."""
        pairs = []
        if self.parentheses:
            pairs.append((r"^\s*\((.*)\)\s*$", r"-\1"))
        unwanted = self.symbols + (self.thousands or "")
        if unwanted:
            pairs.append((f"[{re.escape(unwanted)}]", ""))
        if unwanted or self.parentheses:
            pairs.append((r"^\s*([+-])\s+", r"\1"))
        if self.decimal != ".":
            pairs.append((re.escape(self.decimal), "."))
        return tuple(pairs)

    @property
    def wording(self) -> str:
        """What is special about the notation, in a few words."""
        parts = []
        if self.thousands:
            parts.append(f"{self.thousands!r} between thousands")
        if self.decimal != ".":
            parts.append("a decimal comma")
        if "%" in self.symbols:
            parts.append("a percent sign")
        currencies = self.symbols.replace("%", "")
        if currencies:
            parts.append(f"the currency {currencies}")
        if self.parentheses:
            parts.append("parentheses for minus")
        return ", ".join(parts) or "plain digits"

    def read(self, texts: Sequence[str]) -> FloatArray:
        """Read written numbers; what is no number becomes NaN.

        Parameters
        ----------
        texts : sequence of str

        Returns
        -------
        ndarray of shape (n_texts,)
        """
        cleaned = [text.strip() if len(text) <= _LONGEST_READ else "" for text in texts]
        for pattern, replacement in self.substitutions:
            compiled = re.compile(pattern)
            cleaned = [compiled.sub(replacement, text) for text in cleaned]
        numbers = pd.to_numeric(pd.Series(cleaned, dtype=object), errors="coerce")
        return np.asarray(numbers, dtype=np.float64)


def stands_for_missing(text: str) -> bool:
    """Tell whether a text among written numbers says that there is none."""
    return len(text) <= _LONGEST_NUMBER and text.strip().lower() in MISSING_WORDS


def detect_number_format(values: Sequence[str]) -> NumberFormat | None:
    """Find the one notation in which all of the values are numbers.

    Values that stand for missing (``?``, ``N/A``, ``-`` ...) are passed over as long as they are a minority of the
    distinct values.  Codes with leading zeros (``00123``) are no numbers.  A comma is a decimal mark unless exactly
    three digits follow it everywhere.

    Parameters
    ----------
    values : sequence of str
        Distinct values.

    Returns
    -------
    NumberFormat or None
        None when any value is not a number, or when the notations contradict each other.
    """
    present = []
    for value in values:
        if len(value) > _LONGEST_NUMBER:
            return None
        stripped = value.strip()
        if stands_for_missing(stripped):
            continue
        if not _SHAPE.match(stripped):
            return None
        present.append(stripped)
    if len(present) * 2 <= len(values) or any(_CODE.match(text) for text in present):
        return None
    if all(_PLAIN.match(text) for text in present):
        return NumberFormat()
    return _special_format(present)


def _special_format(present: list[str]) -> NumberFormat | None:
    edges = {char for text in present for char in text[:3] + text[-2:]}
    symbols = "".join(sorted(edges & set(CURRENCY + "%")))
    parentheses = any(text.startswith("(") for text in present)
    if any(text.startswith("(") != text.endswith(")") for text in present):
        return None
    separators = _separators([text.strip(f"()+- {symbols}") for text in present])
    if separators is None:
        return None
    decimal, thousands = separators
    found = NumberFormat(decimal=decimal, thousands=thousands, symbols=symbols, parentheses=parentheses)
    return found if np.isfinite(found.read(present)).all() else None


def _separators(bare: list[str]) -> tuple[str, str | None] | None:
    """Find the decimal mark and the mark between thousands, or None when they contradict each other."""
    gap = next((mark for mark in _GAPS if any(mark in text for text in bare)), None)
    if gap and not all(_GROUPED[gap].match(re.split("[.,]", text)[0]) for text in bare if gap in text):
        return None
    both = [text for text in bare if "," in text and "." in text]
    if both:
        last = {"," if text.rfind(",") > text.rfind(".") else "." for text in both}
        if len(last) > 1 or gap:
            return None
        return (",", ".") if "," in last else (".", ",")
    commas = [text for text in bare if "," in text]
    if commas and (gap or not all(_GROUPED[","].match(text) for text in commas)):
        return ",", gap
    if commas:
        return ".", ","
    if any(text.count(".") > 1 for text in bare):
        return (",", ".") if all(_GROUPED["."].match(text) for text in bare if "." in text) else None
    return ".", gap

"""How names, labels and counts are put into sentences that people read; every package of this house uses it.

Nothing heavy is imported: the magics suggest names before anything numerical is there.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Hashable, Iterable
from difflib import get_close_matches

_SHOWN = 8
_LONGEST = 60
# A table may have ten thousand columns with names of ten thousand characters: so much of a name, and so many names,
# are looked at for what is near.
_COMPARED_CHARACTERS = 100
_COMPARED_NAMES = 2_000


def quoted(value: object) -> str:
    """Show a value by its ``repr``, so that hidden spaces and types are visible, cut to 60 characters."""
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.generic):
        value = value.item()
    text = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4]}...{text[-1]}"


def listed(values: Iterable[object], *, shown: int = _SHOWN) -> str:
    """Join quoted values with commas; say how many more there are beyond `shown`."""
    everything = list(values)
    text = ", ".join(quoted(value) for value in everything[:shown])
    rest = len(everything) - shown
    return f"{text} and {rest:,} more" if rest > 0 else text


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Put a count before its noun: ``1 row``, ``1,200 rows``."""
    if count == 1:
        return f"1 {noun}"
    return f"{count:,} {plural or noun + 's'}"


def near_names(wanted: object, names: Iterable[Hashable]) -> list[Hashable]:
    """Find the names that a person may have meant, best first, at most three.

    Names that are equal once case, punctuation, spaces, invisible characters and Unicode variants are removed are the
    answer; without any, those that go on after what was given, then those that differ by few characters.
    """
    known = list(names)
    folded = [_folded(name) for name in known]
    goal = _folded(wanted)
    same = [name for name, text in zip(known, folded, strict=True) if text == goal]
    if same:
        return same[:3]
    longer = [place for place, text in enumerate(folded) if len(goal) > 1 and text.startswith(goal)]
    close = get_close_matches(goal, folded[:_COMPARED_NAMES], n=3, cutoff=0.6)
    places = dict.fromkeys([*longer, *(folded.index(text) for text in close)])
    return [known[place] for place in places][:3]


def did_you_mean(wanted: object, names: Iterable[Hashable]) -> str:
    """Word the hint with the nearest names, or nothing when none is near; starts with a space."""
    near = near_names(wanted, names)
    return f" Did you mean {' or '.join(quoted(name) for name in near)}?" if near else ""


def alternatives(wanted: object, names: Iterable[Hashable], noun: str) -> str:
    """Word what there is instead of a name that is not there: the nearest, then all; starts with a space."""
    known = list(names)
    return f"{did_you_mean(wanted, known)} {noun}: {listed(known, shown=20)}."


def _folded(name: object) -> str:
    text = unicodedata.normalize("NFKC", str(name)[: 4 * _COMPARED_CHARACTERS]).casefold()
    return "".join(mark for mark in text if mark.isalnum())[:_COMPARED_CHARACTERS]

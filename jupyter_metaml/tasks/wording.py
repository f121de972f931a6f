"""How names, labels and counts are put into sentences that people read."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from difflib import get_close_matches

import numpy as np

_SHOWN = 8
_LONGEST = 60


def quoted(value: object) -> str:
    """Show a value by its ``repr``, so that hidden spaces and types are visible, cut to 60 characters."""
    if isinstance(value, np.generic):
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


def near_names(wanted: object, names: Sequence[Hashable]) -> list[Hashable]:
    """Find the names that a person may have meant, best first, at most three.

    Names that are equal once case, spaces, invisible characters and Unicode variants are removed come first, then
    those that go on after what was given, then those that differ by few characters.
    """
    folded = [_folded(name) for name in names]
    goal = _folded(wanted)
    same = [position for position, text in enumerate(folded) if text == goal]
    longer = [position for position, text in enumerate(folded) if len(goal) > 1 and text.startswith(goal)]
    close = get_close_matches(goal, folded, n=3, cutoff=0.6) if len(goal) <= 200 else []
    positions = [*same, *longer, *(folded.index(text) for text in close)]
    return [names[position] for position in dict.fromkeys(positions)][:3]


def did_you_mean(wanted: object, names: Sequence[Hashable]) -> str:
    """Word the hint with the nearest names, or nothing when none is near; starts with a space."""
    near = near_names(wanted, names)
    return f" Did you mean {' or '.join(quoted(name) for name in near)}?" if near else ""


def _folded(name: object) -> str:
    text = unicodedata.normalize("NFKC", str(name)).casefold()
    return "".join(mark for mark in text if mark.isalnum())

"""Dates that were written as text: in which one format.

The format is put together from what the first value looks like (a date, a clock, an offset), then tried on all of
them.  `dateutil` is not asked: it reads a date into almost anything, and warns while doing so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pandas as pd

LONGEST_DATE = 40
"""Characters; a longer value is no date."""

PARSED_SHARE = 0.95
"""Share of the distinct values that one format must read; the rest becomes missing (``0000-00-00`` for example)."""

_DATES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\d{4}-\d{1,2}-\d{1,2}", ("%Y-%m-%d",)),
    (r"\d{4}/\d{1,2}/\d{1,2}", ("%Y/%m/%d",)),
    (r"\d{4}\.\d{1,2}\.\d{1,2}", ("%Y.%m.%d",)),
    (r"\d{1,2}\.\d{1,2}\.\d{4}", ("%d.%m.%Y", "%m.%d.%Y")),
    (r"\d{2}\.\d{2}\.\d{2}", ("%d.%m.%y", "%m.%d.%y")),  # two digits each: 1.2.10 is a version
    (r"\d{1,2}/\d{1,2}/\d{4}", ("%m/%d/%Y", "%d/%m/%Y")),
    (r"\d{1,2}/\d{1,2}/\d{2}", ("%m/%d/%y", "%d/%m/%y")),
    (r"\d{1,2}-\d{1,2}-\d{4}", ("%m-%d-%Y", "%d-%m-%Y")),
    (r"\d{2}-\d{2}-\d{2}", ("%m-%d-%y", "%d-%m-%y")),
    (r"\d{1,2} [A-Za-z]{3,9} \d{4}", ("%d %b %Y", "%d %B %Y")),
    (r"\d{1,2}-[A-Za-z]{3,9}-\d{4}", ("%d-%b-%Y", "%d-%B-%Y")),
    (r"\d{1,2}-[A-Za-z]{3}-\d{2}", ("%d-%b-%y",)),
    (r"\d{1,2}[A-Za-z]{3}\d{4}", ("%d%b%Y",)),
    (r"[A-Za-z]{3,9} \d{1,2}, \d{4}", ("%b %d, %Y", "%B %d, %Y")),
    (r"[A-Za-z]{3,9} \d{1,2} \d{4}", ("%b %d %Y", "%B %d %Y")),
    (r"[A-Za-z]{3}, \d{1,2} [A-Za-z]{3} \d{4}", ("%a, %d %b %Y",)),
    (r"[A-Za-z]{3,9} \d{4}", ("%b %Y", "%B %Y")),
    (r"[A-Za-z]{3}-\d{4}", ("%b-%Y",)),
    (r"[A-Za-z]{3}-\d{2}", ("%b-%y",)),
    (r"(?:19|20)\d{2}-\d{2}", ("%Y-%m",)),
    (r"(?:19|20)\d{2}[01]\d[0-3]\d", ("%Y%m%d",)),
)
_CLOCKS: tuple[tuple[str, str], ...] = (
    (r"\d{1,2}:\d{2}:\d{2}\.\d{1,9}", "%H:%M:%S.%f"),
    (r"\d{1,2}:\d{2}:\d{2}", "%H:%M:%S"),
    (r"\d{1,2}:\d{2}", "%H:%M"),
    (r"\d{1,2}:\d{2}:\d{2} ?[AaPp][Mm]", "%I:%M:%S %p"),
    (r"\d{1,2}:\d{2} ?[AaPp][Mm]", "%I:%M %p"),
)
_ZONE = r"(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))"
_DATE_PATTERNS = tuple((re.compile(pattern), formats) for pattern, formats in _DATES)
_CLOCK_PATTERNS = tuple((re.compile(rf"([ T]){pattern}({_ZONE})?$"), clock) for pattern, clock in _CLOCKS)
_TWITTER = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d{2} \d{2}:\d{2}:\d{2} [+-]\d{4} \d{4}$")


def detect_date_format(values: Sequence[str]) -> str | None:
    """Find the one format in which (nearly) all of the values are dates.

    Where day and month cannot be told apart, slashes and hyphens are read month first, as pandas does, and dots day
    first.  Times of day without a date are no dates.

    Parameters
    ----------
    values : sequence of str
        Distinct values; a sample of some hundreds will do.

    Returns
    -------
    str or None
        What `pandas.to_datetime` takes as `format` (``"ISO8601"`` included), or None.
    """
    present = [value.strip() for value in values if value and len(value) <= LONGEST_DATE]
    if not present or len(present) < PARSED_SHARE * len(values):
        return None
    best, best_share = None, 0.0
    for candidate in dict.fromkeys(_candidates(present[0])):
        share = _parsed_share(present, candidate)
        if share > best_share:
            best, best_share = candidate, share
        if share == 1.0:
            break
    return best if best_share >= PARSED_SHARE else None


def _candidates(text: str) -> Iterator[str]:
    if _TWITTER.match(text):
        yield "%a %b %d %H:%M:%S %z %Y"
    for pattern, formats in _DATE_PATTERNS:
        found = pattern.match(text)
        if found is None:
            continue
        clock = _clock_format(text[found.end() :])
        if clock is None:
            continue
        if formats[0] == "%Y-%m-%d":
            yield "ISO8601"
        for date in formats:
            yield date + clock


def _clock_format(rest: str) -> str | None:
    """Name the format of what follows a date; empty for nothing, None for something else than a clock."""
    if not rest:
        return ""
    for pattern, clock in _CLOCK_PATTERNS:
        found = pattern.match(rest)
        if found is None:
            continue
        between, zone = found.group(1), found.group(2)
        written = clock if " " in rest.strip() else clock.replace(" ", "")
        return between + written + (_zone_format(zone) if zone else "")
    return None


def _zone_format(zone: str) -> str:
    gap = " " if zone.startswith(" ") else ""
    return gap + ("%Z" if zone.strip() in {"UTC", "GMT"} else "%z")


def _parsed_share(values: Sequence[str], date_format: str) -> float:
    parsed = pd.to_datetime(pd.Series(values, dtype=object), format=date_format, errors="coerce", utc=True)
    return float(parsed.notna().mean())

"""Readers: from what was typed to the value of an option.

A reader takes text from the line, or a Python value from the body or from ``%config``, and raises `UsageError` with a
message that continues after the name of the option: ``--time 0`` + " has to be above 0 seconds ...".
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import timedelta
from pathlib import Path

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.wording import did_you_mean, listed, quoted

MAX_TIME_S = 7 * 24 * 3600.0
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_UNIT_WORDS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "m"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "day", "days"), "d"),
}
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]*)\s*(?:,|and\b)?\s*")
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d(?:\.\d+)?)")


def read_duration(value: object) -> float:
    """Read seconds from 60, "2m", "1h30m", "10 minutes", "00:10:00" or a timedelta."""
    seconds = value.total_seconds() if isinstance(value, timedelta) else _seconds(value)
    if not (math.isfinite(seconds) and 0 < seconds <= MAX_TIME_S):
        message = "has to be above 0 seconds and at most 7 days (604800 seconds)."
        raise UsageError(message)
    return seconds


def read_text(value: object) -> str:
    """Read a text that is not empty."""
    if isinstance(value, str) and value.strip():
        return value
    message = f"has to be a text, not {'an empty one' if isinstance(value, str) else _kind(value)}."
    raise UsageError(message)


def read_table(value: object) -> object:
    """Read the name of a table, or the table itself."""
    if value is None:
        message = "has to be a table, or the name of one, not None."
        raise UsageError(message)
    return value.strip() if isinstance(value, str) else value


def read_label(value: object) -> object:
    """Read the label of a column, or one value per row."""
    if isinstance(value, str) and not value:
        message = "has to name a column."
        raise UsageError(message)
    return value


def read_labels(value: object) -> tuple[Hashable, ...]:
    """Read the labels of several columns."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        return (value,)
    return tuple(value)


def read_names(value: object) -> tuple[str, ...]:
    """Read several names, from a list or from one text with commas."""
    parts = value.split(",") if isinstance(value, str) else value
    words = list(parts) if isinstance(parts, Iterable) else []
    if not all(isinstance(word, str) for word in words):
        message = f"has to be a list of names, not {_kind(value)}."
        raise UsageError(message)
    names = tuple(word.strip() for word in words if word.strip())
    if not names:
        message = "has to hold at least one name."
        raise UsageError(message)
    return names


def read_treatments(value: object) -> dict[Hashable, str]:
    """Read what to do with single columns, from {"column": "drop"} or from "column=drop"."""
    if isinstance(value, Mapping):
        return {label: str(treatment) for label, treatment in value.items()}
    pairs = [value] if isinstance(value, str) else value
    if not isinstance(pairs, Iterable):
        message = f"has to be pairs such as 'zip code'=category, not {_kind(value)}."
        raise UsageError(message)
    found: dict[Hashable, str] = {}
    for pair in pairs:
        # The treatment stands behind the last sign: a column name may hold one.
        label, sign, treatment = str(pair).rpartition("=")
        if not sign or not label or not treatment:
            message = f"has to be pairs such as 'zip code'=category; {quoted(pair)} is none."
            raise UsageError(message)
        found[label] = treatment.strip()
    return found


def read_metric(value: object) -> object:
    """Read the name of a metric, or a callable from the body."""
    return value if callable(value) else read_text(value)


def read_executor(value: object) -> object:
    """Read the name of a place, or a Dask client or executor from the body."""
    return read_text(value).strip() if isinstance(value, str | None) else value


def read_switch(value: object) -> bool:
    """Read True or False."""
    if isinstance(value, bool):
        return value
    message = f"has to be True or False, not {value!r}."
    raise UsageError(message)


def read_folder(value: object) -> Path:
    """Read the path of a folder, ~ for the home directory."""
    if isinstance(value, Path):
        return value.expanduser()
    text = read_text(value)
    if "\0" in text:
        message = "has to be a path without a null character."
        raise UsageError(message)
    return Path(text).expanduser()


def whole_number(minimum: int, maximum: int, *, also: tuple[int, ...] = ()) -> Callable[[object], int]:
    """Return a reader of whole numbers from `minimum` to `maximum`, or one of `also`."""

    def read(value: object) -> int:
        try:
            number = int(value) if isinstance(value, str) else _whole(value)
        except ValueError:
            number = None
        if number is None or not (minimum <= number <= maximum or number in also):
            extra = "".join(f", or {other}" for other in also)
            message = f"has to be a whole number from {minimum} to {maximum}{extra}."
            raise UsageError(message)
        return number

    return read


def one_of(*choices: str) -> Callable[[object], str]:
    """Return a reader of one word of a short list."""

    def read(value: object) -> str:
        word = value.strip().lower() if isinstance(value, str) else None
        if word in choices:
            return word
        hint = did_you_mean(value, choices) if isinstance(value, str) else ""
        message = f"has to be one of {listed(choices)}.{hint}"
        raise UsageError(message)

    return read


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return _number(value)
    if isinstance(value, int | float):
        return float(value) if abs(value) < 1e300 else math.inf
    text = value.strip().lower()
    clock = _CLOCK.fullmatch(text)
    if clock is not None:
        hours, minutes, seconds = clock.groups()
        return 3600 * int(hours) + 60 * int(minutes) + float(seconds)
    try:
        return float(text)
    except ValueError:
        return _spelled(text)


def _spelled(text: str) -> float:
    total, position = 0.0, 0
    while position < len(text):
        part = _PART.match(text, position)
        unit = _UNIT_WORDS.get(part[2]) if part is not None else None
        if part is None or unit is None:
            message = "is not a duration. Write seconds, or for example 90s, 2m, 1h30m, '10 minutes', 00:10:00."
            raise UsageError(message)
        total += float(part[1]) * _UNITS[unit]
        position = part.end()
    return total if position else math.nan


def _number(value: object) -> float:
    # NumPy's numbers are no int or float, and NumPy need not be loaded to ask them.
    if not isinstance(value, bool) and hasattr(value, "__float__"):
        try:
            return float(value)
        except (TypeError, ValueError):
            return math.nan
    message = f"has to be seconds or a duration such as '2m', not {_kind(value)}."
    raise UsageError(message)


def _whole(value: object) -> int | None:
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        return None
    return int(value.__index__())


def _kind(value: object) -> str:
    return "None" if value is None else f"a value of type {type(value).__name__}"

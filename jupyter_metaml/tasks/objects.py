"""Bring columns of Python objects to a plain type, by the types that are found in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from jupyter_metaml.tasks.errors import ColumnValuesError

# An array of plain values, and what was done when a person should know.
Plain: TypeAlias = "tuple[Any, str | None]"

NESTED = (list, tuple, set, frozenset, Mapping, np.ndarray, pd.Series, pd.DataFrame, pd.Index)
_COMPLEX = (complex, np.complexfloating)
_NUMBERS = (int, float, np.number, np.bool_, Decimal, Fraction)
_DATES = (dt.date, np.datetime64)  # datetime and Timestamp are dates too
_DURATIONS = (dt.timedelta, np.timedelta64, dt.time)
_BYTES = (bytes, bytearray, memoryview)

# Texts joined at once when looking for characters that UTF-8 cannot encode.
_CHUNK = 50_000


def plain_objects(values: np.ndarray[Any, Any], name: Hashable) -> Plain:
    """Convert an array of objects to an array of plain values.

    Parameters
    ----------
    values : object array of shape (n_rows,)
        Anything; missing values of all kinds.
    name : hashable
        What people call the column, for messages.

    Returns
    -------
    values : array of shape (n_rows,)
        Numbers, booleans, ``datetime64``, or objects that are all ``str`` or NaN.
    change : str or None
        What was done, when it is more than another way to store the same values.

    Raises
    ------
    ColumnValuesError
        If there are nested values, complex numbers, or objects that cannot be shown as text.
    """
    present = pd.notna(values)
    if pd.api.types.infer_dtype(values, skipna=True) == "string":
        return _clean_texts(values if present.all() else np.where(present, values, np.nan), present)
    if not present.any():
        return np.full(len(values), np.nan), None
    types = set(map(type, values[present]))
    _refuse(values, present, types, name)
    for kinds, convert in _CONVERSIONS:
        if _all_of(types, kinds):
            return convert(values, present)
    return _to_texts(values, present, types)


def without_surrogates(column: pd.Series[Any]) -> tuple[pd.Series[Any], str | None]:
    """Replace half characters, which UTF-8 cannot encode, in a column of texts."""
    if getattr(column.dtype, "storage", "") == "pyarrow":  # Arrow only holds valid UTF-8
        return column, None
    values = column.to_numpy(dtype=object)
    cleaned, change = _clean_texts(values, pd.notna(values))
    return (column, None) if change is None else (pd.Series(cleaned, index=column.index), change)


def shows_itself(kind: type) -> bool:
    """Tell whether objects of a type have a text of their own, rather than their address in memory."""
    found = {name for base in kind.__mro__ if base is not object for name in base.__dict__}
    return not found.isdisjoint({"__str__", "__repr__"}) and "__call__" not in found


def _refuse(values: np.ndarray[Any, Any], present: np.ndarray[Any, Any], types: set[type], name: Hashable) -> None:
    nested = tuple(kind for kind in types if issubclass(kind, NESTED))
    if nested:
        row = _first(values, present, nested)
        raise ColumnValuesError.nested(name, row, values[row])
    if any(issubclass(kind, _COMPLEX) for kind in types):
        raise ColumnValuesError.complex_numbers(name)
    hidden = tuple(kind for kind in types if not shows_itself(kind))
    if hidden:
        row = _first(values, present, hidden)
        raise ColumnValuesError.of_type(name, row, values[row])


def _first(values: np.ndarray[Any, Any], present: np.ndarray[Any, Any], kinds: tuple[type, ...]) -> int:
    return next(int(row) for row in np.flatnonzero(present) if isinstance(values[row], kinds))


def _all_of(types: Iterable[type], kinds: tuple[type, ...]) -> bool:
    return all(issubclass(kind, kinds) for kind in types)


def _to_booleans(values: np.ndarray[Any, Any], present: np.ndarray[Any, Any]) -> Plain:
    if present.all():
        return values.astype(np.bool_), None
    return _to_floats(values, present), "booleans with gaps to 1 and 0"


def _to_numbers(values: np.ndarray[Any, Any], present: np.ndarray[Any, Any]) -> Plain:
    types = set(map(type, values[present]))
    exact = {kind.__name__ for kind in types if issubclass(kind, Decimal | Fraction)}
    if exact:
        return _to_floats(values, present), f"{' and '.join(sorted(exact))} numbers to floats"
    if not all(issubclass(kind, int | np.integer) for kind in types):
        return _to_floats(values, present), None
    if present.all():
        try:
            return values.astype(np.int64), None
        except OverflowError:
            pass
    floats = _to_floats(values, present)
    if len(np.unique(floats[present])) < len(set(values[present])):
        texts = np.where(present, values, np.nan)
        texts[present] = [str(value) for value in values[present]]
        return texts, "whole numbers with too many digits to texts"
    return floats, None


def _to_floats(values: np.ndarray[Any, Any], present: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    floats = np.full(len(values), np.nan)
    try:
        floats[present] = values[present].astype(np.float64)
    except OverflowError:  # a whole number beyond floats
        floats[present] = [_as_float(value) for value in values[present]]
    return floats


def _as_float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return np.inf if value > 0 else -np.inf


def _to_dates(values: np.ndarray[Any, Any], present: np.ndarray[Any, Any]) -> Plain:
    dates = pd.to_datetime(pd.Series(values, dtype=object), errors="coerce", utc=True).dt.tz_localize(None)
    zoned = any(getattr(value, "tzinfo", None) is not None for value in values[present])
    if int(dates.isna().sum()) > int((~present).sum()):
        return dates.to_numpy(), "dates out of range to missing"
    return dates.to_numpy(), "dates with a time zone to UTC" if zoned else None


def _to_starts(values: np.ndarray[Any, Any], present: np.ndarray[Any, Any]) -> Plain:
    starts = np.full(len(values), np.datetime64("NaT", "us"))
    starts[present] = [period.to_timestamp().to_datetime64() for period in values[present]]
    return starts, "periods to the time they start at"


def _to_seconds(values: np.ndarray[Any, Any], present: np.ndarray[Any, Any]) -> Plain:
    seconds = np.full(len(values), np.nan)
    seconds[present] = [_in_seconds(value) for value in values[present]]
    return seconds, "durations to seconds"


def _in_seconds(value: Any) -> float:
    if isinstance(value, dt.time):
        return value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    return float(pd.Timedelta(value).total_seconds())


def _to_texts(values: np.ndarray[Any, Any], present: np.ndarray[Any, Any], types: set[type]) -> Plain:
    texts = np.where(present, values, np.nan).astype(object)
    texts[present] = [_as_text(value) for value in values[present]]
    shown = sorted(kind.__name__ for kind in types if not issubclass(kind, str))
    change = f"{' and '.join(shown[:4])} values to texts" if shown else None
    cleaned, replaced = _clean_texts(texts, present)
    return cleaned, change or replaced


def _as_text(value: Any) -> str:
    if isinstance(value, _BYTES):
        return bytes(value).decode("utf-8", "replace")
    return str.__str__(value) if isinstance(value, str) else str(value)


def _clean_texts(values: np.ndarray[Any, Any], present: np.ndarray[Any, Any]) -> Plain:
    """Replace half characters (a lone surrogate), which neither hashing nor any file format can take."""
    texts = values if present.all() else values[present]
    try:
        for start in range(0, len(texts), _CHUNK):
            "".join(texts[start : start + _CHUNK]).encode()
    except UnicodeEncodeError:
        cleaned = values.copy()
        cleaned[present] = [text.encode("utf-8", "replace").decode() for text in texts]
        return cleaned, "characters that are not valid Unicode to '?'"
    return values, None


_CONVERSIONS: tuple[tuple[tuple[type, ...], Callable[[np.ndarray[Any, Any], np.ndarray[Any, Any]], Plain]], ...] = (
    ((bool, np.bool_), _to_booleans),
    (_NUMBERS, _to_numbers),
    (_DATES, _to_dates),
    ((pd.Period,), _to_starts),
    (_DURATIONS, _to_seconds),
)

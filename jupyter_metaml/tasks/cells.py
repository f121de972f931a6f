"""Bring the values of one column to one of few plain types.

After intake a column is one of: NumPy whole numbers or floats (32 or 64 bits) or booleans, ``datetime64[us]`` in UTC
without a zone, ``category`` whose levels are all texts, all numbers or all booleans, or text (pandas' own text type:
``str`` from pandas 3 on, before ``object`` with ``str`` and NaN).  Missing is NaN or NaT, never ``None`` or ``pd.NA``.
Infinite numbers stay.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from jupyter_metaml.tasks.errors import ColumnValuesError
from jupyter_metaml.tasks.objects import plain_objects, without_surrogates

# A column, and what was done to it when a person should know: half a sentence such as "durations to seconds".
Converted: TypeAlias = "tuple[pd.Series[Any], str | None]"

# Beyond this, whole numbers are no longer told apart by 64-bit floats.
_EXACT = 2**53


def is_plain(dtype: object) -> bool:
    """Tell whether columns of a type need no conversion at all."""
    if isinstance(dtype, np.dtype):
        return dtype.kind in "iub" or (dtype.kind == "f" and dtype.itemsize in {4, 8})
    return isinstance(dtype, pd.StringDtype) and dtype.storage == "pyarrow" and dtype.na_value is not pd.NA


def plain_column(column: pd.Series[Any], name: Hashable) -> Converted:
    """Convert the values of one column to a plain type; never in place.

    Parameters
    ----------
    column : Series of shape (n_rows,)
        Values of any type.
    name : hashable
        What people call the column, for messages.

    Returns
    -------
    column : Series of shape (n_rows,)
        With the same index.
    change : str or None
        What was done, when it is more than another way to store the same values.

    Raises
    ------
    ColumnValuesError
        If it holds nested values, complex numbers, or objects that cannot be shown as text.
    """
    dtype = column.dtype
    if is_plain(dtype):
        return column, None
    if isinstance(dtype, np.dtype):
        return _from_numpy(column, dtype, name)
    if isinstance(dtype, pd.CategoricalDtype):
        return _from_category(column, name)
    if isinstance(dtype, pd.DatetimeTZDtype):
        return _in_microseconds(column.dt.tz_convert("UTC").dt.tz_localize(None))[0], "dates with a time zone to UTC"
    if isinstance(dtype, pd.PeriodDtype):
        return _in_microseconds(column.dt.to_timestamp())[0], "periods to the time they start at"
    if isinstance(dtype, pd.SparseDtype):
        return plain_column(column.astype(dtype.subtype), name)
    if isinstance(dtype, pd.StringDtype):
        return without_surrogates(_as_text(column))
    if isinstance(dtype, pd.ArrowDtype):
        return _from_arrow(column, dtype, name)
    if _is_masked_number(dtype):
        return _from_masked(column)
    return _from_objects(column, name)


def _from_numpy(column: pd.Series[Any], dtype: np.dtype[Any], name: Hashable) -> Converted:
    if dtype.kind == "c":
        raise ColumnValuesError.complex_numbers(name)
    if dtype.kind == "M":
        return _in_microseconds(column)
    if dtype.kind == "m":
        return column.dt.total_seconds(), "durations to seconds"
    if dtype.kind in "OS":
        return _from_objects(column, name)
    with np.errstate(over="ignore"):  # beyond 64 bits is infinite
        return column.astype(np.float32 if dtype.itemsize <= 4 else np.float64), None


def _from_objects(column: pd.Series[Any], name: Hashable) -> Converted:
    values, change = plain_objects(column.to_numpy(dtype=object), name)
    converted = pd.Series(values, index=column.index)
    if converted.dtype.kind == "M":
        return _in_microseconds(converted, change)
    return converted, change


def _from_arrow(column: pd.Series[Any], stored: pd.ArrowDtype, name: Hashable) -> Converted:
    import pyarrow as pa  # a column of this type can only exist when it is installed

    dtype = stored.pyarrow_dtype
    if pa.types.is_nested(dtype):
        raise ColumnValuesError.nested_type(name, dtype)
    if (pa.types.is_integer(dtype) or pa.types.is_floating(dtype)) and not pa.types.is_float16(dtype):
        return _from_masked(column)
    if pa.types.is_decimal(dtype):
        floats = column.to_numpy(dtype=np.float64, na_value=np.nan)
        return pd.Series(floats, index=column.index), "Decimal numbers to floats"
    converted = column.array.__arrow_array__().to_pandas(date_as_object=False)
    return plain_column(pd.Series(converted.array, index=column.index), name)


def _from_masked(column: pd.Series[Any]) -> Converted:
    """Take numbers out of a nullable type, in the NumPy type that a table without nullable types would have."""
    stored: Any = column.dtype
    if not column.hasnans:
        return pd.Series(column.to_numpy(dtype=stored.numpy_dtype, copy=True), index=column.index), None
    kind = stored.kind
    if kind in "iu" and max(abs(int(column.max())), abs(int(column.min()))) > _EXACT:
        values, change = plain_objects(column.to_numpy(dtype=object, na_value=np.nan), column.name)
        return pd.Series(values, index=column.index), change
    width = np.float32 if kind == "f" and stored.itemsize == 4 else np.float64
    return pd.Series(column.to_numpy(dtype=width, na_value=np.nan), index=column.index), None


def _from_category(column: pd.Series[Any], name: Hashable) -> Converted:
    used = column.cat.remove_unused_categories()
    levels = used.cat.categories
    if is_plain(levels.dtype):
        return used, None
    plain, change = plain_column(levels.to_series().reset_index(drop=True), name)
    if not (_is_text(plain) or is_plain(plain.dtype)):
        plain = _as_text(plain.map(str))
    codes = used.cat.codes.to_numpy()
    if plain.is_unique:
        categories: pd.Index[Any] = pd.Index(plain)
        renamed = pd.Categorical.from_codes(codes, categories=categories, ordered=bool(used.cat.ordered))
        return pd.Series(renamed, index=column.index), change
    # Levels such as 1 and "1" have one text: they become one level, and an order among them has no meaning.
    merged = pd.Categorical(np.append(plain.to_numpy(dtype=object), np.nan)[codes])
    return pd.Series(merged, index=column.index), change


def _in_microseconds(column: pd.Series[Any], change: str | None = None) -> Converted:
    """Store dates so that the years from 290,000 BC to 290,000 AD fit, whatever the version of pandas."""
    values = column.to_numpy()
    factor = {"s": 10**6, "ms": 10**3}.get(np.datetime_data(values.dtype)[0], 1)
    outside = np.abs(values.view(np.int64)) > np.iinfo(np.int64).max // factor
    outside &= ~np.isnat(values)
    if outside.any():
        values = np.where(outside, np.datetime64("NaT"), values)
        change = "dates out of range to missing"
    return pd.Series(values.astype("datetime64[us]"), index=column.index), change


def _as_text(column: pd.Series[Any]) -> pd.Series[Any]:
    # pandas infers its own text type from this, whichever that is in the version at hand.
    return pd.Series(column.to_numpy(dtype=object, na_value=np.nan), index=column.index)


def _is_text(column: pd.Series[Any]) -> bool:
    return isinstance(column.dtype, pd.StringDtype) or column.dtype == object


def _is_masked_number(dtype: object) -> bool:
    kind = getattr(dtype, "kind", "")
    return isinstance(getattr(dtype, "numpy_dtype", None), np.dtype) and kind in set("iufb")

"""Records to plain JSON values and back, led by the types of their fields.

Nothing is executed by reading: a value is rebuilt only as the type that the field declares, so a file from a stranger
can at worst be refused. Labels of columns may be any hashable; texts, numbers, times and tuples of these survive,
others come back as their text.
"""

from __future__ import annotations

import types
from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import numpy as np
import pandas as pd

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.typing import Kind, ParamValue

Record = TypeVar("Record")


def to_plain(value: Any) -> Any:
    """Return a record as dictionaries, lists and plain values."""
    if is_dataclass(value) and not isinstance(value, type):
        return {entry.name: to_plain(getattr(value, entry.name)) for entry in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return {"tuple": [to_plain(item) for item in value]}
    if isinstance(value, frozenset):
        return {"tuple": sorted((to_plain(item) for item in value), key=repr)}
    if isinstance(value, np.generic):
        return to_plain(value.item())
    if isinstance(value, date | datetime):
        return {"time": value.isoformat()}
    return value if value is None or isinstance(value, str | int | float) else str(value)


def from_plain(kind: type[Record], plain: Any) -> Record:
    """Rebuild a record of a known type from what `to_plain` made of it.

    Parameters
    ----------
    kind : type
        The type of the record.
    plain : object
        Parsed JSON.

    Returns
    -------
    record

    Raises
    ------
    StorageError
        If the values do not fit the type.
    """
    try:
        record: Record = _read(kind, plain)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        message = f"This is no record of a run that this version reads ({error}). It may come from a newer version."
        raise StorageError(message) from error
    return record


def _read(kind: Any, plain: Any) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return _read_union(arguments, plain)
    if origin is tuple:
        items = plain["tuple"]
        inner = arguments[:1] * len(items) if arguments[1:] == (...,) else arguments
        return tuple(_read(item_kind, item) for item_kind, item in zip(inner, items, strict=True))
    if origin is frozenset:
        return frozenset(_read(arguments[0], item) for item in plain["tuple"])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {str(key): _read(arguments[1], item) for key, item in plain.items()}
    if origin is Literal:
        return _checked(plain, plain in arguments, kind)
    if kind is Hashable:
        return _label(plain)
    if is_dataclass(kind) and callable(kind):
        hints = _hints(kind)
        return kind(**{name: _read(hints[name], item) for name, item in plain.items()})
    if issubclass(kind, Enum):
        return kind(plain)
    if kind is float:
        return float(_checked(plain, isinstance(plain, int | float), kind))
    return _checked(plain, isinstance(plain, kind), kind)


def _read_union(kinds: tuple[Any, ...], plain: Any) -> Any:
    if plain is None and type(None) in kinds:
        return None
    scalars = tuple(kind for kind in kinds if kind in {bool, int, float, str})
    if isinstance(plain, scalars):
        return plain
    (other,) = (kind for kind in kinds if kind not in {bool, int, float, str, type(None)})
    return _read(other, plain)


def _label(plain: Any) -> Hashable:
    if isinstance(plain, dict) and "tuple" in plain:
        return tuple(_label(item) for item in plain["tuple"])
    if isinstance(plain, dict):
        return pd.Timestamp(plain["time"])
    return _checked(plain, plain is None or isinstance(plain, str | int | float), Hashable)  # type: ignore[no-any-return]


def _checked(plain: Any, fits: bool, kind: Any) -> Any:  # noqa: FBT001 - a guard
    if not fits:
        message = f"{str(plain)[:40]!r} is no {kind}"
        raise ValueError(message)
    return plain


@cache
def _hints(kind: Any) -> dict[str, Any]:
    # Modules may import aliases for type checkers only, so that they have to be lent here.
    return get_type_hints(
        kind, localns={"Hashable": Hashable, "Kind": Kind, "Mapping": Mapping, "ParamValue": ParamValue}
    )

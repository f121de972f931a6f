"""Tell apart which columns are features and which play another role: target, groups, time, weights, ignored."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from jupyter_metaml.tasks.errors import (
    ColumnNotFoundError,
    EmptyTableError,
    LengthError,
    RoleClashError,
    TargetNotFoundError,
)
from jupyter_metaml.tasks.names import identity
from jupyter_metaml.tasks.question_errors import TargetValuesError
from jupyter_metaml.wording import quoted

# A column by its label, or one value per row.
ColumnLike: TypeAlias = Hashable | Iterable[Any]

_OWN_KINDS = (pd.DataFrame, pd.Series, pd.Index, pd.api.extensions.ExtensionArray, np.ndarray)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Which columns play which role; as in `make_task`."""

    target: ColumnLike
    groups: ColumnLike | None = None
    time: ColumnLike | None = None
    sample_weight: ColumnLike | None = None
    ignore: tuple[Hashable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parts:
    """A table taken apart by role.

    Attributes
    ----------
    features : DataFrame of shape (n_rows, n_features)
        What is left when all other roles are taken out.
    target : Series of shape (n_rows,)
        Values as they were.
    target_name : hashable or None
        The label of the target column; the name of a Series; None for other arrays.
    groups, time, sample_weight : Series of shape (n_rows,) or None
        Values as they were.
    notes : tuple of str
        Sentences about what was changed.
    """

    features: pd.DataFrame
    target: pd.Series[Any]
    target_name: Hashable | None
    groups: pd.Series[Any] | None
    time: pd.Series[Any] | None
    sample_weight: pd.Series[Any] | None
    notes: tuple[str, ...]


def as_labels(ignore: Iterable[Hashable] | Hashable) -> tuple[Hashable, ...]:
    """Read the option `ignore`: one label, or any iterable of them (a tuple is one of those)."""
    if isinstance(ignore, Iterable) and not isinstance(ignore, str | bytes):
        return tuple(ignore)
    return (ignore,)


def take_apart(raw: pd.DataFrame, roles: Roles) -> Parts:
    """Take the columns with a role out of a table.

    Parameters
    ----------
    raw : DataFrame of shape (n_rows, n_columns)
        With unique labels; not changed.
    roles : Roles
        A column by its label, or one value per row in the order of the table.

    Returns
    -------
    Parts
        Features and roles.

    Raises
    ------
    TargetNotFoundError, ColumnNotFoundError
        If a label is not in the table.
    LengthError
        If an array has another length than the table.
    TargetValuesError
        If the target has several columns.
    RoleClashError
        If a column has two roles, or both groups and time are given.
    EmptyTableError
        If no feature is left.
    """
    if roles.groups is not None and roles.time is not None:
        raise RoleClashError.groups_and_time()
    places = {identity(label): place for place, label in enumerate(raw.columns)}
    notes: list[str] = []
    target = _take(raw, places, roles.target, "target", notes)
    others = {
        role: None if given is None else _take(raw, places, given, role, notes)
        for role, given in (("groups", roles.groups), ("time", roles.time), ("sample_weight", roles.sample_weight))
    }
    ignored = dict.fromkeys(_place(raw, places, label, "ignored column") for label in as_labels(roles.ignore))
    takers = {"target": target, **others}
    used = [(role, taken.place) for role, taken in takers.items() if taken is not None and taken.place is not None]
    _check_clashes(raw, [*used, *(("ignored", place) for place in ignored)])
    gone = {place for _, place in used} | set(ignored)
    kept = [place for place in range(raw.shape[1]) if place not in gone]
    if not kept:
        raise EmptyTableError.without_features([*(role for role, _ in used), *(["ignored columns"] if ignored else [])])
    return Parts(
        features=raw.iloc[:, kept] if gone else raw,
        target=target.values,
        target_name=target.values.name,
        groups=None if others["groups"] is None else others["groups"].values,
        time=None if others["time"] is None else others["time"].values,
        sample_weight=None if others["sample_weight"] is None else others["sample_weight"].values,
        notes=tuple(notes),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Taken:
    """Values of one role, and the position of their column when they are one of the table."""

    values: pd.Series[Any]
    place: int | None


def _take(raw: pd.DataFrame, places: Mapping[Hashable, int], given: ColumnLike, role: str, notes: list[str]) -> _Taken:
    if not _is_label(raw, given):
        return _Taken(values=_as_series(given, raw, role, notes), place=None)
    place = _place(raw, places, given, role)
    return _Taken(values=raw.iloc[:, place].reset_index(drop=True), place=place)


def _is_label(raw: pd.DataFrame, given: ColumnLike) -> bool:
    if isinstance(given, tuple):  # a label, or values?
        return len(given) != len(raw) or (_is_hashable(given) and given in raw.columns)
    return isinstance(given, str | bytes) or not isinstance(given, Iterable)


def _place(raw: pd.DataFrame, places: Mapping[Hashable, int], label: Any, role: str) -> int:
    if _is_hashable(label) and identity(label) in places:
        return places[identity(label)]
    kind = TargetNotFoundError if role == "target" else ColumnNotFoundError
    raise kind.among(role.replace("_", " "), label, list(raw.columns))


def _is_hashable(value: object) -> bool:
    try:
        hash(value)
    except TypeError:  # a tuple of lists has the method but not the hash
        return False
    return True


def _as_series(given: Any, raw: pd.DataFrame, role: str, notes: list[str]) -> pd.Series[Any]:
    """Turn array-likes, one- and two-dimensional, of any library into a Series with the index 0, 1, ..."""
    values = given if isinstance(given, _OWN_KINDS) else _listed(given)
    said = role.replace("_", " ")
    if values.ndim > 1:
        if values.ndim > 2 or values.shape[1] != 1:
            raise TargetValuesError.several(values.shape[-1], said)
        notes.append(f"The {said} was given as a table with one column; it was taken as that column.")
        values = values.iloc[:, 0] if isinstance(values, pd.DataFrame) else np.asarray(values)[:, 0]
    if len(values) != len(raw):
        raise LengthError.of(said, len(values), len(raw), _list_hint(given, raw, role))
    if isinstance(values, pd.Series):
        if not values.index.equals(raw.index) and not values.index.intersection(raw.index).empty:
            notes.append(f"The {said} has another row index than the table; values were matched by position.")
        return values.copy().reset_index(drop=True)
    if isinstance(values, np.ndarray):
        return pd.Series(np.array(values, dtype=values.dtype.newbyteorder("=")))
    return pd.Series(values, name=None)


def _listed(given: Any) -> Any:
    """Read the values of lists, generators, and columns of other libraries."""
    convert = getattr(given, "to_list", None) or getattr(given, "to_pylist", None)
    values = convert() if callable(convert) else list(given)
    if values and all(isinstance(row, list | tuple | np.ndarray) for row in values):
        return np.asarray(values) if len({len(row) for row in values}) == 1 else _objects(values)
    # An array rather than a Series: a list has no index that could disagree with the table's.
    return pd.Series(values, dtype=object if not values else None).array


def _objects(values: list[Any]) -> np.ndarray[Any, Any]:
    filled = np.empty(len(values), dtype=object)
    filled[:] = values
    return filled


def _list_hint(given: Any, raw: pd.DataFrame, role: str) -> str:
    if isinstance(given, list | tuple) and len(given) == 1 and isinstance(given[0], str) and given[0] in raw.columns:
        return f" For the column, pass {role}={quoted(given[0])} without brackets."
    return ""


def _check_clashes(raw: pd.DataFrame, uses: list[tuple[str, int]]) -> None:
    seen: dict[int, str] = {}
    for role, place in uses:
        if place in seen:
            raise RoleClashError.same_column(raw.columns[place], seen[place], role)
        seen[place] = role

"""Column names: unique strings that every library accepts, and the way back to the originals."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

from jupyter_metaml.tasks.errors import ColumnNamesError

_NAN: Hashable = object()


def check_columns(columns: pd.Index[Any], target: object = None) -> None:
    """Refuse column names that do not identify one column each.

    Raises
    ------
    ColumnNamesError
        If the names are a MultiIndex, or a name occurs more than once (with its positions).
    """
    if isinstance(columns, pd.MultiIndex):
        raise ColumnNamesError.of_levels(columns.nlevels)
    if columns.is_unique:
        return
    positions: dict[Hashable, list[int]] = {}
    for position, label in enumerate(columns):
        positions.setdefault(identity(label), []).append(position)
    repeated = {columns[places[0]]: places for places in positions.values() if len(places) > 1}
    raise ColumnNamesError.duplicated(repeated, target)


def safe_names(labels: Iterable[Hashable], known: Mapping[str, Hashable] | None = None) -> dict[str, Hashable]:
    """Give every column label a unique string name.

    Labels that are strings keep themselves as names, nearly whatever characters they hold; only matrices reach the
    models.  Numbers, dates, tuples, ``None``, subclasses of ``str``, strings that UTF-8 cannot encode and strings that
    end in a null character get a string made from them, with a number at its end when it is taken.

    Parameters
    ----------
    labels : iterable of hashable
        Column labels, unique.
    known : mapping of safe name to label, optional
        Names given before, to a table with some of the same columns.  Its labels keep their names, whatever other
        columns there are and in which order.

    Returns
    -------
    dict of safe name to label
        In the order of `labels`.
    """
    everything = list(labels)
    remembered = {identity(label): name for name, label in (known or {}).items()}
    taken = set(remembered.values())
    chosen: dict[int, str] = {}
    for position, label in enumerate(everything):
        if identity(label) in remembered:
            chosen[position] = remembered[identity(label)]
        elif is_safe(label) and label not in taken:
            chosen[position] = str(label)
            taken.add(str(label))
    for position, label in enumerate(everything):
        if position not in chosen:
            chosen[position] = _free(_spelled(label), taken)
            taken.add(chosen[position])
    return {chosen[position]: label for position, label in enumerate(everything)}


def is_safe(label: object) -> bool:
    """Tell whether a label can stay as it is: a plain string that UTF-8 can encode and NumPy can hold."""
    # Subclasses of str (NumPy's, string enumerations) make scikit-learn think that names are mixed; arrays of texts
    # lose null characters at the end of each.
    if type(label) is not str or label.endswith("\0"):
        return False
    try:
        label.encode()
    except UnicodeEncodeError:
        return False
    return True


def identity(label: Hashable) -> Hashable:
    """Make a key under which a label is found again, NaN included (which differs from itself)."""
    if isinstance(label, float) and label != label:  # noqa: PLR0124 - only NaN does
        return _NAN
    return label


def _spelled(label: Hashable) -> str:
    if isinstance(label, tuple):
        return "_".join(_spelled(part) for part in label)
    text = str.__str__(label) if isinstance(label, str) else str(label)
    return text.encode("utf-8", "replace").decode("utf-8").rstrip("\0") or "column"


def _free(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"

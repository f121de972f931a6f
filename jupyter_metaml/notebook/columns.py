"""Find the columns that a magic names."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.notebook.near_names import did_you_mean, listing


def find_column(given: object, labels: Sequence[Hashable], role: str) -> Hashable:
    """Return the label of the column that `given` means.

    A text also finds a label that is no text but looks like it, so that ``--target 3`` works for a column 3.

    Parameters
    ----------
    given : object
        A label, or its text.
    labels : sequence of hashable
        The labels of the table.
    role : str
        What the column is wanted for, for the message.

    Raises
    ------
    DataError
        If there is no such column; names are shown with their quotes, so that hidden blanks are seen.
    """
    exact: list[Hashable] = [label for label in labels if _same(label, given)]
    if exact:
        return exact[0]
    texts: dict[str, Hashable] = {str(label): label for label in labels}
    if isinstance(given, str) and given in texts:
        return texts[given]
    shown = str(given)
    message = (
        f"{role} {shown[:60]!r} is not a column of the table.{did_you_mean(shown, texts)} Columns: {listing(texts)}."
    )
    raise DataError(message)


def find_rows_or_column(given: object, labels: Sequence[Hashable], role: str) -> Any:
    """Return the label that `given` means, or `given` itself when it holds one value per row."""
    if given is None or (hasattr(given, "__len__") and not isinstance(given, str | tuple)):
        return given
    return find_column(given, labels, role)


def find_columns(given: Sequence[object], labels: Sequence[Hashable], role: str) -> tuple[Hashable, ...]:
    """Return the labels of several columns, each once."""
    return tuple(dict.fromkeys(find_column(one, labels, role) for one in given))


def check_roles(roles: Mapping[str, object], ignored: Sequence[Hashable]) -> None:
    """Refuse a column with two roles.

    Parameters
    ----------
    roles : mapping of str to object
        Column by role, such as ``--target``; values that are no label, and None, are passed over.
    ignored : sequence of hashable
        Columns to leave out.

    Raises
    ------
    UsageError
        If a column has two roles, or a role and is to be left out.
    """
    seen: dict[Hashable, str] = {}
    for role, label in roles.items():
        if label is None or not isinstance(label, Hashable):
            continue
        if label in seen:
            message = f"{seen[label]} and {role} both name column {label!r}. A column has one role."
            raise UsageError(message)
        seen[label] = role
    for label in ignored:
        if label in seen:
            message = f"{seen[label]} and --ignore both name column {label!r}. Leave it out of one of them."
            raise UsageError(message)


def _same(label: Hashable, given: object) -> bool:
    # NaN is a possible label and unequal to itself; 1 and True are equal and not the same.
    return label is given or (type(label) is type(given) and bool(label == given))

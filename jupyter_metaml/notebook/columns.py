"""Find the columns that a magic names."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.wording import alternatives, quoted


class Columns:
    """The labels of a table, ready to be looked up many times.

    Parameters
    ----------
    labels : sequence of hashable
        In the order of the table.
    """

    def __init__(self, labels: Sequence[Hashable]) -> None:
        # 1 and True are equal and not the same; a dict finds NaN by identity.
        self._exact = {(type(label), label): label for label in labels}
        self._by_text = {str(label): label for label in labels}

    def find(self, given: object, role: str) -> Hashable:
        """Return the label of the column that `given` means.

        A text also finds a label that is no text but looks like it, so that ``--target 3`` works for a column 3.

        Parameters
        ----------
        given : object
            A label, or its text.
        role : str
            What the column is wanted for, for the message.

        Raises
        ------
        DataError
            If there is no such column; names are shown with their quotes, so that hidden blanks are seen.
        """
        if isinstance(given, Hashable) and (type(given), given) in self._exact:
            return self._exact[type(given), given]
        if isinstance(given, str) and given in self._by_text:
            return self._by_text[given]
        hint = alternatives(given, self._by_text, "Columns")
        message = f"{role} {quoted(str(given))} is not a column of the table.{hint}"
        raise DataError(message)

    def find_or_pass(self, given: object, role: str) -> Any:
        """Return the label that `given` means, or `given` itself when it is None or holds one value per row."""
        if given is None or (hasattr(given, "__len__") and not isinstance(given, str | tuple)):
            return given
        return self.find(given, role)

    def find_all(self, given: Sequence[object], role: str) -> tuple[Hashable, ...]:
        """Return the labels of several columns, each once."""
        return tuple(dict.fromkeys(self.find(one, role) for one in given))


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

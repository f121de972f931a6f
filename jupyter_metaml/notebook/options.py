"""How one field of a request is typed, read and described.

A request is a frozen record; each field that carries an `Option` is an option of the magic. The parser of the line,
the keys of the body, the ``%config`` traits, the help and the completion are all derived from it::

    field of a request --option()--> Option --options_of()--> NamedOption --> line, body, %config, help, completion
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, Literal

Completes = Literal["", "frame", "column", "choice", "family", "metric", "run", "active run", "name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What is known of one option besides its name and default.

    Parameters
    ----------
    help : str
        One line, no full stop.
    read : callable
        Turns a text from the line, or a Python value from the body or ``%config``, into the value of the field;
        raises `UsageError` with a message that starts after the name of the option.
    metavar : str, default=""
        What stands for the value in the help; empty for a switch, which takes none on the line.
    short : str, default=""
        One letter for ``-t``.
    aliases : tuple of str, default=()
        Other long names, with underscores.
    completes : str, default=""
        What Tab offers for the value.
    choices : tuple of str, default=()
        The words that the option takes.
    is_list : bool, default=False
        Takes several values, with commas or by repeating the option.
    is_positional : bool, default=False
        May stand on the line without its name.
    is_configurable : bool, default=False
        Has a ``%config`` trait.
    """

    help: str
    read: Callable[[object], object]
    metavar: str = ""
    short: str = ""
    aliases: tuple[str, ...] = ()
    completes: Completes = ""
    choices: tuple[str, ...] = ()
    is_list: bool = False
    is_positional: bool = False
    is_configurable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedOption:
    """An option with the name and default of its field."""

    name: str
    default: object
    option: Option

    @property
    def is_switch(self) -> bool:
        """Whether the option takes no value on the line."""
        return not self.option.metavar

    @property
    def flag(self) -> str:
        """The option as it is typed on the line; a switch that is on by default is typed to turn it off."""
        turns_off = self.is_switch and self.default is True
        return f"--{'no-' if turns_off else ''}{self.name.replace('_', '-')}"

    @property
    def flags(self) -> tuple[str, ...]:
        """All ways to type it on the line, the main one first."""
        aliases = tuple(f"--{alias.replace('_', '-')}" for alias in self.option.aliases)
        short = (f"-{self.option.short}",) if self.option.short else ()
        return (self.flag, *short, *aliases)

    @property
    def keys(self) -> tuple[str, ...]:
        """All ways to name it in the body, the main one first."""
        return (self.name, *self.option.aliases)


def option(default: Any, described: Option) -> Any:
    """Return a dataclass field that is an option."""
    return field(default=default, metadata={"option": described})


def options_of(request: type) -> tuple[NamedOption, ...]:
    """Return the options of a request class, in the order of its fields."""
    return tuple(
        NamedOption(
            name=entry.name,
            default=None if entry.default is MISSING else entry.default,
            option=entry.metadata["option"],
        )
        for entry in fields(request)
        if "option" in entry.metadata
    )

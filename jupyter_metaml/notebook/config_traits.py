"""``%config AutoMLMagics``: a trait for every option that has one, with the option's own reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from traitlets import HasTraits, TraitError, TraitType

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.notebook.options import NamedOption

Owner = TypeVar("Owner", bound=HasTraits)


class OptionTrait(TraitType[Any, Any]):
    """A setting; None leaves the option at its default.

    Parameters
    ----------
    entry : NamedOption
        The option that it sets.
    """

    info_text = "a value that the option takes"

    def __init__(self, entry: NamedOption) -> None:
        super().__init__(default_value=None, allow_none=True, help=f"{entry.flag}: {entry.option.help}")
        self.tag(config=True)
        self._entry = entry

    def validate(self, obj: HasTraits, value: Any) -> Any:
        """Read a value as the line of a magic would."""
        try:
            return self._entry.option.read(value)
        except UsageError as error:
            message = f"AutoMLMagics.{self._entry.name} = {value!r}: {error}"
            raise TraitError(message) from error


def configurable(options: Iterable[NamedOption]) -> Callable[[type[Owner]], type[Owner]]:
    """Return a class decorator that adds a trait for each option that has one.

    Traits have to be there when a class is made, so the decorator makes a class of the same name below the given one.
    """
    traits = {entry.name: OptionTrait(entry) for entry in options if entry.option.is_configurable}

    def decorate(owner: type[Owner]) -> type[Owner]:
        described = {"__doc__": owner.__doc__, "__module__": owner.__module__}
        metaclass: Any = type(owner)
        made: type[Owner] = metaclass(owner.__name__, (owner,), {**traits, **described})
        return made

    return decorate


def configured_values(owner: HasTraits) -> dict[str, Any]:
    """Return the settings that were made, by option."""
    traits = {name: trait for name, trait in owner.traits().items() if isinstance(trait, OptionTrait)}
    return {name: value for name in traits if (value := getattr(owner, name)) is not None}

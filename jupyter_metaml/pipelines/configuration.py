"""A point of the search space: which family of models, with which values."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jupyter_metaml.exceptions import ConfigurationError
from jupyter_metaml.typing import ParamValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """An immutable, hashable choice of a family and its values.

    Use `Configuration.of` to make one; values that are left out are filled in by the family.

    Parameters
    ----------
    family : str
        Name of a family, see `families()`.
    params : tuple of (str, value), default=()
        Sorted by name, each name once; values are booleans, numbers, strings or None.

    Raises
    ------
    ConfigurationError
        If a value is of another type or not finite, or the names are not sorted and unique.

    Examples
    --------
    >>> from jupyter_metaml.pipelines import Configuration
    >>> configuration = Configuration.of("linear", C=1.0)
    >>> configuration.family, configuration.get("C")
    ('linear', 1.0)
    """

    family: str
    params: tuple[tuple[str, ParamValue], ...] = ()

    def __post_init__(self) -> None:
        names = [name for name, _ in self.params]
        if names != sorted(set(names)):
            raise ConfigurationError(_NOT_SORTED.format(family=self.family, names=names))
        for name, value in self.params:
            _check_value(self.family, name, value)

    @classmethod
    def of(cls, family: str, /, **params: ParamValue) -> Configuration:
        """Make a configuration from keywords.

        Parameters
        ----------
        family : str
            Name of a family.
        **params
            Values by name; NumPy scalars become Python ones.

        Examples
        --------
        >>> from jupyter_metaml.pipelines import Configuration
        >>> Configuration.of("linear", C=1.0).get("C")
        1.0
        """
        return cls(family=family, params=tuple((name, _plain(params[name])) for name in sorted(params)))

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Configuration:
        """Read what `as_dict` wrote."""
        return cls.of(str(record["family"]), **dict(record["params"]))

    def as_dict(self) -> dict[str, Any]:
        """Write the configuration as plain JSON values."""
        return {"family": self.family, "params": dict(self.params)}

    def get(self, name: str, default: ParamValue = None) -> ParamValue:
        """Return one value, or `default` when the configuration does not name it."""
        return dict(self.params).get(name, default)

    @property
    def id(self) -> str:
        """Ten hexadecimal digits that are the same wherever the configuration is the same."""
        text = json.dumps(self.as_dict(), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()[:10]


_NOT_SORTED = (
    "Parameters of family {family!r} must be sorted by name, each once, but are {names}. Use Configuration.of."
)


def _plain(value: Any) -> Any:
    """Turn a NumPy scalar into the Python value that JSON and hashing know."""
    return value.item() if hasattr(value, "item") and getattr(value, "ndim", None) == 0 else value


def _check_value(family: str, name: str, value: ParamValue) -> None:
    if value is not None and not isinstance(value, bool | int | float | str):
        message = (
            f"Parameter {name!r} of family {family!r} is a {type(value).__name__}. "
            "Allowed are booleans, numbers, strings and None."
        )
        raise ConfigurationError(message)
    if isinstance(value, float) and not math.isfinite(value):
        message = f"Parameter {name!r} of family {family!r} is {value}. Give a finite number."
        raise ConfigurationError(message)

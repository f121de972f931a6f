"""The names that a magic can see."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

_PLACEHOLDER = re.compile(r"\{([^\W\d]\w*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where names are looked up, and where results are bound.

    Parameters
    ----------
    lookup : mapping of str to object
        The variables of the calling function, if any, before those of the notebook.
    user_ns : mutable mapping of str to object
        The variables of the notebook; results go here.
    """

    lookup: Mapping[str, Any]
    user_ns: MutableMapping[str, Any]

    @classmethod
    def of(cls, user_ns: MutableMapping[str, Any], local_ns: Mapping[str, Any] | None) -> Scope:
        """Put the variables of the caller before those of the notebook."""
        if local_ns is None or local_ns is user_ns:
            return cls(lookup=user_ns, user_ns=user_ns)
        return cls(lookup=ChainMap(dict(local_ns), user_ns), user_ns=user_ns)

    def fill(self, text: str) -> str:
        """Replace ``{name}`` where `name` is a text or a number here; leave everything else as it stands.

        Names are looked up and nothing is evaluated, so that braces in data stay what they are.
        """
        if "{" not in text:
            return text
        return _PLACEHOLDER.sub(self._value, text)

    def _value(self, match: re.Match[str]) -> str:
        value = self.lookup.get(match[1])
        return str(value) if type(value) in {str, int, float} else match[0]

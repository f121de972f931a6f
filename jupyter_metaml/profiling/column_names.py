"""What the name of a column gives away: keys and times have customary names."""

from __future__ import annotations

import re
from collections.abc import Hashable

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_KEY_WORDS = frozenset({"id", "ids", "uid", "uuid", "guid", "pk", "identifier"})
_KEY_NAMES = frozenset(
    {
        *("index", "idx", "key", "row", "rownames", "rownum", "unnamed", "serial", "nr", "no"),
        *("account", "client", "customer", "device", "employee", "household", "machine", "member", "participant"),
        *("passenger", "patient", "person", "player", "respondent", "session", "student", "subject", "user", "visitor"),
    }
)
_KEY_SUFFIXES = frozenset({"no", "nr", "num", "number", "code", "key", "index"})
_TIME_WORDS = frozenset(
    {"date", "datetime", "day", "epoch", "hour", "minute", "month", "quarter", "time", "timestamp", "week", "year"}
)
_LONGEST_NAME = 200


def words_of(label: Hashable) -> tuple[str, ...]:
    """Split a label into lower-case words: ``"customerID"``, ``"customer_id"`` and ``"Customer Id"`` are the same."""
    if not isinstance(label, str):
        return ()
    return tuple(word.lower() for word in _WORD.findall(label[:_LONGEST_NAME]))


def names_a_key(label: Hashable) -> bool:
    """Tell whether a column is called like a key: ``customer_id``, ``uuid``, ``patient``, ``row number``.

    A word such as *customer* must stand alone: ``customer_age`` is no key.
    """
    words = words_of(label)
    if not words:
        return False
    if _KEY_WORDS & set(words):
        return True
    if all(word in _KEY_NAMES or word.isdigit() for word in words):
        return not words[0].isdigit()
    return len(words) == 2 and words[0] in _KEY_NAMES and words[1] in _KEY_SUFFIXES


def names_a_time(label: Hashable) -> bool:
    """Tell whether a column is called like a point in time: ``year``, ``created at time``, ``t``."""
    words = words_of(label)
    return bool(_TIME_WORDS & set(words)) or words == ("t",)

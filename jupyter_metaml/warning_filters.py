"""Filters of `warnings` that count in one thread only.

`warnings.catch_warnings` swaps one list for the whole process: a search in the background would silence the cells of
the person beside it, and two such blocks that overlap leave each other's filters behind. Here filters are put in front
of those that are there, match in the thread that asked for them, and are taken out one by one.
"""

from __future__ import annotations

import re
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

Filter = tuple[Any, ...]
_NEVER = "(?!)"


class _Nothing(Warning):
    """Is never given."""


class _Here:
    """Stands where a filter has the pattern of its message, and matches in one thread, as long as it counts."""

    def __init__(self, message: Any) -> None:
        self.message = message
        self.thread = threading.get_ident()
        self.counts = True

    def match(self, text: str) -> bool:
        """Say whether the filter is for a warning that is given here and now."""
        if not self.counts or threading.get_ident() != self.thread:
            return False
        if self.message is None or isinstance(self.message, str):
            return self.message is None or self.message == text
        return bool(self.message.match(text))

    @property
    def pattern(self) -> str:
        """The expression that scikit-learn rebuilds the filter from, in this thread or in helpers of its own.

        What the main thread starts while the filter belongs to another one is not for it.
        """
        is_elsewhere = threading.current_thread() is threading.main_thread() and threading.get_ident() != self.thread
        if not self.counts or is_elsewhere:
            return _NEVER
        if self.message is None or isinstance(self.message, str):
            return re.escape(self.message or "")
        return str(self.message.pattern)


@contextmanager
def silenced(*categories: type[Warning]) -> Iterator[None]:
    """Hold back warnings of these categories that this thread gives inside the block.

    Parameters
    ----------
    *categories : type
        ``Warning`` means all.
    """
    with _in_front([("ignore", _Here(None), category, None, 0) for category in categories]):
        yield


@contextmanager
def softened() -> Iterator[None]:
    """Let warnings of this thread be warnings inside the block, where a person has made errors of them.

    What a person has silenced stays silent.
    """
    known: list[Filter] = list(warnings.filters)
    with _in_front(
        [
            ("default" if action == "error" else action, _Here(message), category, module, line)
            for action, message, categories, module, line in known
            # `simplefilter` takes several at once, and scikit-learn does not when it rebuilds a filter with a message
            for category in (categories if isinstance(categories, tuple) else (categories,))
        ]
    ):
        yield


@contextmanager
def _in_front(ours: Sequence[Filter]) -> Iterator[None]:
    filters = cast("list[Filter]", warnings.filters)
    filters[:0] = ours
    try:
        yield
    finally:
        for entry in ours:
            entry[1].counts = False
        # Makes `warnings` forget which warnings it has given already: with other filters they may be errors.
        warnings.simplefilter("ignore", _Nothing, append=True)
        filters = cast("list[Filter]", warnings.filters)
        gone = {id(entry) for entry in ours}
        filters[:] = [entry for entry in filters if id(entry) not in gone and entry[2] is not _Nothing]

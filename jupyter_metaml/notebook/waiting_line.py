"""One search at a time: the others stand in line.

Whoever waits asks again every now and then instead of sleeping on a lock, so that an interrupt ends the waiting at once
and leaves nothing behind.
"""

from __future__ import annotations

import threading

from jupyter_metaml.exceptions import UsageError


class Place:
    """A place in the line.

    Parameters
    ----------
    line : WaitingLine
    name : str
        What is searched on, for messages.
    """

    def __init__(self, line: WaitingLine, name: str) -> None:
        self._line = line
        self.name = name
        self.thread: int | None = None

    @property
    def is_first(self) -> bool:
        """Whether it is this one's turn; the thread that asks is taken for the one that searches."""
        self.thread = threading.get_ident()
        return self._line.places[:1] == [self]

    def leave(self) -> None:
        """Make room for the next; leaving twice does no harm."""
        with self._line.lock:
            self._line.places = [place for place in self._line.places if place is not self]


class WaitingLine:
    """Searches in the order in which they came; the first one runs."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.lock = threading.Lock()

    @property
    def is_empty(self) -> bool:
        """Whether a search could start at once."""
        return not self.places

    def join(self, name: str) -> Place:
        """Take the last place.

        Parameters
        ----------
        name : str
            What is searched on, for the message of whoever comes from inside.

        Raises
        ------
        UsageError
            If this thread is already searching: it would wait for itself.
        """
        here = threading.get_ident()
        holder = next((place for place in self.places if place.thread == here), None)
        if holder is not None:
            message = (
                f"A search on {holder.name!r} is still running here, and this one was started from inside of it."
                " Start it in a cell of its own."
            )
            raise UsageError(message)
        place = Place(self, name)
        with self.lock:
            self.places = [*self.places, place]
        return place

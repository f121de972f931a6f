"""How often a view is drawn: each drawing costs the kernel time, and travels to a front end that may be far away."""

from __future__ import annotations

from collections.abc import Callable

# Something has happened.
DRAW_EVERY_S = 0.5
# Only time has passed, which is told in whole seconds.
IDLE_EVERY_S = 1.0


class Pace:
    """Says when the next drawing is due.

    Parameters
    ----------
    clock : callable
        Returns seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._drawn_at, self._has_news = clock(), False

    def is_due(self, *, has_news: bool) -> bool:
        """Tell whether to draw.

        Parameters
        ----------
        has_news : bool
            Whether more than time has passed since the last call; news that are not drawn now stay news.
        """
        self._has_news = self._has_news or has_news
        return self._clock() - self._drawn_at >= (DRAW_EVERY_S if self._has_news else IDLE_EVERY_S)

    def drawn(self) -> None:
        """Note that all is drawn."""
        self._drawn_at, self._has_news = self._clock(), False

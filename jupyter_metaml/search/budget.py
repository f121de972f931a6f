"""The clock and the stop button of one search."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from jupyter_metaml.exceptions import UsageError

RESERVE_SHARE = 0.03
RESERVE_MIN_S = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Wall-clock seconds that a whole call may take, counted from its first line.

    Time is monotonic, so that a changed system clock neither ends nor prolongs a search. Seconds during which the
    machine sleeps count where the operating system counts them in its monotonic clock.

    Parameters
    ----------
    total_s : float
        Seconds from the call to its return, above 0.
    started : float
        Reading of ``time.monotonic`` at the call.

    Examples
    --------
    >>> from jupyter_metaml.search import Budget
    >>> budget = Budget(total_s=60)
    >>> 0 < budget.left() <= 60
    True
    """

    total_s: float
    started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        """Refuse budgets that are no positive, finite number."""
        if not 0 < self.total_s < float("inf"):
            message = f"A time budget of {self.total_s!r} seconds is not usable. Give a positive number of seconds."
            raise UsageError(message)

    def elapsed(self) -> float:
        """Seconds since the call."""
        return time.monotonic() - self.started

    def left(self) -> float:
        """Seconds until the call has to return; negative when it is late."""
        return self.total_s - self.elapsed()

    def reserve_s(self) -> float:
        """Seconds kept back for the final blend and the result."""
        return min(max(RESERVE_MIN_S, RESERVE_SHARE * self.total_s), 0.5 * self.total_s)


class StopSignal:
    """Lets another thread, or a button, end a search.

    Examples
    --------
    >>> from jupyter_metaml.search import StopSignal
    >>> stop = StopSignal()
    >>> stop.request(after_trial=True)
    >>> stop.requested, stop.winding_down
    (False, True)
    """

    def __init__(self) -> None:
        self._now = threading.Event()
        self._after_trial = threading.Event()

    def request(self, *, after_trial: bool = False) -> None:
        """Ask the search to end at once, or to start nothing new and end when the running trials are done."""
        (self._after_trial if after_trial else self._now).set()

    @property
    def requested(self) -> bool:
        """Whether running trials should be given up."""
        return self._now.is_set()

    @property
    def winding_down(self) -> bool:
        """Whether no new trial should start."""
        return self._now.is_set() or self._after_trial.is_set()

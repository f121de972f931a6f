"""The runs of this kernel, as lists and panels know them: those that go on, those that wait, and the last that ended.

::

    run_report --open, update--> ActiveRuns --ActiveRun--> whoever has subscribed
                                   stop button <--stop-- a list, a panel, %automl_stop

Nothing of a front end is in here, and nothing that is slow to import.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

State = Literal[
    "queued",
    "checking",
    "profiling",
    "preparing",
    "searching",
    "stopping",
    "finishing",
    "done",
    "stopped",
    "failed",
]
Mode = Literal["foreground", "background"]
ENDED: frozenset[State] = frozenset({"done", "stopped", "failed"})
MAX_RUNS = 50
TELL_EVERY_S = 0.25


class StopButton(Protocol):
    """What ends a search; `StopSignal` is one."""

    def request(self, *, after_trial: bool = False) -> None:
        """Ask the search to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveRun:
    """What is known of one run of this kernel.

    Parameters
    ----------
    key : str, default=""
        Names it in this kernel: "1", "2", and so on; `ActiveRuns.open` gives it.
    run_id : str, default=""
        Names it in the store, once it is there.
    table, target : str
        Names for people; they come from data.
    mode : {"foreground", "background"}
        Whether its cell keeps the kernel busy.
    state : str, default="queued"
        Waits for its turn, is in one of the phases of a search, or has ended: "done", "stopped" or "failed".
    metric, best : str, default=""
        What counts and the best so far, for people; empty while unknown. At the end, what to expect on new rows.
    n_trials : int, default=0
        Trials that came back.
    elapsed_s, budget_s : float
        Time used and time given.
    message : str, default=""
        What came out in one line; of a failed run the error.
    names : mapping of str to str
        Name in the notebook by role, "model" or "run".
    """

    key: str = ""
    run_id: str = ""
    table: str
    target: str
    mode: Mode
    state: State = "queued"
    metric: str = ""
    best: str = ""
    n_trials: int = 0
    elapsed_s: float = 0.0
    budget_s: float
    message: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_ended(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in ENDED


Hear = Callable[[ActiveRun], None]


class ActiveRuns:
    """The runs of one kernel; all of it may be used from any thread.

    Parameters
    ----------
    clock : callable, default=time.monotonic
        Returns seconds.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._n_opened = 0
        self._runs: dict[str, ActiveRun] = {}
        self._stops: dict[str, StopButton] = {}
        self._told_at: dict[str, float] = {}
        self._hearers: tuple[Hear, ...] = ()

    def all(self) -> tuple[ActiveRun, ...]:
        """Return the runs, newest first: all that go on, and of the others the last."""
        with self._lock:
            return tuple(reversed(self._runs.values()))

    def find(self, key: str) -> ActiveRun | None:
        """Return a run by its key; None where there is no such run."""
        with self._lock:
            return self._runs.get(key)

    def open(self, run: ActiveRun, stop: StopButton) -> ActiveRun:
        """Take a run in.

        Parameters
        ----------
        run : ActiveRun
            Without a key.
        stop : StopButton
            What ends it.

        Returns
        -------
        ActiveRun
            With its key.
        """
        with self._lock:
            self._n_opened += 1
            run = replace(run, key=str(self._n_opened))
            self._runs[run.key] = run
            self._stops[run.key] = stop
            self._forget_oldest()
        self._tell(run)
        return run

    def update(self, key: str, **changes: Any) -> ActiveRun:
        """Change fields of a run.

        Those who have subscribed hear of a new state at once, and of everything else at most four times per second.

        Parameters
        ----------
        key : str
            Of a run that has not ended.
        **changes
            New values by field.
        """
        with self._lock:
            before = self._runs[key]
            if before.has_ended:
                return before
            if before.state == "stopping" and changes.get("state") not in {*ENDED, "finishing"}:
                # What the search has said before it heard of the button may come after it.
                changes["state"] = "stopping"
            run = self._runs[key] = replace(before, **changes)
            if run.has_ended:
                # What stops a search may hold more than a line: the handle, and with it the table.
                del self._stops[key]
            is_due = run.state != before.state or self._clock() - self._told_at.get(key, 0.0) >= TELL_EVERY_S
        if is_due:
            self._tell(run)
        return run

    def stop(self, key: str, *, after_trial: bool = False) -> bool:
        """End a run at once, or when its running trials are done; one that waits will not start.

        Parameters
        ----------
        key : str
            As in `ActiveRun.key`.
        after_trial : bool, default=False
            Whether running trials may end.

        Returns
        -------
        bool
            Whether there was something to stop.
        """
        with self._lock:
            button, run = self._stops.get(key), self._runs.get(key)
        if button is None or run is None:
            return False
        button.request(after_trial=after_trial)
        if run.state != "finishing":
            self.update(key, state="stopping")
        return True

    def subscribe(self, hear: Hear) -> Callable[[], None]:
        """Have something called with each run that changes.

        Parameters
        ----------
        hear : callable
            Takes an `ActiveRun`. It is called in the thread in which the change happens, must return soon, and must
            not raise.

        Returns
        -------
        callable
            Ends the subscription.
        """
        with self._lock:
            self._hearers = (*self._hearers, hear)

        def unsubscribe() -> None:
            with self._lock:
                self._hearers = tuple(known for known in self._hearers if known is not hear)

        return unsubscribe

    def _tell(self, run: ActiveRun) -> None:
        """Tell all who listen; without the lock, since they may ask back."""
        self._told_at[run.key] = self._clock()
        for hear in self._hearers:
            hear(run)

    def _forget_oldest(self) -> None:
        for key in [key for key, run in self._runs.items() if run.has_ended][: max(0, len(self._runs) - MAX_RUNS)]:
            del self._runs[key]
            self._told_at.pop(key, None)

"""The handle of a search that runs while the notebook goes on."""

from __future__ import annotations

import asyncio
import contextvars
import math
import threading
import time
from collections.abc import Generator
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from jupyter_metaml.automl import Run
from jupyter_metaml.evaluation.attempt import attempt
from jupyter_metaml.notebook.errors import AutoMLError, one_line_errors
from jupyter_metaml.notebook.search_job import POLL_S, FitCell, SearchJob
from jupyter_metaml.notebook.views.visible_text import visible
from jupyter_metaml.notebook.views.wording import spelled_seconds
from jupyter_metaml.search import StopSignal

if TYPE_CHECKING:
    import pandas as pd

    from jupyter_metaml.notebook.active_runs import ActiveRun, State

# A kernel that is shut down has about five seconds; a search that is told to stop takes less than two.
LEAVE_S = 2.5
# What a finished run has besides what its class shows.
_OF_RUN = frozenset({"record", "pipeline", *(name for name in dir(Run) if not name.startswith("_"))})


class NotReadyError(AutoMLError, AttributeError):
    """A background run was asked for what only a finished one has."""


class BackgroundRun:
    """A search that runs in the background; once it is done, it offers all that a run does.

    ``run.wait()`` waits, ``run.stop()`` ends it with the best so far, ``run.result()`` or ``await run`` gives the run,
    ``run.leaderboard`` is what was tried so far, and ``run.state`` says where it is.

    Parameters
    ----------
    job : SearchJob
        What runs.
    """

    def __init__(self, job: SearchJob) -> None:
        self._progress = job.progress
        self._job: SearchJob | None = job
        self._stop = job.stop
        self._future: Future[Run] = Future()
        self._is_told = False
        self._problem: Exception | None = None

    @classmethod
    def start(cls, cell: FitCell) -> BackgroundRun:
        """Start a search in a thread of its own, and bind the name of the run to its handle."""
        job = SearchJob(cell, "background")
        handle = cls(job)
        with job.accounted():
            job.show()
            job.bind(handle)
            handle._future.set_running_or_notify_cancel()
            # The context knows the cell, so that what libraries print lands there.
            work = contextvars.copy_context().run
            search = threading.Thread(target=work, args=(handle._work,), name=f"automl {handle.key}", daemon=True)
            cell.session.backgrounds[handle.key] = handle
            search.start()
        threading.Thread(target=_see_off, args=(search, job.stop), name=f"automl {handle.key} end").start()
        return handle

    @property
    def key(self) -> str:
        """Its name in this kernel, for ``%automl_stop`` and the like."""
        return self._progress.run.key

    @property
    def about(self) -> ActiveRun:
        """What is known of it."""
        return self._progress.run

    @property
    def state(self) -> State:
        """Where it is: "queued", a phase of the search, or "done", "stopped" or "failed"."""
        return self._progress.run.state

    @property
    def has_ended(self) -> bool:
        """Whether the result, or an error, is there."""
        return self._future.done()

    @property
    def leaderboard(self) -> pd.DataFrame:
        """All trials so far, best first; scores in the metric's own sign."""
        if self._future.done() and self._future.exception() is None:
            return self._future.result().leaderboard
        return self._progress.leaderboard

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait for the end; an interrupt ends the waiting only.

        Parameters
        ----------
        timeout_s : float or None, default=None
            The most seconds; None waits as long as it takes.

        Returns
        -------
        bool
            Whether it has ended.

        Raises
        ------
        AutoMLError
            What the search ended with, the first time only; `result` raises it always.
        """
        if not self.ends_within(timeout_s):
            return False
        error = self._future.exception() or self._problem
        if error is not None and not self._is_told:
            self._is_told = True
            raise error
        return True

    def ends_within(self, timeout_s: float | None = None) -> bool:
        """Wait as `wait` does, and raise nothing."""
        ends = math.inf if timeout_s is None else time.monotonic() + timeout_s
        while not self._future.done():
            if time.monotonic() >= ends:
                return False
            job = self._job
            if job is not None:
                job.listen()
            time.sleep(POLL_S)
        return True

    def result(self, timeout_s: float | None = None) -> Run:
        """Wait for the end and return the finished run.

        Parameters
        ----------
        timeout_s : float or None, default=None
            The most seconds; None waits as long as it takes.

        Raises
        ------
        AutoMLError
            If the search failed, or has not ended in time.
        """
        if not self.ends_within(timeout_s):
            message = f"The search has not ended within {spelled_seconds(timeout_s or 0.0)}. It goes on: {self!r}"
            raise AutoMLError(message)
        return self._future.result()

    def stop(self, *, after_trial: bool = False) -> None:
        """End the search with the best so far; returns at once.

        Parameters
        ----------
        after_trial : bool, default=False
            Whether running trials may end.
        """
        job = self._job
        if job is not None:
            job.cell.session.active.stop(self.key, after_trial=after_trial)

    def show_again(self) -> bool:
        """Show the live view in this cell, too; False where there is none."""
        job = self._job
        return job is not None and job.cell.area.show_again()

    def __await__(self) -> Generator[Any, None, Run]:
        """Wait without keeping the kernel from other things; a cell that is interrupted ends the waiting only."""
        return asyncio.wrap_future(self._future).__await__()

    def __getattr__(self, name: str) -> Any:
        """Return what the finished run has."""
        if name not in _OF_RUN:
            message = f"{type(self).__name__} has no attribute {name!r}."
            raise AttributeError(message)
        if not self._future.done():
            message = f"{name!r} is there once the search has ended. Wait for it with .wait(), or end it with .stop()."
            raise NotReadyError(message)
        error = self._future.exception()
        if error is not None:
            message = f"{name!r} is not there, since the search came to nothing: {error}"
            raise NotReadyError(message) from error
        return getattr(self._future.result(), name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *_OF_RUN})

    def __str__(self) -> str:
        """Return the finished run as text; else one line."""
        if self._future.done() and self._future.exception() is None:
            return str(self._future.result())
        return repr(self)

    def __repr__(self) -> str:
        """Return one line."""
        run = self.about
        time_used = f"{spelled_seconds(run.elapsed_s)} of {spelled_seconds(run.budget_s)}"
        best = f", best {visible(run.metric, limit=40)} {run.best}" if run.best else ""
        end = f": {run.message}" if run.state == "failed" else f", {time_used}{best}"
        return f"<BackgroundRun {run.key} on {visible(run.table, limit=40)}: {run.state}{end}>"

    def _work(self) -> None:
        """Run the job; what it raises is kept for whoever waits."""
        job = self._job
        assert job is not None  # noqa: S101 - set until the end of this method
        request = job.cell.request

        def run() -> Run:
            with one_line_errors(debug=request.debug):
                return job.run()

        done = attempt(run)
        self._problem = job.problem and AutoMLError(str(job.problem))
        job.cell.session.backgrounds.pop(self.key, None)
        # The job holds the table.
        self._job = None
        if done.value is not None:
            self._future.set_result(done.value)
        else:
            self._future.set_exception(_harmless(done.error))


def _harmless(error: BaseException | None) -> Exception:
    """Return an error that may be raised inside an event loop; those that would end it are put into words."""
    if isinstance(error, Exception):
        return error
    replaced = AutoMLError(f"The search was ended by {type(error).__name__}.")
    replaced.__cause__ = error
    return replaced


def _see_off(search: threading.Thread, stop: StopSignal) -> None:
    """When the kernel goes before the search does, have it end with the best so far, and wait a little for that.

    The thread of the search is a daemon, so that nothing it does can hold the kernel; this one is none, so that the
    interpreter waits for it.
    """
    kernel = threading.main_thread()
    while search.is_alive() and kernel.is_alive():
        search.join(POLL_S)
    if search.is_alive():
        stop.request()
        search.join(LEAVE_S)

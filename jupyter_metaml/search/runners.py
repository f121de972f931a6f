"""Where trials run: one small face over worker processes, this process, and foreign executors.

A runner takes jobs and gives futures of trials; a worker that was ended becomes a trial with a plain reason, so the
loop above never sees an exception of a trial.
"""

from __future__ import annotations

from concurrent.futures import CancelledError, Executor, Future
from typing import TYPE_CHECKING, Protocol

from jupyter_metaml.evaluation import (
    Trial,
    TrialStatus,
    WorkerDiedError,
    WorkerMemoryError,
    WorkerTimeoutError,
    run_trial,
    shared_executor,
)

if TYPE_CHECKING:
    from jupyter_metaml.evaluation import DataHandle, IsolatedExecutor, TrialJob
    from jupyter_metaml.search.settings import SearchSettings

MAX_REASON = 200


class Runner(Protocol):
    """What the loop needs of a place to run trials."""

    @property
    def n_slots(self) -> int:
        """Trials at the same time."""

    def submit(self, job: TrialJob) -> Future[Trial]:
        """Start a trial."""

    def abandon(self) -> None:
        """Give up everything that runs; return at once."""


class InlineRunner:
    """Runs each trial in this process, at once."""

    n_slots = 1

    def __init__(self, data: DataHandle) -> None:
        self._data = data

    def submit(self, job: TrialJob) -> Future[Trial]:
        """Run the trial and return its finished future."""
        future: Future[Trial] = Future()
        future.set_result(run_trial(job, self._data))
        return future

    def abandon(self) -> None:
        """Nothing runs between calls."""


class IsolatedRunner:
    """Runs trials in worker processes that can be ended one by one."""

    def __init__(self, data: DataHandle, executor: IsolatedExecutor, n_slots: int) -> None:
        self._data, self._executor, self.n_slots = data, executor, n_slots

    def submit(self, job: TrialJob) -> Future[Trial]:
        """Hand the trial to a worker with its limits."""
        return self._executor.submit(run_trial, job, self._data, limits=job.limits)

    def abandon(self) -> None:
        """End the workers that are busy."""
        self._executor.kill_running()


class ForeignRunner:
    """Runs trials on any executor of the ``concurrent.futures`` kind, for example that of a Dask client.

    A foreign executor cannot be told to end one worker: trials stop themselves at their deadline, and what is late
    is not waited for.
    """

    def __init__(self, data: DataHandle, executor: Executor, n_slots: int) -> None:
        self._data, self._executor, self.n_slots = data, executor, n_slots
        self._running: list[Future[Trial]] = []

    def submit(self, job: TrialJob) -> Future[Trial]:
        """Hand the trial to the executor."""
        future = self._executor.submit(run_trial, job, self._data)
        self._running = [known for known in self._running if not known.done()] + [future]
        return future

    def abandon(self) -> None:
        """Cancel what has not started."""
        for future in self._running:
            future.cancel()


def make_runner(settings: SearchSettings, data: DataHandle) -> Runner:
    """Choose the runner that the settings ask for."""
    if isinstance(settings.executor, Executor) or callable(getattr(settings.executor, "submit", None)):
        return ForeignRunner(data, settings.executor, settings.n_jobs)  # type: ignore[arg-type]  # duck-typed executor
    if settings.executor == "inline":
        return InlineRunner(data)
    return IsolatedRunner(data, shared_executor(settings.n_jobs), settings.n_jobs)


def warm_up(settings: SearchSettings) -> None:
    """Start the worker processes, so that they are ready when the first trial is."""
    if settings.executor == "isolated":
        shared_executor(settings.n_jobs)


def outcome(job: TrialJob, future: Future[Trial]) -> Trial:
    """Return the trial of a finished future; what ended a worker becomes its status and reason."""
    try:
        error = future.exception()
    except CancelledError:
        return _lost(job, TrialStatus.TIMED_OUT, "given up at the end of the search")
    if error is None:
        return future.result()
    for kind, status in _STATUSES:
        if isinstance(error, kind):
            return _lost(job, status, str(error))
    return _lost(job, TrialStatus.CRASHED, f"{type(error).__name__}: {error}")


_STATUSES: tuple[tuple[type[BaseException], TrialStatus], ...] = (
    (WorkerTimeoutError, TrialStatus.TIMED_OUT),
    (WorkerMemoryError, TrialStatus.OUT_OF_MEMORY),
    (WorkerDiedError, TrialStatus.CRASHED),
)


def _lost(job: TrialJob, status: TrialStatus, reason: str) -> Trial:
    return Trial.without_result(job, status=status, reason=" ".join(reason.split())[:MAX_REASON])

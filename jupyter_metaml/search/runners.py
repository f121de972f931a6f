"""Where trials run: one small face over worker processes, this process, a cluster, and foreign executors.

A runner takes jobs and gives futures of trials; a worker that was ended becomes a trial with a plain reason, so the
loop above never sees an exception of a trial.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING, Protocol, cast

from jupyter_metaml.evaluation import run_trial, shared_executor
from jupyter_metaml.search.cluster import Cluster
from jupyter_metaml.search.cluster_runner import ClusterRunner

if TYPE_CHECKING:
    from jupyter_metaml.evaluation import DataHandle, IsolatedExecutor, Trial, TrialJob
    from jupyter_metaml.search.settings import SearchSettings


class Runner(Protocol):
    """What the loop needs of a place to run trials."""

    @property
    def n_slots(self) -> int:
        """Trials at the same time, just now."""

    @property
    def is_lost(self) -> bool:
        """Whether there is no place any more, and none is expected."""

    def submit(self, job: TrialJob, *, repeat: int = 0) -> Future[Trial]:
        """Start a trial on one of the sets of folds."""

    def abandon(self) -> None:
        """Give up everything that runs; return at once."""


class InlineRunner:
    """Runs each trial in this process, at once."""

    n_slots = 1
    is_lost = False

    def __init__(self, data: Sequence[DataHandle]) -> None:
        self._data = data

    def submit(self, job: TrialJob, *, repeat: int = 0) -> Future[Trial]:
        """Run the trial and return its finished future."""
        future: Future[Trial] = Future()
        future.set_result(run_trial(job, self._data[repeat]))
        return future

    def abandon(self) -> None:
        """Nothing runs between calls."""


class IsolatedRunner:
    """Runs trials in worker processes that can be ended one by one.

    The first trials may run in this process while the workers are still starting, so that models are there a second
    or two earlier; they are of families that do not take long. Meanwhile a processor is left to this process: the
    last worker starts when they have ended.
    """

    is_lost = False

    def __init__(
        self, data: Sequence[DataHandle], executor: IsolatedExecutor, n_slots: int, *, here: Collection[str]
    ) -> None:
        self._data, self._executor, self.n_slots = data, executor, n_slots
        self._here, self._n_here = set(here), len(here)

    def submit(self, job: TrialJob, *, repeat: int = 0) -> Future[Trial]:
        """Hand the trial to a worker with its limits."""
        name = job.configuration.family
        if job.number <= self._n_here and name in self._here and not self._executor.n_ready:
            self._here.remove(name)
            first = InlineRunner(self._data).submit(job)
            if not self._here:
                self._executor.grow(self.n_slots)
            return first
        self._executor.grow(self.n_slots)
        return self._executor.submit(run_trial, job, self._data[repeat], limits=job.limits)

    def abandon(self) -> None:
        """End the workers that are busy."""
        self._executor.kill_running()


class ForeignRunner:
    """Runs trials on any executor of the ``concurrent.futures`` kind.

    A foreign executor cannot be told to end one worker: trials stop themselves at their deadline, and what is late
    is not waited for.
    """

    is_lost = False

    def __init__(self, data: Sequence[DataHandle], executor: Executor, n_slots: int) -> None:
        self._data, self._executor, self.n_slots = data, executor, n_slots
        self._running: list[Future[Trial]] = []

    def submit(self, job: TrialJob, *, repeat: int = 0) -> Future[Trial]:
        """Hand the trial to the executor."""
        future = self._executor.submit(run_trial, job, self._data[repeat])
        self._running = [known for known in self._running if not known.done()] + [future]
        return future

    def abandon(self) -> None:
        """Cancel what has not started."""
        for future in self._running:
            future.cancel()


def make_runner(settings: SearchSettings, data: Sequence[DataHandle], *, here: Collection[str]) -> Runner:
    """Choose the runner that the settings ask for.

    Parameters
    ----------
    settings : SearchSettings
        Where trials run, and how many at a time; a cluster is connected.
    data : sequence of DataHandle
        The task with its own folds, then with those of each repeat.
    here : collection of str
        Families whose first trial runs in this process while workers start.
    """
    if isinstance(settings.executor, Cluster):
        return ClusterRunner(data, settings.executor, settings.n_jobs)
    if settings.executor == "inline":
        return InlineRunner(data)
    if settings.executor != "isolated":
        return ForeignRunner(data, cast("Executor", settings.executor), settings.n_jobs)
    return IsolatedRunner(data, _first_workers(settings), settings.n_jobs, here=here)


def warm_up(settings: SearchSettings) -> None:
    """Start the worker processes but one, or warm those of a cluster, so that they are ready when trials are.

    Examples
    --------
    >>> from jupyter_metaml.search import SearchSettings, warm_up
    >>> warm_up(SearchSettings(executor="inline"))
    """
    if isinstance(settings.executor, Cluster):
        settings.executor.warm_up()
    elif settings.executor == "isolated":
        _first_workers(settings)


def _first_workers(settings: SearchSettings) -> IsolatedExecutor:
    return shared_executor(max(1, settings.n_jobs - 1))

"""Executors whose jobs cannot hurt this process: each runs in a worker process that can be ended alone.

::

    this process                                         worker process, in its own session
    submit -> queue -> slot thread  --- pipe: job --->   listener -> main thread runs the job
                           |        <-- pipe: answer --      |
    watcher thread: limits +--- end the process group        +-- pipe closed: end the own group

There is one slot thread per worker; it starts the process, resolves the futures, and starts the next process when
one is lost. Pipes are anonymous: no address, no file and no key that somebody else could use.
"""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from functools import partial
from typing import Any, TypeVar

import cloudpickle

from jupyter_metaml.evaluation.attempt import attempt
from jupyter_metaml.evaluation.job import Limits
from jupyter_metaml.evaluation.worker_errors import WorkerDiedError
from jupyter_metaml.evaluation.worker_pool import WorkerPool
from jupyter_metaml.exceptions import UsageError

T = TypeVar("T")
# What trials need; a worker that has it imported answers the first job as fast as the second.
PRELOAD = (
    "numpy",
    "pandas",
    "scipy.sparse",
    "sklearn.compose",
    "sklearn.ensemble",
    "sklearn.linear_model",
    "sklearn.naive_bayes",
    "sklearn.neighbors",
    "sklearn.neural_network",
    "sklearn.pipeline",
    "sklearn.svm",
    "threadpoolctl",
    "lightgbm",
    "jupyter_metaml.pipelines",
    "jupyter_metaml.evaluation.measure",
)
_shared: dict[int, IsolatedExecutor] = {}
_shared_lock = threading.Lock()


class IsolatedExecutor(Executor):
    """Run jobs in warm worker processes, each of which can be ended alone.

    A worker is a fresh interpreter in its own session: a keyboard interrupt of this process does not reach it, it
    never imports this process's main script again, what it prints goes nowhere, and it ends when this process does.
    A job that goes beyond its limits has its worker's whole process group ended, and the next worker starts at once.
    A worker takes one job at a time, uses one thread unless the job asks for more, and is used again.

    The life of a future is that of `concurrent.futures`, and it never waits in the main thread. Beside what the job
    raises, or what pickling raises, `Future.exception` can be `WorkerTimeoutError`, `WorkerMemoryError` or
    `WorkerDiedError`. When the system refuses processes or descriptors, the pool goes on with fewer workers and says
    so in the log; with none at all, every job gets a `WorkerDiedError`.

    Parameters
    ----------
    n_workers : int
        Processes.
    preload : sequence of str, default=PRELOAD
        Modules that each worker imports before it takes jobs.

    Raises
    ------
    UsageError
        If `n_workers` is less than 1.
    """

    def __init__(self, n_workers: int, *, preload: Sequence[str] = PRELOAD) -> None:
        if n_workers < 1:
            message = f"n_workers is {n_workers}; at least 1 worker is needed."
            raise UsageError(message)
        self._pool = WorkerPool(n_workers, preload)
        # Forgotten executors end their workers after the last job; the end of the process is the pool's own matter.
        weakref.finalize(self, self._pool.finish).atexit = False

    @property
    def n_workers(self) -> int:
        """Workers that run or are starting."""
        return len(self._pool.slots)

    @property
    def n_ready(self) -> int:
        """Workers that could take a job at once, or have one."""
        return sum(slot.is_ready for slot in tuple(self._pool.slots))

    @property
    def is_usable(self) -> bool:
        """Whether jobs can be expected to be run: not shut down, not broken, and not in a forked process."""
        return self._pool.is_usable

    def submit(  # type: ignore[override]  # takes limits beside what any executor takes
        self, fn: Callable[..., T], /, *args: Any, limits: Limits | None = None, **kwargs: Any
    ) -> Future[T]:
        """Run a function in a worker process.

        Parameters
        ----------
        fn : callable
            What to run; functions of notebooks and lambdas are welcome.
        *args, **kwargs
            Its arguments.
        limits : Limits or None, default=None
            When its worker is ended; None lets it run.

        Returns
        -------
        Future
            Its result.

        Raises
        ------
        RuntimeError
            If the executor is shut down.
        WorkerDiedError
            If this process is a fork of the one that made the executor.
        """
        if not self._pool.is_ours:
            reason = "the executor belongs to the process that this one was forked from"
            raise WorkerDiedError.not_started(reason)
        if self._pool.is_closed:
            message = "The executor is shut down and takes no more jobs. Make a new one."
            raise RuntimeError(message)
        future: Future[T] = Future()
        pickled = attempt(partial(_pickled, fn, args, kwargs), passing=(KeyboardInterrupt,))
        if pickled.value is not None:
            self._pool.put(future, pickled.value, limits)
        else:
            future.set_running_or_notify_cancel()
            future.set_exception(pickled.error)
        return future

    def grow(self, n_workers: int) -> None:
        """Start workers until there are `n_workers`."""
        self._pool.grow(n_workers)

    def wait_until_ready(self, timeout_s: float) -> bool:
        """Wait until all workers are ready, and tell whether they are."""
        patience = time.monotonic() + timeout_s
        while self.n_ready < self.n_workers and time.monotonic() < patience:
            time.sleep(0.01)
        return 0 < self.n_workers == self.n_ready

    def kill_running(self) -> None:
        """Cancel jobs that wait and end workers that run one; returns within 0.2 s.

        Ended jobs have a `WorkerDiedError`. New workers start in the background, and the executor takes new jobs at
        once. Calling it twice does no harm.
        """
        if self._pool.is_ours:
            self._pool.stop_jobs()

    def kill(self) -> None:
        """End all workers at once and take no more jobs; futures of jobs that wait stay as they are."""
        if self._pool.is_ours:
            self._pool.kill()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as in Executor
        """Take no more jobs and end the workers.

        Parameters
        ----------
        wait : bool, default=True
            Whether to return only when all jobs are done and all workers have ended.
        cancel_futures : bool, default=False
            Whether jobs that have not started are cancelled.
        """
        if not self._pool.is_ours:
            return
        slots = tuple(self._pool.slots)
        self._pool.close(cancel=cancel_futures)
        if wait:
            for slot in slots:
                slot.thread.join()


def _pickled(fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> bytes:
    payload: bytes = cloudpickle.dumps((fn, args, kwargs), protocol=5)
    return payload


def shared_executor(n_workers: int) -> IsolatedExecutor:
    """Return the executor that all runs of this process share, with at least so many workers.

    It stays warm between runs. A fork gets its own.

    Parameters
    ----------
    n_workers : int
        Workers that are needed at the same time.
    """
    with _shared_lock:
        known = _shared.get(os.getpid())
        if known is not None and known.is_usable:
            known.grow(n_workers)
            return known
        if known is not None:
            known.kill()
        executor = IsolatedExecutor(n_workers)
        _shared[os.getpid()] = executor
        return executor

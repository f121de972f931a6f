"""One place in a pool of workers: a thread that keeps a warm process and gives it jobs.

::

    start process -> ready -> take job -> ask -> answer -> resolve future -> take job ...
          ^                               |
          +---- process is lost <---------+   (limit, crash, stop: the verdict or the exit code becomes the exception)
"""

from __future__ import annotations

import contextlib
import logging
import pickle
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any, Protocol

from jupyter_metaml.evaluation.attempt import attempt
from jupyter_metaml.evaluation.job import Limits
from jupyter_metaml.evaluation.limits import oom_kills
from jupyter_metaml.evaluation.worker import Answer
from jupyter_metaml.evaluation.worker_errors import WorkerDiedError, WorkerMemoryError, WorkerTimeoutError
from jupyter_metaml.evaluation.worker_process import WorkerProcess
from jupyter_metaml.exceptions import EvaluationError

logger = logging.getLogger(__name__)
# Importing the numerical packages from a slow network disk takes a minute.
START_LIMIT_S = 180.0
MAX_FAILED_STARTS = 3
_RETRY_S = 0.3
_SIGKILL = -9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SubmittedJob:
    """One submitted job.

    Parameters
    ----------
    future : Future
        Gets the result or the exception.
    payload : bytes
        A cloudpickle of function, arguments and keyword arguments.
    limits : Limits or None
        When its worker is ended.
    generation : int
        How often the pool had been told to stop everything when the job came.
    """

    future: Future[Any]
    payload: bytes
    limits: Limits | None
    generation: int


class Owner(Protocol):
    """What a slot needs of its pool."""

    jobs: SimpleQueue[SubmittedJob | None]
    generation: int
    busy: threading.Event

    def retire(self, slot: Slot, reason: str | None) -> None:
        """Take a slot out that has ended, because of `reason` or because the pool closes."""


class Slot:
    """A thread with one worker process after another.

    Parameters
    ----------
    owner : Owner
        Gives the jobs.
    preload : sequence of str
        Modules that the process imports at its start.
    """

    def __init__(self, owner: Owner, preload: Sequence[str]) -> None:
        self._owner = owner
        self._preload = preload
        # Guards the four fields below, so that a verdict meets the job that it is meant for.
        self._lock = threading.Lock()
        self._process: WorkerProcess | None = None
        self._job: SubmittedJob | None = None
        self._since = time.monotonic()
        self._verdict: EvaluationError | None = None
        # Since when this thread is starting up, or is inside somebody's future.
        self._elsewhere_since: float | None = time.monotonic()
        self._is_leaving = False
        self.is_ready = False
        self.thread = threading.Thread(target=self._live, name="jupyter_metaml worker", daemon=True)
        self.thread.start()

    @property
    def is_active(self) -> bool:
        """Whether there is something to watch: a job, a future, or a process that is starting."""
        is_idle = self._job is None and self._elsewhere_since is None and self.is_ready
        return self._process is not None and not is_idle

    @property
    def has_job(self) -> bool:
        """Whether there is a job whose future is not resolved."""
        return self._job is not None

    def is_stuck(self, longer_than_s: float) -> bool:
        """Tell whether this thread has not begun, or somebody's future has not let go of it, for so long.

        An interrupt that meets `concurrent.futures.wait`, or `Thread.start`, at the wrong instruction leaves a lock
        of theirs behind for ever. Then this slot has to be replaced.
        """
        since = self._elsewhere_since
        return since is not None and time.monotonic() - since > longer_than_s

    def stop_job(self) -> None:
        """End the process if it has a job; a new process starts at once."""
        with self._lock:
            if self._job is not None and self._elsewhere_since is None:
                self._end(WorkerDiedError.stopped())

    def leave(self, *, now: bool) -> None:
        """Start no further process; with `now` also end the present one, else only if it is just starting."""
        self._is_leaving = True
        with self._lock:
            if self._process is not None and (now or not self.is_ready):
                self._end(WorkerDiedError.stopped())

    def enforce_limits(self) -> None:
        """End the process if its job, or its start, goes beyond a limit."""
        with self._lock:
            if self._process is None or self._verdict is not None or self._elsewhere_since is not None:
                return
            elapsed_s = time.monotonic() - self._since
            if self._job is None:
                if not self.is_ready and elapsed_s > START_LIMIT_S:
                    self._end(WorkerTimeoutError.after(START_LIMIT_S))
                return
            limits = self._job.limits
            if limits is None:
                return
            if elapsed_s > limits.wall_s:
                self._end(WorkerTimeoutError.after(limits.wall_s))
            elif limits.memory_mib is not None:
                used_mib = self._process.memory_mib()
                if used_mib > limits.memory_mib:
                    self._end(WorkerMemoryError.beyond(used_mib, limits.memory_mib))

    def _end(self, verdict: EvaluationError) -> None:
        """Kill the process; its thread notices, and reports the first verdict."""
        self._verdict = self._verdict or verdict
        if self._process is not None:
            self._process.kill()

    def _live(self) -> None:
        self._elsewhere_since = None
        lived = attempt(self._start_and_serve)
        reason = lived.value
        if lived.error is not None:
            logger.error("A worker's slot failed.", exc_info=lived.error)
            reason = f"{type(lived.error).__name__}: {lived.error}"
            self.leave(now=True)
            if self._job is not None:
                self._resolve(self._job.future, None, WorkerDiedError.not_started(reason))
            if self._process is not None:
                self._forget(self._process)
        self._owner.retire(self, reason)

    def _start_and_serve(self) -> str | None:
        """Keep a process and give it jobs; return why there is none any more, or None when this slot was to leave."""
        n_failed = 0
        while not self._is_leaving:
            process, reason = self._started()
            if process is not None:
                n_failed = 0
                if not self._serve(process):
                    return None
                continue
            n_failed += 1
            if n_failed == MAX_FAILED_STARTS and not self._is_leaving:
                return reason
            time.sleep(_RETRY_S)
        return None

    def _started(self) -> tuple[WorkerProcess | None, str | None]:
        """Return a process that is ready, or None and why there is none."""
        try:
            process = WorkerProcess(self._preload)
        except OSError as error:
            return None, f"the system says {error.strerror or error}"
        with self._lock:
            self._process, self._since, self._verdict = process, time.monotonic(), None
        self._owner.busy.set()
        if self._is_leaving:
            process.kill()
        if not process.wait_until_ready():
            return None, f"a new one ended with exit code {self._forget(process)}"
        self.is_ready = True
        logger.debug("Worker %d was ready after %.2f s.", process.pid, time.monotonic() - process.started)
        return process, None

    def _serve(self, process: WorkerProcess) -> bool:
        """Give jobs to a process until it is lost (True) or no more jobs come (False)."""
        while not self._is_leaving and (job := self._owner.jobs.get()) is not None:
            if not self._do(job, process):
                return True
            del job  # its payload may be large
        process.kill()
        self._forget(process)
        return False

    def _do(self, job: SubmittedJob, process: WorkerProcess) -> bool:
        """Run one job, resolve its future, and return whether the process goes on."""
        with self._lock:
            self._job, self._elsewhere_since = job, time.monotonic()
        self._owner.busy.set()
        is_wanted = job.future.set_running_or_notify_cancel()
        kills_before = oom_kills()
        with self._lock:
            self._elsewhere_since, self._since = None, time.monotonic()
            if not is_wanted:
                self._job = None
                return True
        if job.generation != self._owner.generation:  # everything was stopped while this job came over
            self.stop_job()
        # An answer that cannot be opened belongs to the job's future, too.
        asked = attempt(partial(_asked, process, job))
        answer, result = asked.value or (None, None)
        with self._lock:
            self._elsewhere_since, verdict = time.monotonic(), self._verdict
        if answer is None and asked.error is None and verdict is None:
            seconds = time.monotonic() - self._since
            self._resolve(job.future, None, _loss(self._forget(process), job.limits, seconds, kills_before))
            return False
        if answer is None:
            self._resolve(job.future, None, asked.error or verdict)
        elif answer.succeeded:
            self._resolve(job.future, result, None)
        else:
            self._resolve(job.future, None, result)
        if answer is not None and verdict is None and not answer.retires:
            return True
        process.kill()
        self._forget(process)
        return False

    def _resolve(self, future: Future[Any], result: object, failure: BaseException | None) -> None:
        with contextlib.suppress(InvalidStateError):
            if failure is None:
                future.set_result(result)
            else:
                future.set_exception(failure)
        with self._lock:
            self._job = self._elsewhere_since = None

    def _forget(self, process: WorkerProcess) -> int | None:
        """Take leave of a process that has ended or is about to, and return its exit code."""
        self.is_ready = False
        code = process.close()
        with self._lock:
            self._process = None
        return code


def _asked(process: WorkerProcess, job: SubmittedJob) -> tuple[Answer | None, Any]:
    """Return the answer of a process and what is in it; twice None when the process ended instead."""
    answer = process.ask(job.payload, wall_s=None if job.limits is None else job.limits.wall_s)
    return answer, None if answer is None else pickle.loads(answer.payload)  # noqa: S301 - our own process


def _loss(code: int | None, limits: Limits | None, seconds: float, kills_before: int) -> EvaluationError:
    """Say why a process ended that nobody here has ended."""
    if limits is not None and seconds > limits.wall_s:  # its own last resort came first: this process was held up
        return WorkerTimeoutError.after(limits.wall_s)
    if code == _SIGKILL and oom_kills() > kills_before:
        return WorkerMemoryError.from_system()
    return WorkerDiedError.from_exit(code)

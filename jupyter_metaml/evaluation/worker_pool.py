"""A pool of slots, what waits for them, and the thread that watches their limits."""

from __future__ import annotations

import _thread
import atexit
import logging
import os
import queue
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any

from jupyter_metaml.evaluation.job import Limits
from jupyter_metaml.evaluation.slot import Slot, SubmittedJob
from jupyter_metaml.evaluation.worker_errors import WorkerDiedError

logger = logging.getLogger(__name__)
TICK_S = 0.05
# A watcher that was itself held up so long (stopped, or no interpreter lock) first lets finished answers in.
_HELD_UP_S = 1.0
# No callback of a future needs so long; one that does goes on, without its slot.
_STUCK_S = 3.0
_STOP_WAIT_S = 0.15
_EXIT_WAIT_S = 1.0
_living: set[WorkerPool] = set()


class WorkerPool:
    """Slots that share one queue of jobs.

    What the main thread calls takes no lock that an interrupt could leave behind: jobs travel through a queue
    written in C, and futures are resolved by the threads of the slots.

    Parameters
    ----------
    n_workers : int
        Slots to start with.
    preload : sequence of str
        Modules that each worker imports at its start.
    """

    def __init__(self, n_workers: int, preload: Sequence[str]) -> None:
        self.jobs: SimpleQueue[SubmittedJob | None] = SimpleQueue()
        self.generation = 0
        self.busy = threading.Event()
        self.slots: list[Slot] = []
        self.broken: str | None = None
        self.is_closed = False
        self._preload = tuple(preload)
        self._pid = os.getpid()
        self._has_warned = False
        self._lock = threading.Lock()
        self.grow(n_workers)
        _living.add(self)
        threading.Thread(target=self._watch, name="jupyter_metaml watcher", daemon=True).start()

    @property
    def is_ours(self) -> bool:
        """Whether this is the process that made the pool; a fork has neither its threads nor its workers."""
        return os.getpid() == self._pid

    @property
    def is_usable(self) -> bool:
        """Whether jobs can be expected to be run."""
        return self.is_ours and not self.is_closed and self.broken is None

    def grow(self, n_workers: int) -> None:
        """Start slots until there are `n_workers`."""
        while len(self.slots) < n_workers and self.broken is None:
            try:
                self.slots.append(Slot(self, self._preload))
            except RuntimeError as error:  # no further thread
                self._lack(str(error))
                return

    def put(self, future: Future[Any], payload: bytes, limits: Limits | None) -> None:
        """Queue a job."""
        self.jobs.put(SubmittedJob(future=future, payload=payload, limits=limits, generation=self.generation))
        if self.broken is not None:
            self._fail_waiting(self.broken)

    def retire(self, slot: Slot, reason: str | None) -> None:
        """Take a slot out that has ended, because of `reason` or because the pool closes."""
        with self._lock:
            if slot in self.slots:
                self.slots.remove(slot)
            n_left = len(self.slots)
        if reason is not None:
            self._lack(reason)
        if not n_left:
            _living.discard(self)
            self.busy.set()

    def _lack(self, reason: str) -> None:
        """Go on with fewer workers, or give up without any."""
        if not self.slots:
            self.broken = reason
            self._fail_waiting(reason)
        elif not self._has_warned:
            self._has_warned = True
            logger.warning("Going on with fewer worker processes than asked for: %s.", reason)

    def stop_jobs(self) -> None:
        """Cancel what waits and end what runs, within a fifth of a second; new processes start meanwhile.

        This is what runs after an interrupt, which may have left the locks of futures behind (see `Slot.is_stuck`).
        So it touches no future itself, and replaces slots that one of them holds.
        """
        self.generation += 1
        cancelled = threading.Lock()
        cancelled.acquire()
        _thread.start_new_thread(_cancel, (self._waiting(), cancelled))
        slots = tuple(self.slots)
        for slot in slots:
            slot.stop_job()
        patience = time.monotonic() + _STOP_WAIT_S
        cancelled.acquire(timeout=_STOP_WAIT_S)
        while time.monotonic() < patience and any(slot.has_job for slot in slots):
            time.sleep(0.002)
        self._replace_stuck(_STOP_WAIT_S / 2)

    def _replace_stuck(self, longer_than_s: float) -> None:
        for slot in [slot for slot in tuple(self.slots) if slot.is_stuck(longer_than_s)]:
            with self._lock:
                if slot in self.slots:
                    self.slots.remove(slot)
                    self.slots.append(Slot(self, self._preload))
            slot.leave(now=True)

    def close(self, *, cancel: bool) -> None:
        """Take no more jobs, and end each worker after the last one; those that are just starting, at once.

        Parameters
        ----------
        cancel : bool
            Whether jobs that have not started are dropped.
        """
        if cancel:
            _cancel(self._waiting())
        if self.jobs.empty():
            for slot in tuple(self.slots):
                slot.leave(now=False)
        self.finish()

    def finish(self) -> None:
        """Take no more jobs, and end each worker after the last one; takes no lock, so a finalizer may call it."""
        self.is_closed = True
        for _ in tuple(self.slots):
            self.jobs.put(None)

    def kill(self) -> None:
        """End all workers at once, whatever they do, and forget what waits."""
        self.is_closed = True
        self._waiting()
        slots = tuple(self.slots)
        for slot in slots:
            slot.leave(now=True)
            self.jobs.put(None)
        patience = time.monotonic() + _EXIT_WAIT_S
        for slot in slots:
            slot.thread.join(max(0.0, patience - time.monotonic()))

    def _fail_waiting(self, reason: str) -> None:
        for job in self._waiting():
            if job.future.set_running_or_notify_cancel():
                job.future.set_exception(WorkerDiedError.not_started(reason))

    def _waiting(self) -> list[SubmittedJob]:
        """Take all waiting jobs out of the queue; requests to leave stay in."""
        taken: list[SubmittedJob | None] = []
        try:
            while True:
                taken.append(self.jobs.get_nowait())
        except queue.Empty:
            pass
        for _ in range(taken.count(None)):
            self.jobs.put(None)
        return [job for job in taken if job is not None]

    def _watch(self) -> None:
        while self.slots:
            self.busy.wait()
            self.busy.clear()
            before = time.monotonic()
            while any(slot.is_active for slot in self.slots):
                time.sleep(TICK_S)
                now = time.monotonic()
                if now - before < _HELD_UP_S:
                    for slot in tuple(self.slots):
                        slot.enforce_limits()
                    self._replace_stuck(_STUCK_S)
                before = now


def _cancel(jobs: Sequence[SubmittedJob], done: threading.Lock | None = None) -> None:
    for job in jobs:
        job.future.cancel()
        job.future.set_running_or_notify_cancel()
    if done is not None:
        done.release()


@atexit.register
def _kill_living() -> None:
    """Leave no worker behind when this process ends."""
    for pool in tuple(_living):
        if pool.is_ours:
            pool.kill()

"""What a worker of a Dask cluster is asked to do for a search: measure a trial, or stop those that run.

These functions are sent by name, so a worker imports this package; they are run by Dask, so Dask is there.
"""

from __future__ import annotations

import dataclasses
import weakref
from typing import TYPE_CHECKING

from jupyter_metaml.evaluation.limits import MIB, available_memory_mib, memory_limit_mib
from jupyter_metaml.evaluation.outpost import Delivery, Outpost

if TYPE_CHECKING:
    from distributed import Worker

    from jupyter_metaml.evaluation.job import TrialJob

_here: weakref.WeakSet[Outpost] = weakref.WeakSet()


def measure_on_worker(outpost: Outpost, job: TrialJob, repeat: int) -> Delivery:
    """Measure a trial beside the Dask worker that runs this task, within that worker's share of memory.

    Parameters
    ----------
    outpost : Outpost
        What Dask keeps in the memory of the worker; the same object for all trials of a search.
    job : TrialJob
        What to measure; its memory limit is replaced by one of this worker.
    repeat : int
        On which folds.
    """
    from distributed import get_worker

    worker = get_worker()
    _here.add(outpost)
    limits = dataclasses.replace(job.limits, memory_mib=_memory_limit_mib(worker))
    return outpost.measure(dataclasses.replace(job, limits=limits), repeat, scratch=worker.local_directory)


def stop_on_worker(token: str) -> None:
    """End the running trials of a search on the worker that runs this.

    Parameters
    ----------
    token : str
        Names the search.
    """
    for outpost in list(_here):
        if outpost.token == token:
            outpost.stop()


def _memory_limit_mib(worker: Worker) -> float:
    allowed = worker.memory_manager.memory_limit
    available = available_memory_mib()
    if allowed:
        available = min(available, allowed / MIB)
    return memory_limit_mib(worker.state.nthreads, available_mib=available)

"""What came of a job that was handed to a worker: a trial, whatever ended the worker."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future

from jupyter_metaml.evaluation.job import TrialJob
from jupyter_metaml.evaluation.trial import Trial, TrialStatus
from jupyter_metaml.evaluation.worker_errors import WorkerDiedError, WorkerMemoryError, WorkerTimeoutError

MAX_REASON = 200


def outcome(job: TrialJob, future: Future[Trial]) -> Trial:
    """Return the trial of a future, and wait for it; what ended a worker becomes its status and reason.

    Parameters
    ----------
    job : TrialJob
        What was asked.
    future : Future of Trial
        Of any executor.
    """
    try:
        error = future.exception()
    except CancelledError:
        return lost_trial(job, TrialStatus.TIMED_OUT, "given up at the end of the search")
    if error is None:
        return future.result()
    for kind, status in _STATUSES:
        if isinstance(error, kind):
            return lost_trial(job, status, str(error))
    return lost_trial(job, TrialStatus.CRASHED, f"{type(error).__name__}: {error}")


_STATUSES: tuple[tuple[type[BaseException], TrialStatus], ...] = (
    (WorkerTimeoutError, TrialStatus.TIMED_OUT),
    (WorkerMemoryError, TrialStatus.OUT_OF_MEMORY),
    (WorkerDiedError, TrialStatus.CRASHED),
)


def lost_trial(job: TrialJob, status: TrialStatus, reason: str) -> Trial:
    """Make the trial of a job that was lost, with its reason on one line of at most 200 characters."""
    return Trial.without_result(job, status=status, reason=" ".join(reason.split())[:MAX_REASON])

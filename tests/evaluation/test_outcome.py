"""What ends a worker becomes the status of a trial."""

from __future__ import annotations

from concurrent.futures import Future

import pytest

from jupyter_metaml.evaluation import (
    Limits,
    TrialJob,
    TrialStatus,
    WorkerDiedError,
    WorkerMemoryError,
    WorkerTimeoutError,
)
from jupyter_metaml.evaluation.outcome import lost_trial, outcome
from jupyter_metaml.pipelines import Configuration


@pytest.fixture
def job():
    return TrialJob(
        number=1,
        configuration=Configuration.of("linear"),
        origin="recommended",
        random_state=0,
        n_jobs=1,
        limits=Limits(wall_s=1.0),
        deadline_s=1.0,
    )


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (WorkerTimeoutError("too long"), TrialStatus.TIMED_OUT),
        (WorkerMemoryError("too large"), TrialStatus.OUT_OF_MEMORY),
        (WorkerDiedError("signal 11"), TrialStatus.CRASHED),
        (RuntimeError("lost"), TrialStatus.CRASHED),
    ],
)
def test_error_of_a_worker_becomes_a_status_with_its_reason(job, error, status):
    future = Future()
    future.set_exception(error)

    trial = outcome(job, future)

    assert trial.status is status
    assert str(error) in trial.reason
    assert not trial.finished


def test_cancelled_trial_was_given_up(job):
    future = Future()
    future.cancel()

    assert outcome(job, future).status is TrialStatus.TIMED_OUT


def test_reason_of_a_lost_trial_is_one_short_line(job):
    trial = lost_trial(job, TrialStatus.CRASHED, "first\nsecond " + "x" * 1_000)

    assert trial.reason.startswith("first second x")
    assert len(trial.reason) == 200

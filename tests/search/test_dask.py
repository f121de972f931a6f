"""Searches on a local Dask cluster of two worker processes, which may die."""

from __future__ import annotations

import logging
import os
import signal
import time

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer

from jupyter_metaml import AutoMLClassifier, fit
from jupyter_metaml.search import TrialFinished, TrialStarted

distributed = pytest.importorskip("distributed", reason="the extra 'dask' is not installed")

# Dask warns of what these tests do on purpose, and of ports that other clusters of this machine use.
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.slow]
OPTIONS = {
    "target": "target",
    "time_budget_s": 300.0,
    "max_trials": 5,
    "families": ("linear", "nearest_neighbours"),
    "random_state": 0,
    "meta": "off",
    "remember": False,
    "save_run": False,
}


@pytest.fixture(scope="module")
def client():
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


@pytest.fixture
def both(client):
    """Return the client once both workers are there."""
    client.wait_for_workers(2)
    return client


@pytest.fixture(scope="module")
def frame():
    return load_breast_cancer(as_frame=True).frame.iloc[:200]


def pids(client):
    return list(client.run(os.getpid).values())


def killer(client, number, n_victims):
    """Return a listener that kills workers when a trial starts, and the list of those that it killed."""
    victims = []

    def kill(event):
        if isinstance(event, TrialStarted) and event.number == number:
            for pid in pids(client)[:n_victims]:
                os.kill(pid, signal.SIGKILL)
                victims.append(pid)

    return kill, victims


def finished(run):
    return [trial for trial in run.history.trials[1:] if trial.finished]


def test_run_on_a_cluster_is_like_one_here(both, frame):
    here = fit(frame, **OPTIONS, executor="inline", n_jobs=2)

    there = fit(frame, **OPTIONS, executor=both)

    assert there.history.settings.n_jobs == 2
    assert list(there.leaderboard.columns) == list(here.leaderboard.columns)
    assert dict(zip(there.leaderboard["trial"], there.leaderboard["score"], strict=True)) == pytest.approx(
        dict(zip(here.leaderboard["trial"], here.leaderboard["score"], strict=True)), nan_ok=True
    )
    assert np.array_equal(there.predict(frame), here.predict(frame))


def test_death_of_a_worker_costs_no_trial(both, frame):
    kill, victims = killer(both, 3, 1)

    run = fit(frame, **OPTIONS, executor=both, listeners=[kill])

    assert len(victims) == 1
    assert victims[0] not in pids(both)
    assert run.history.stop_reason == "trials"
    assert len(finished(run)) == 5


def test_death_of_all_workers_costs_the_trials_they_had(both, frame):
    kill, victims = killer(both, 3, 2)

    run = fit(frame, **OPTIONS, executor=both, listeners=[kill])

    assert len(victims) == 2
    assert run.history.stop_reason == "trials"
    assert len(run.history.trials) == 6
    assert len(finished(run)) >= 3
    assert np.mean(run.predict(frame) == frame["target"]) > 0.9


def test_interrupt_keeps_the_best_so_far_and_frees_the_cluster(both, frame):
    def interrupt(event):
        if isinstance(event, TrialFinished):
            raise KeyboardInterrupt

    run = fit(frame, **OPTIONS, executor=both, listeners=[interrupt])

    assert run.history.stop_reason == "interrupt"
    assert run.predict(frame).shape == (200,)
    while any(both.processing().values()) or any("Outpost" in str(key) for key in both.who_has()):
        time.sleep(0.05)


def test_budget_ends_a_search_whose_trials_never_start(both, frame, tmp_path):
    gate = tmp_path / "gate"

    def hold():
        import pathlib
        import time

        while not pathlib.Path(gate).exists():
            time.sleep(0.01)

    held = [both.submit(hold, pure=False, workers=[address]) for address in both.nthreads()]
    try:
        run = fit(frame, **{**OPTIONS, "time_budget_s": 4.0}, executor=both)
    finally:
        gate.touch()
        both.gather(held)

    assert run.history.stop_reason == "budget"
    assert finished(run) == []


@pytest.mark.parametrize("named", ["address", "dask"])
def test_estimator_takes_a_cluster_by_name(both, frame, named):
    executor = both.scheduler.address if named == "address" else named
    options = {name: OPTIONS[name] for name in ("time_budget_s", "families", "random_state", "meta")}

    model = AutoMLClassifier(executor=executor, max_trials=2, **options).fit(
        frame.drop(columns="target"), frame["target"]
    )

    assert model.history_.settings.public()["executor"] == "dask"
    assert len(model.history_.finished) == 2
    assert both.status == "running"

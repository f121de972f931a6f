"""A search on a local Dask cluster of several worker processes, one of which dies."""

from __future__ import annotations

import os
import signal

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer

from jupyter_metaml.profiling import profile_task
from jupyter_metaml.search import SearchSettings, TrialStarted, run_search
from jupyter_metaml.tasks import make_task

distributed = pytest.importorskip("distributed", reason="the extra 'dask' is not installed")


@pytest.fixture(scope="module")
def client():
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


@pytest.mark.filterwarnings("ignore")
def test_search_on_dask_outlives_the_death_of_a_worker(client, tmp_path):
    frame = load_breast_cancer(as_frame=True).frame.iloc[:200]
    task = make_task(frame, "target")
    settings = SearchSettings(
        time_budget_s=90,
        max_trials=6,
        n_jobs=2,
        executor=client.get_executor(retries=2),
        families=("linear", "lightgbm", "extra_trees"),
        runs_dir=tmp_path,
    )
    victims = []

    def kill_one(event):
        if isinstance(event, TrialStarted) and event.number == 3:
            pid = next(iter(client.run(os.getpid).values()))
            os.kill(pid, signal.SIGKILL)
            victims.append(pid)

    result = run_search(task, profile_task(task, landmarks=False), settings, listeners=[kill_one])

    assert len(victims) == 1
    assert victims[0] not in client.run(os.getpid).values()
    assert len([trial for trial in result.history.trials if trial.finished]) >= 5
    assert np.mean(result.pipeline.predict(frame.drop(columns="target")) == frame["target"]) > 0.95

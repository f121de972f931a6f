"""Trials as tasks of a cluster, with a pretend cluster: what is lost gets a reason, and the table is sent once."""

from __future__ import annotations

import time
from concurrent.futures import Future
from types import SimpleNamespace

import pytest

from jupyter_metaml.evaluation import Limits, Trial, TrialJob, TrialStatus
from jupyter_metaml.evaluation.outpost import Delivery
from jupyter_metaml.exceptions import SearchError
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.search import cluster_runner
from jupyter_metaml.search.cluster_runner import ClusterRunner

PATIENCE_S = 30.0


class PretendCluster:
    """A cluster, its client and the executor of that, whose tasks end when the test says so."""

    status = "running"
    is_connected = True

    def __init__(self, threads=None, memory_mib=None):
        self.threads = threads or {"a": 1, "b": 2}
        self.now = dict(self.threads)
        self.memory_mib = memory_mib
        self.client = self
        self.sent, self.tasks, self.places, self.stopped = [], [], [], []

    @property
    def n_threads(self):
        return sum(self.threads.values())

    def ask_threads(self):
        return self.now

    def get_executor(self, *, pure):
        return self

    def scatter(self, outpost, **options):
        self.sent.append(SimpleNamespace(status="finished"))
        return self.sent[-1]

    def submit(self, function, sent, job, repeat, *, workers, allow_other_workers):
        self.tasks.append(Future())
        self.places += workers
        return self.tasks[-1]

    def stop(self, token):
        self.stopped.append(token)


@pytest.fixture
def runners():
    """Return a maker of runners that are abandoned at the end."""
    made = []

    def make(cluster, n_jobs=3, **options):
        made.append(ClusterRunner([], cluster, n_jobs, **options))
        return made[-1]

    yield make
    for runner in made:
        runner.abandon()


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


def test_table_is_sent_once_and_again_when_it_is_lost(runners, job):
    cluster = PretendCluster()
    runner = runners(cluster)

    for _ in range(3):
        runner.submit(job)
    assert len(cluster.sent) == 1

    cluster.sent[-1].status = "cancelled"
    runner.submit(job)
    assert len(cluster.sent) == 2


def test_table_is_sent_again_after_a_task_was_given_up(runners, job, monkeypatch):
    monkeypatch.setattr(cluster_runner, "LOOK_EVERY_S", 0.01)
    cluster = PretendCluster()
    runner = runners(cluster)
    future = runner.submit(job)

    cluster.tasks[0].cancel()
    future.result(PATIENCE_S)
    while not runner.n_slots:
        time.sleep(0.01)
    runner.submit(job)

    assert len(cluster.sent) == 2


def test_trials_spread_over_the_threads(runners, job):
    cluster = PretendCluster()
    runner = runners(cluster)

    for _ in range(3):
        runner.submit(job)

    assert sorted(cluster.places) == ["a", "b", "b"]
    assert runner.n_slots == 3


def test_delivery_becomes_its_trial(runners, job):
    cluster = PretendCluster()
    future = runners(cluster).submit(job)
    trial = Trial.without_result(job, status=TrialStatus.FAILED, reason="because")

    cluster.tasks[0].set_result(Delivery(trial=trial, models=None))

    assert future.result(PATIENCE_S) == trial


class KilledWorker(Exception):
    """Named like that of Dask."""


@pytest.mark.parametrize(
    ("error", "said"), [(KilledWorker("tcp://10.0.0.7:1"), "so did those"), (RuntimeError("no room"), "no room")]
)
def test_error_of_the_cluster_is_the_reason_of_a_crashed_trial(runners, job, error, said):
    cluster = PretendCluster()
    future = runners(cluster).submit(job)

    cluster.tasks[0].set_exception(error)

    assert future.result(PATIENCE_S).status is TrialStatus.CRASHED
    assert said in future.result().reason
    assert "tcp://" not in future.result().reason


def test_task_that_the_cluster_gives_up_is_a_crashed_trial(runners, job):
    cluster = PretendCluster()
    future = runners(cluster).submit(job)

    cluster.tasks[0].cancel()

    assert future.result(PATIENCE_S).status is TrialStatus.CRASHED
    assert "lost" in future.result().reason


def test_task_that_cannot_be_handed_over_is_a_crashed_trial(runners, job, monkeypatch):
    cluster = PretendCluster()
    runner = runners(cluster)
    cluster.scatter = lambda *arguments, **options: 1 / 0

    assert "could not be handed" in runner.submit(job).result(PATIENCE_S).reason


def test_trial_that_comes_when_there_are_no_workers_says_so(runners, job):
    runner = runners(PretendCluster())
    runner._look_again()

    assert "no workers just now" in runner.submit(job).result(PATIENCE_S).reason


def test_cluster_without_workers_is_lost_after_a_while_and_its_trials_with_it(runners, job, monkeypatch):
    monkeypatch.setattr(cluster_runner, "LOOK_EVERY_S", 0.01)
    cluster = PretendCluster()
    runner = runners(cluster, patience_s=0.05)
    future = runner.submit(job)
    assert not runner.is_lost

    cluster.now = {}

    assert future.result(PATIENCE_S).status is TrialStatus.CRASHED
    assert runner.is_lost
    assert runner.n_slots == 0


def test_slots_follow_the_workers(runners, monkeypatch):
    monkeypatch.setattr(cluster_runner, "LOOK_EVERY_S", 0.01)
    cluster = PretendCluster()
    runner = runners(cluster)

    cluster.now = {"b": 1}
    while runner.n_slots != 1:
        time.sleep(0.01)
    cluster.now = {"b": 9}
    while runner.n_slots != 3:  # never more than was planned for
        time.sleep(0.01)

    assert not runner.is_lost


def test_abandoned_trials_are_cancelled_and_stopped(runners, job):
    cluster = PretendCluster()
    runner = runners(cluster)
    runner.submit(job)

    runner.abandon()

    assert cluster.tasks[0].cancelled()
    assert len(cluster.stopped) == 1


def test_table_that_does_not_fit_is_refused_with_its_size(monkeypatch):
    monkeypatch.setattr("jupyter_metaml.search.cluster_runner.Outpost.of", lambda *_: SimpleNamespace(mib=600.0))

    with pytest.raises(SearchError, match="600 MiB as numbers, more than half of the 1,000 MiB"):
        ClusterRunner([], PretendCluster(memory_mib=1_000.0), 1)

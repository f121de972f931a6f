"""What a Dask worker does for a search, with a pretend worker."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import pytest

from jupyter_metaml.evaluation import memory_limit_mib
from jupyter_metaml.evaluation.dask_trial import measure_on_worker, stop_on_worker

distributed = pytest.importorskip("distributed", reason="the extra 'dask' is not installed")


class Post:
    """Notes what it is asked."""

    def __init__(self, token):
        self.token, self.asked, self.stopped = token, [], 0

    def measure(self, job, repeat, scratch):
        self.asked.append((job, repeat, scratch))
        return "delivered"

    def stop(self):
        self.stopped += 1


@pytest.fixture
def worker(monkeypatch):
    worker = SimpleNamespace(
        local_directory="scratch",
        state=SimpleNamespace(nthreads=4),
        memory_manager=SimpleNamespace(memory_limit=8_000 * 2**20),
    )
    monkeypatch.setattr(distributed, "get_worker", lambda: worker)
    monkeypatch.setattr("jupyter_metaml.evaluation.dask_trial.available_memory_mib", lambda: 20_000.0)
    return worker


def test_trial_gets_a_share_of_the_memory_of_its_worker(worker, make_job):
    post, job = Post("a"), make_job()

    assert measure_on_worker(post, job, 2) == "delivered"

    asked, repeat, scratch = post.asked[0]
    assert asked.limits.memory_mib == memory_limit_mib(4, available_mib=8_000.0)
    assert dataclasses.replace(asked, limits=job.limits) == job
    assert (repeat, scratch) == (2, "scratch")


def test_worker_without_a_limit_shares_what_its_machine_has(worker, make_job):
    worker.memory_manager.memory_limit = None
    post = Post("a")

    measure_on_worker(post, make_job(), 0)

    assert post.asked[0][0].limits.memory_mib == memory_limit_mib(4, available_mib=20_000.0)


def test_stop_is_for_one_search_only(worker, make_job):
    ours, other = Post("ours"), Post("other")
    for post in (ours, other):
        measure_on_worker(post, make_job(), 0)

    stop_on_worker("ours")

    assert (ours.stopped, other.stopped) == (1, 0)

"""Where trials run is what the settings ask for."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.search import SearchSettings, runners
from jupyter_metaml.search.runners import ForeignRunner, InlineRunner, IsolatedRunner, make_runner


def test_settings_choose_the_runner():
    with ThreadPoolExecutor(1) as threads:
        foreign = make_runner(SearchSettings(executor=threads), [None], here=("linear",))
    inline = make_runner(SearchSettings(executor="inline"), [None], here=("linear",))
    isolated = make_runner(SearchSettings(executor="isolated", n_jobs=2), [None], here=("linear",))

    assert isinstance(foreign, ForeignRunner)
    assert isinstance(inline, InlineRunner)
    assert isinstance(isolated, IsolatedRunner)
    assert (foreign.n_slots, inline.n_slots, isolated.n_slots) == (1, 1, 2)


class Workers:
    """An executor that keeps in mind what it is asked for."""

    n_ready = 0

    def __init__(self) -> None:
        self.n_workers = 1
        self.numbers: list[int] = []

    def grow(self, n_workers: int) -> None:
        self.n_workers = max(self.n_workers, n_workers)

    def submit(self, _run, job, _data, *, limits) -> Future:
        self.numbers.append(job.number)
        return Future()


def job(number: int, family: str) -> SimpleNamespace:
    return SimpleNamespace(number=number, configuration=Configuration.of(family), limits=None)


def test_the_last_worker_starts_after_the_trials_of_this_process(monkeypatch):
    workers = Workers()
    monkeypatch.setattr(runners, "run_trial", lambda job, _: (job.number, workers.n_workers))
    runner = IsolatedRunner(["data"], workers, 2, here=("linear", "lightgbm"))

    assert runner.submit(job(1, "linear")).result() == (1, 1)
    assert runner.submit(job(2, "lightgbm")).result() == (2, 1)
    assert (workers.n_workers, workers.numbers) == (2, [])

    runner.submit(job(3, "linear"))
    assert (workers.n_workers, workers.numbers) == (2, [3])


@pytest.mark.parametrize("here", [(), ("lightgbm",)])
def test_a_family_that_takes_long_waits_for_workers(here):
    workers = Workers()

    IsolatedRunner(["data"], workers, 3, here=here).submit(job(1, "linear"))

    assert (workers.n_workers, workers.numbers) == (3, [1])


def test_a_family_runs_in_this_process_once(monkeypatch):
    workers = Workers()
    monkeypatch.setattr(runners, "run_trial", lambda job, _: job.number)
    runner = IsolatedRunner(["data"], workers, 2, here=("linear", "lightgbm"))

    assert runner.submit(job(1, "lightgbm")).result() == 1
    runner.submit(job(2, "lightgbm"))

    assert (workers.n_workers, workers.numbers) == (2, [2])


def test_nothing_runs_in_this_process_once_a_worker_is_ready():
    workers = Workers()
    workers.n_ready = 1

    IsolatedRunner(["data"], workers, 2, here=("linear",)).submit(job(1, "linear"))

    assert workers.numbers == [1]


@pytest.mark.parametrize(("n_jobs", "n_started"), [(1, 1), (2, 1), (4, 3)])
def test_a_processor_is_left_to_this_process_at_first(monkeypatch, n_jobs, n_started):
    asked = []
    monkeypatch.setattr(runners, "shared_executor", asked.append)

    runners.warm_up(SearchSettings(executor="isolated", n_jobs=n_jobs))

    assert asked == [n_started]

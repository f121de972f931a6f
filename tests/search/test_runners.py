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
        foreign = make_runner(SearchSettings(executor=threads), [None], begins_here=True)
    inline = make_runner(SearchSettings(executor="inline"), [None], begins_here=True)
    isolated = make_runner(SearchSettings(executor="isolated", n_jobs=2), [None], begins_here=True)

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


def test_the_last_worker_starts_after_the_trial_of_this_process(monkeypatch):
    workers = Workers()
    monkeypatch.setattr(runners, "run_trial", lambda job, _: (job.number, workers.n_workers))
    runner = IsolatedRunner(["data"], workers, 2, begins_here=True)
    first, second = (
        SimpleNamespace(number=number, configuration=Configuration.of("linear"), limits=None) for number in (1, 2)
    )

    assert runner.submit(first).result() == (1, 1)
    assert (workers.n_workers, workers.numbers) == (2, [])

    runner.submit(second)
    assert workers.numbers == [2]


def test_all_workers_start_where_none_begins_here():
    workers = Workers()

    IsolatedRunner(["data"], workers, 3, begins_here=False).submit(
        SimpleNamespace(number=1, configuration=Configuration.of("linear"), limits=None)
    )

    assert (workers.n_workers, workers.numbers) == (3, [1])


@pytest.mark.parametrize(("n_jobs", "n_started"), [(1, 1), (2, 1), (4, 3)])
def test_a_processor_is_left_to_this_process_at_first(monkeypatch, n_jobs, n_started):
    asked = []
    monkeypatch.setattr(runners, "shared_executor", asked.append)

    runners.warm_up(SearchSettings(executor="isolated", n_jobs=n_jobs))

    assert asked == [n_started]

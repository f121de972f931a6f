from __future__ import annotations

from typing import Any

import pytest

from jupyter_metaml.notebook.active_runs import MAX_RUNS, ActiveRun, ActiveRuns


class Button:
    """A button that counts."""

    def __init__(self) -> None:
        self.asked: list[bool] = []

    def request(self, *, after_trial: bool = False) -> None:
        self.asked.append(after_trial)


class Clock:
    """Time that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def a_run(**changes: Any) -> ActiveRun:
    return ActiveRun(**{"table": "df", "target": "town", "mode": "background", "budget_s": 60.0, **changes})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def runs(clock: Clock) -> ActiveRuns:
    return ActiveRuns(clock=clock)


def test_runs_get_keys_and_the_newest_comes_first(runs: ActiveRuns):
    first, second = runs.open(a_run(), Button()), runs.open(a_run(), Button())

    assert [run.key for run in runs.all()] == [second.key, first.key]
    assert runs.find(first.key) == first
    assert runs.find("no such key") is None


def test_each_new_state_is_told_and_everything_else_four_times_per_second(runs: ActiveRuns, clock: Clock):
    heard: list[ActiveRun] = []
    runs.subscribe(heard.append)
    key = runs.open(a_run(), Button()).key

    runs.update(key, state="checking")
    for number in range(1, 9):
        clock.now = number / 8
        runs.update(key, n_trials=number)
    runs.update(key, state="done")

    assert [(run.state, run.n_trials) for run in heard] == [
        ("queued", 0),
        ("checking", 0),
        ("checking", 2),
        ("checking", 4),
        ("checking", 6),
        ("checking", 8),
        ("done", 8),
    ]


def test_who_no_longer_listens_is_no_longer_told(runs: ActiveRuns):
    heard: list[ActiveRun] = []
    end = runs.subscribe(heard.append)

    end()
    end()
    runs.open(a_run(), Button())

    assert heard == []


def test_who_is_told_may_ask_back(runs: ActiveRuns):
    seen: list[int] = []
    runs.subscribe(lambda _: seen.append(len(runs.all())))

    runs.open(a_run(), Button())

    assert seen == [1]


def test_a_run_is_stopped_by_its_own_button(runs: ActiveRuns):
    mine, other = Button(), Button()
    key = runs.open(a_run(state="searching"), mine).key
    runs.open(a_run(), other)

    assert runs.stop(key, after_trial=True)

    assert (mine.asked, other.asked) == ([True], [])
    assert runs.find(key).state == "stopping"


def test_a_phase_that_was_told_late_does_not_undo_the_button(runs: ActiveRuns):
    key = runs.open(a_run(state="checking"), Button()).key
    runs.stop(key)

    states = [runs.update(key, state=state).state for state in ("searching", "finishing", "done")]

    assert states == ["stopping", "finishing", "done"]


def test_there_is_nothing_to_stop_once_a_run_has_ended(runs: ActiveRuns):
    button = Button()
    key = runs.open(a_run(), button).key
    runs.update(key, state="done", message="fine")

    assert not runs.stop(key)
    assert not runs.stop("no such key")
    assert button.asked == []
    assert (runs.update(key, state="searching").state, runs.find(key).message) == ("done", "fine")


def test_only_runs_that_have_ended_are_forgotten(runs: ActiveRuns):
    living = runs.open(a_run(), Button()).key
    for _ in range(MAX_RUNS + 5):
        runs.update(runs.open(a_run(), Button()).key, state="stopped")

    assert len(runs.all()) == MAX_RUNS
    assert runs.all()[-1].key == living

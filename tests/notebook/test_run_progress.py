from __future__ import annotations

import pytest

from jupyter_metaml.notebook.active_runs import ActiveRun, ActiveRuns
from jupyter_metaml.notebook.run_progress import RunProgress
from jupyter_metaml.notebook.views.search_state import SearchState, TurnCame
from jupyter_metaml.search import StopSignal


@pytest.fixture
def runs() -> ActiveRuns:
    return ActiveRuns()


@pytest.fixture
def progress(runs: ActiveRuns) -> RunProgress:
    run = ActiveRun(table="df", target="y", mode="background", budget_s=60.0, names={"model": "m", "run": "r"})
    state = SearchState(phase="queued", table="df", target="y", budget_s=60.0)
    return RunProgress(runs, run, state, StopSignal())


def test_the_list_follows_the_search(runs, progress, make_events):
    states = []
    runs.subscribe(lambda run: states.append(run.state))

    for event in (TurnCame(), *make_events("a run")):
        progress(event)

    (run,) = runs.all()
    assert list(dict.fromkeys(states)) == ["checking", "profiling", "preparing", "searching"]
    assert (run.run_id, run.metric, run.best, run.n_trials) == ("a run", "ROC AUC", "0.9000", 2)
    assert (run.elapsed_s, run.budget_s) == (3.0, 30.0)


def test_a_button_of_the_view_shows_in_the_list(runs, make_events):
    stop = StopSignal()
    run = ActiveRun(table="df", target="y", mode="background", budget_s=60.0)
    progress = RunProgress(runs, run, SearchState(table="df", target="y", budget_s=60.0), stop)

    stop.request()
    progress(make_events()[0])

    assert progress.run.state == "stopping"


def test_trials_are_a_table_before_the_end(progress, make_events):
    assert progress.leaderboard.empty
    for event in make_events("said"):
        progress(event)

    board = progress.leaderboard

    assert board["trial"].tolist() == [0, 1, 2]
    assert board["model"].tolist() == ["Baseline (ignores all columns)", "said", "said"]
    assert board["weight"].tolist() == [0.0, 1.0, 0.0]


def test_the_end_lets_the_table_go(runs, progress, make_events):
    for event in make_events():
        progress(event)

    progress.end("failed", "no <reason>", names={})

    assert (runs.all()[0].state, runs.all()[0].message, runs.all()[0].names) == ("failed", "no <reason>", {})
    assert progress.state.task is None
    assert progress.leaderboard.empty

from __future__ import annotations

from dataclasses import replace
from functools import reduce

import pytest

from jupyter_metaml.notebook.views.search_state import SearchState, after, curve_of
from jupyter_metaml.search import TrialFinished

START = SearchState(table="df", target="y", budget_s=60.0)


def test_events_fold_into_a_state(make_events):
    state = reduce(after, make_events("Model"), START)

    assert (state.phase, state.elapsed_s, state.budget_s) == ("searching", 3.0, 30.0)
    assert (state.metric, state.kind) == ("ROC AUC", "binary")
    assert (state.best, state.baseline, state.running) == (0.9, 0.5, ())
    assert [line.status for line in state.trials] == ["done", "failed"]
    assert state.count("failed", "crashed") == 1


def test_a_trial_is_named_for_the_suggestion_it_was(make_events):
    state = reduce(after, make_events("A model"), START)

    assert [(line.title, line.suggestion) for line in state.trials] == [("A model", 1), ("A model", 2)]


def test_running_trials_are_known_by_number_and_suggestion(make_events):
    state = reduce(after, make_events()[:6], START)

    assert state.running == ((1, 1), (2, 2))


def test_leaders_have_a_score_and_a_spread_over_folds(make_events):
    leaders = reduce(after, make_events(), START).leaders

    assert len(leaders) == 1
    assert leaders[0].score == 0.9
    assert leaders[0].spread == pytest.approx(0.01414, rel=1e-3)


def test_leaders_stand_by_score_and_ties_by_loss(make_events):
    first = next(event for event in make_events() if isinstance(event, TrialFinished))
    changes = ({"score": 0.8, "loss": 0.05}, {"score": 0.9, "loss": 0.2}, {"score": 0.9, "loss": 0.3})
    more = [
        replace(first, trial=replace(first.trial, number=number, **change))
        for number, change in enumerate(changes, start=3)
    ]
    leaders = reduce(after, [*make_events(), *more], START).leaders

    assert [line.number for line in leaders] == [1, 4, 5, 3]


def test_phases_follow_the_events(make_events):
    phases = []
    state = START
    for event in make_events():
        state = after(state, event)
        phases.append(state.phase)

    assert phases == ["profiling", "preparing", *["searching"] * 8]


def test_the_curve_has_a_point_per_new_best(make_events):
    curve = curve_of(reduce(after, make_events(), START))

    assert (curve.points, curve.end, curve.now, curve.baseline) == (((1.6, 0.9),), 30.0, 3.0, 0.5)


def test_the_clock_never_goes_back(make_events):
    events = make_events()
    state = reduce(after, [*events, events[0]], START)

    assert state.elapsed_s == 3.0

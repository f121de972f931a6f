from __future__ import annotations

import json
from dataclasses import replace
from functools import reduce

import pytest

from jupyter_metaml.notebook.panel.found import MAX_LEADERS, MAX_POINTS, results_of, thinned
from jupyter_metaml.notebook.panel.state import PanelState, follow
from jupyter_metaml.notebook.views.search_state import SearchState
from jupyter_metaml.notebook.views.wording import NONE
from jupyter_metaml.search import TrialFinished

START = PanelState(search=SearchState(table="df", target="y", budget_s=60.0))


@pytest.fixture
def state(make_events) -> PanelState:
    return reduce(follow, make_events("Linear"), START)


def many(make_events, n_trials: int) -> PanelState:
    """Return a search with thousands of trials, every tenth a failure."""
    events = make_events("x" * 500)
    state = reduce(follow, events[:3], START)
    good, bad = (event.trial for event in events if isinstance(event, TrialFinished))
    for number in range(1, n_trials + 1):
        trial = replace(bad if number % 10 == 0 else good, number=number)
        state = follow(state, TrialFinished(elapsed_s=1.0 + number / 100, trial=trial))
        state = replace(state, search=replace(state.search, curve=(*state.search.curve, (number / 100, number / 1e4))))
    return state


def test_before_the_search_there_are_no_figures(make_events):
    assert "best" not in results_of(START)
    assert results_of(reduce(follow, make_events()[:3], START))["best"] == NONE


def test_leaders_have_score_spread_weight_and_origin(state):
    leader = results_of(state)["leaders"][0]

    assert (leader["rank"], leader["model"], leader["score"], leader["spread"]) == ("1", "Linear", "0.9000", "0.014")
    assert (leader["weight"], leader["origin"], leader["is_suggestion"]) == ("100%", "suggestion 1", True)
    assert (leader["predict"], leader["predict_row"]) == ("<1 ms", "6 ms")


def test_a_failure_says_what_and_why(state):
    failure = results_of(state)["failures"][0]

    assert failure["title"] == "Trial 2 · Linear · failed · after 0.5 s"
    assert failure["reason"] == "Linear"


def test_a_failure_without_a_reason_says_so(make_events):
    state = reduce(follow, make_events(""), START)

    assert results_of(state)["failures"][0]["reason"] == "No reason was given."


def test_the_curve_has_the_baseline_as_a_reference(state):
    curve = results_of(state)["curve"]

    assert curve["points"] == [(1.6, 0.9)]
    assert [(line["kind"], line["value"], line["label"]) for line in curve["references"]] == [
        ("baseline", 0.5, "baseline 0.5000")
    ]


def test_what_is_expected_is_a_reference_with_an_interval(state):
    first = replace(state.search.recommendations[0], expected_score=0.8, expected_low=0.7, expected_high=0.9)
    known = replace(state, search=replace(state.search, recommendations=(first,)))

    results = results_of(known)

    expected = {"kind": "expected", "value": 0.8, "from": 0.7, "to": 0.9, "label": "expected 0.8000"}
    assert results["curve"]["references"][-1] == expected
    assert results["notes"][-1] == "expected of suggestion 1: 0.8000 (0.7000 to 0.9000)"


def test_kinds_of_models_are_added_up_in_the_blend(make_events):
    state = replace(many(make_events, 9), blend=((1, 0.5), (2, 0.3), (3, 0.2)))

    assert [(member["share"], member["label"]) for member in results_of(state)["blend"]] == [(1.0, "100%")]
    assert results_of(state)["blend"][0]["title"].endswith("\N{MULTIPLICATION SIGN} 3")


@pytest.mark.parametrize("n_points", [0, 1, 199, 200, 201, 5_000])
def test_the_curve_is_thinned_and_keeps_its_ends(n_points):
    points = [(float(place), 0.0) for place in range(n_points)]

    kept = thinned(points)

    assert len(kept) == min(n_points, MAX_POINTS)
    assert kept[:1] + kept[-1:] == points[:1] + points[-1:]
    assert sorted(set(kept)) == kept


def test_thousands_of_trials_stay_small(make_events):
    """Fault row G8."""
    results = results_of(many(make_events, 2_000))

    assert len(json.dumps(results, allow_nan=False)) < 40_000
    assert len(results["leaders"]) == MAX_LEADERS
    assert results["more_leaders"] == "and 1,785 more models"
    assert results["failures_title"] == "200 trials without a result"
    assert results["more_failures"] == "and 190 more earlier trials"

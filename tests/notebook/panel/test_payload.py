from __future__ import annotations

import json
from functools import reduce

import pytest

from jupyter_metaml.notebook.panel.payload import (
    MAX_COLUMNS,
    more,
    progress_of,
    question_of,
    suggestions_of,
    table_of,
)
from jupyter_metaml.notebook.panel.state import PanelState, follow
from jupyter_metaml.notebook.views.search_state import SearchState

START = PanelState(search=SearchState(table="df", target="y", budget_s=60.0))


def test_the_question_says_what_decides(make_events):
    state = reduce(follow, make_events()[:1], START)
    question = question_of(state.search, mode="foreground", hears=True)

    assert question["about"] == "binary · ROC AUC decides"
    assert (question["table"], question["target"]) == ("df", "y")
    assert (question["mode"], question["hears"]) == ("foreground", True)


@pytest.mark.parametrize("n_events", range(10))
def test_every_moment_is_json(make_events, n_events):
    state = reduce(follow, make_events()[:n_events], START)
    parts = [question_of(state.search, mode="background", hears=False), table_of(state.search.profile)]
    parts += [suggestions_of(state.search), progress_of(state)]

    assert json.loads(json.dumps(parts, allow_nan=False)) == parts


def test_the_table_is_cut_and_says_so(make_profile):
    table = table_of(make_profile(n_columns=200))

    assert len(table["columns"]) == MAX_COLUMNS
    assert table["more_columns"] == "and 164 more columns"
    assert table["columns"][0]["plan"].startswith("read as number: ")
    assert table_of(None) == {}


def test_suggestions_can_be_left_out(make_events):
    state = reduce(follow, make_events()[:5], PanelState(search=SearchState(table="df", target="y", budget_s=9.0)))
    hidden = SearchState(table="df", target="y", budget_s=9.0, shows_suggestions=False)

    assert len(suggestions_of(state.search)["rows"]) == 2
    assert suggestions_of(reduce(follow, make_events()[:5], PanelState(search=hidden)).search)["rows"] == []


def test_progress_says_what_has_come_of_the_suggestions(make_events):
    assert progress_of(reduce(follow, make_events()[:6], START))["outcomes"] == ["running", "running"]
    assert progress_of(reduce(follow, make_events(), START))["outcomes"] == ["0.9000", "failed"]


def test_progress_is_told_in_words(make_events):
    progress = progress_of(reduce(follow, make_events(), START))

    assert (progress["phase"], progress["state"]) == ("searching", "Searching")
    assert progress["time"] == "3.0 s of 30 s, 27 s left"
    assert progress["counts"] == ["1 trial done", "1 failed"]
    assert progress["share"] == 0.1


def test_workers_say_how_long_they_have_been_at_it(make_events):
    workers = progress_of(reduce(follow, make_events("Linear")[:7], START))["workers"]

    assert workers[0] == {}
    assert (workers[1]["title"], workers[1]["origin"], workers[1]["share"]) == ("Linear", "suggestion 2", None)
    assert workers[1]["time"] == "0.9 s"


@pytest.mark.parametrize(
    ("asked", "words"), [("stop", "Stopping"), ("stop_after_trial", "Finishing the running trials")]
)
def test_a_button_that_was_heard_is_answered(make_events, asked, words):
    progress = progress_of(reduce(follow, make_events(), START), asked=asked)

    assert (progress["phase"], progress["state"], progress["asked"]) == ("stopping", words, asked)


def test_an_ending_says_what_came_out(make_events):
    progress = progress_of(reduce(follow, make_events(), START), ending="stopped", message="AUC 0.9")

    assert (progress["phase"], progress["message"]) == ("stopped", "AUC 0.9")
    assert progress["time"] == "3.0 s of 30 s"


@pytest.mark.parametrize(("hidden", "said"), [(-3, ""), (0, ""), (1, "and 1 more row"), (2_000, "and 2,000 more rows")])
def test_what_is_not_shown_is_counted(hidden, said):
    assert more(hidden, "row") == said

from __future__ import annotations

from functools import reduce

import pytest

from jupyter_metaml.notebook.views.search_state import SearchState, after
from jupyter_metaml.notebook.views.search_view import failure_html, progress_line, search_html

START = SearchState(table="df", target="y", budget_s=60.0)


@pytest.mark.parametrize("n_events", range(10))
def test_every_moment_can_be_shown(make_events, n_events: int):
    html = str(search_html(reduce(after, make_events()[:n_events], START)))

    assert html.count("<div") == html.count("</div>")
    assert 'role="progressbar"' in html


def test_a_running_search_shows_time_counts_best_and_leaders(make_events):
    html = str(search_html(reduce(after, make_events("Linear"), START)))

    assert 'aria-valuenow="10"' in html
    assert "3.0 s of 30 s, 27 s left · 1 trial done · 1 failed" in html
    assert "best ROC AUC so far" in html
    assert "best single model 0.9000 ± 0.014 over folds" in html
    assert "baseline 0.5000" in html
    assert "<caption>Best single models</caption>" in html
    assert "<svg" in html


def test_suggestions_show_what_has_come_of_them(make_events):
    html = str(search_html(reduce(after, make_events(), START)))

    assert html.count('<td class="mml-nowrap">0.9000</td>') == 1
    assert '<td class="mml-nowrap">failed</td>' in html


def test_suggestions_that_are_being_tried_say_so(make_events):
    assert str(search_html(reduce(after, make_events()[:6], START))).count(">running</td>") == 2


def test_suggestions_can_be_left_out(make_events):
    hidden = SearchState(table="df", target="y", budget_s=60.0, shows_suggestions=False)

    assert "Tried first" not in str(search_html(reduce(after, make_events(), hidden)))


def test_the_phase_is_told_in_words():
    assert "Checking the question" in str(search_html(START))


def test_a_failure_says_why(make_events):
    html = str(failure_html(reduce(after, make_events()[:2], START), "no <luck>"))

    assert "no &lt;luck&gt;" in html
    assert "progressbar" not in html


def test_an_update_is_small(make_events):
    assert len(str(search_html(reduce(after, make_events(), START)))) < 20_000


def test_a_moment_has_a_line_of_text(make_events):
    assert progress_line(START) == "AutoML: checking, 0.0 s of 1 min"
    line = progress_line(reduce(after, make_events(), START))
    assert line == "AutoML: searching, 3.0 s of 30 s, 2 trials, best ROC AUC 0.9000"


def test_a_search_that_waits_says_so_with_its_note():
    state = SearchState(phase="queued", table="df", target="y", budget_s=60.0, note="a <note>")

    assert "Waiting for another search" in str(search_html(state))
    assert "a &lt;note&gt;" in str(search_html(state))
    assert progress_line(state) == "AutoML: waits until another search of this kernel has ended"

from __future__ import annotations

from dataclasses import replace
from functools import reduce

import pytest

from jupyter_metaml.notebook.panel.expectation import expectation_of, finite, first_expectation
from jupyter_metaml.notebook.views.search_state import SearchState, after
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.search import Recommendation

START = SearchState(table="df", target="y", budget_s=60.0)


def suggestion(rank: int, **expected: float | None) -> Recommendation:
    return Recommendation(rank=rank, configuration=Configuration.of("linear"), title="Linear", why="quick", **expected)


@pytest.fixture
def search(make_events) -> SearchState:
    return reduce(after, make_events()[:2], START)


def test_an_expectation_is_told_with_its_interval(search):
    found = expectation_of(search, suggestion(1, expected_score=0.9, expected_low=0.8, expected_high=0.95))

    assert found.words == "0.9000 (0.8000 to 0.9500)"


def test_nothing_perfect_is_foreseen(search):
    sure = expectation_of(search, suggestion(1, expected_score=1.0, expected_low=1.0, expected_high=1.0))
    open_below = expectation_of(search, suggestion(1, expected_score=1.0, expected_low=0.9, expected_high=1.0))

    assert sure.words == ">0.999"
    assert open_below.words == ">0.999 (0.9000 to >0.999)"


@pytest.mark.parametrize("end", [{}, {"expected_low": 0.8}, {"expected_high": float("nan")}])
def test_without_both_ends_there_is_no_interval(search, end):
    assert expectation_of(search, suggestion(1, expected_score=0.9, **end)).words == "0.9000"


@pytest.mark.parametrize("score", [None, float("nan"), float("inf")])
def test_nothing_is_made_up(search, score):
    assert expectation_of(search, suggestion(1, expected_score=score)) is None
    assert expectation_of(START, suggestion(1, expected_score=0.9)) is None


def test_the_ends_of_an_error_are_told_smaller_one_first(search):
    metric = replace(search.task.metric, greater_is_better=False)
    errors = replace(search, task=replace(search.task, metric=metric))

    found = expectation_of(errors, suggestion(1, expected_score=-2.0, expected_low=-3.0, expected_high=-1.0))

    assert (found.value, found.low, found.high) == (2.0, 1.0, 3.0)


def test_the_first_suggestion_that_is_foreseen_counts(search):
    known = replace(search, recommendations=(suggestion(1), suggestion(2, expected_score=0.7)))

    assert first_expectation(known).rank == 2
    assert first_expectation(replace(known, shows_suggestions=False)) is None
    assert first_expectation(search) is None


@pytest.mark.parametrize(("value", "kept"), [(None, None), (float("inf"), None), (1 / 3, 0.333333), (0.0, 0.0)])
def test_numbers_are_such_as_json_can_hold(value, kept):
    assert finite(value) == kept

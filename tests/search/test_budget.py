"""The clock and the stop button."""

from __future__ import annotations

import time

import pytest

from jupyter_metaml.search import Budget, StopSignal


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_budget_that_is_no_positive_number_is_refused(seconds):
    with pytest.raises(ValueError, match="not usable"):
        Budget(total_s=seconds)


def test_what_is_left_and_what_has_passed_make_the_whole():
    budget = Budget(total_s=10.0, started=time.monotonic() - 4.0)

    assert budget.left() + budget.elapsed() == pytest.approx(10.0, abs=0.1)
    assert budget.left() < 6.1


@pytest.mark.parametrize(("total_s", "reserve_s"), [(0.5, 0.25), (5, 0.4), (100, 3.0)])
def test_reserve_is_a_share_with_bounds(total_s, reserve_s):
    assert Budget(total_s=total_s).reserve_s() == pytest.approx(reserve_s)


def test_stop_after_trial_winds_down_without_giving_up():
    stop = StopSignal()

    stop.request(after_trial=True)

    assert stop.winding_down
    assert not stop.requested


def test_stop_now_also_winds_down():
    stop = StopSignal()

    stop.request()

    assert stop.requested
    assert stop.winding_down

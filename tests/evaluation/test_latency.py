from __future__ import annotations

from jupyter_metaml.evaluation import latency
from jupyter_metaml.evaluation.latency import N_TIMES, latency_s


class Clock:
    """A clock that goes on by what each action is said to take."""

    def __init__(self, *seconds: float) -> None:
        self.now = 0.0
        self.left = list(seconds)

    def perf_counter(self) -> float:
        return self.now

    def act(self) -> None:
        self.now += self.left.pop(0)


def measured(monkeypatch, clock: Clock) -> float:
    monkeypatch.setattr(latency, "time", clock)
    return latency_s(clock.act)


def test_the_first_time_that_warms_up_does_not_decide(monkeypatch):
    clock = Clock(0.008, 0.001, 0.002, 0.001, 0.001)

    assert round(measured(monkeypatch, clock), 9) == 0.001
    assert clock.left == []


def test_what_is_slow_is_done_once(monkeypatch):
    clock = Clock(3.0, 3.0)

    assert measured(monkeypatch, clock) == 3.0
    assert clock.left == [3.0]


def test_what_takes_no_time_on_the_clock_comes_to_an_end(monkeypatch):
    clock = Clock(*[0.0] * 9)

    assert measured(monkeypatch, clock) == 0.0
    assert len(clock.left) == 9 - N_TIMES

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from jupyter_metaml.notebook.live_view import LiveView, SpokenView, view_of
from jupyter_metaml.notebook.output_area import OutputArea
from jupyter_metaml.notebook.panel.view import PanelView
from jupyter_metaml.notebook.views.search_state import SearchState
from jupyter_metaml.search import Recommended, StopSignal

START = SearchState(table="df", target="y", budget_s=30.0)


@dataclass
class Area:
    """Keeps what is drawn and said."""

    drawn: list[dict] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def draw(self, bundle: dict) -> None:
        self.drawn.append(bundle)

    def say(self, line: str) -> None:
        self.said.append(line)


class Clock:
    """Goes on when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_first_drawing_comes_before_the_first_event():
    area = Area()
    LiveView(area, START, clock=Clock())

    assert "Checking the question" in area.drawn[0]["text/html"]
    assert area.drawn[0]["text/plain"] == "AutoML: checking, 0.0 s of 30 s"


def test_drawings_are_at_most_one_a_second(make_events):
    area, clock = Area(), Clock()
    view = LiveView(area, START, clock=clock)
    events = make_events()
    for event in events[:3]:
        view(event)
    before = len(area.drawn)

    for _ in range(32):
        clock.now += 0.125
        view(events[-1])

    assert len(area.drawn) - before == 4


def test_a_new_phase_is_drawn_at_once(make_events):
    area = Area()
    view = LiveView(area, START, clock=Clock())
    for event in make_events()[:3]:
        view(event)

    assert len(area.drawn) == 4


def test_suggestions_are_drawn_as_soon_as_they_are_known(make_events):
    area = Area()
    view = LiveView(area, START, clock=Clock())
    *before, recommended = make_events()[:5]
    for event in before:
        view(event)
    n_drawn = len(area.drawn)

    view(recommended)

    assert isinstance(recommended, Recommended)
    assert len(view.state.recommendations) == 2
    assert len(area.drawn) == n_drawn + 1


def test_progress_is_said_in_few_lines(make_events):
    area, clock = Area(), Clock()
    view = SpokenView(area, START, clock=clock)
    for event in make_events("Linear"):
        clock.now += 10
        view(event)

    assert [line.splitlines()[0] for line in area.said] == [
        "Table: 100 rows, 4 columns · target 'Linear': 2 classes (Linear: 50 %, Linear: 33 %)",
        "Tried first:",
        "AutoML: searching, 1.6 s of 30 s, 1 trial, best ROC AUC 0.9000",
    ]


def test_a_new_best_is_not_said_too_often(make_events):
    area = Area()
    view = SpokenView(area, START, clock=Clock())
    for event in make_events():
        view(event)

    assert len(area.said) == 2


@pytest.mark.parametrize(
    ("mode", "is_quiet", "kind"),
    [
        ("panel", False, PanelView),
        ("live", False, LiveView),
        ("text", False, SpokenView),
        ("static", False, type(None)),
        ("none", False, type(None)),
        ("live", True, type(None)),
    ],
)
def test_what_listens_follows_the_mode(bare_shell, mode, is_quiet, kind):
    assert type(view_of(OutputArea(mode, is_quiet=is_quiet), START, StopSignal())) is kind

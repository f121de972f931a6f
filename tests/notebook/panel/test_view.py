from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from jupyter_metaml.notebook.panel import view as view_module
from jupyter_metaml.notebook.panel.view import PATIENCE_S, PanelView
from jupyter_metaml.notebook.views.bundles import RUN_TYPE
from jupyter_metaml.notebook.views.search_state import SearchState
from jupyter_metaml.search import StopSignal, Ticked

START = SearchState(table="df", target="y", budget_s=60.0)
WIDGET = "application/vnd.jupyter.widget-view+json"
SETTLED = {"text/plain": "AUC 0.9\nmore", "text/html": "<b></b>", RUN_TYPE: {"state": "stopped"}}


class Area:
    """Keeps what is drawn, and settles when told."""

    def __init__(self) -> None:
        self.drawn: list[dict[str, Any]] = []
        self.after: list[Callable[[Any], None]] = []

    def draw(self, bundle: dict[str, Any]) -> None:
        self.drawn.append(bundle)

    def when_settled(self, act: Callable[[Any], None]) -> None:
        self.after.append(act)

    def settle(self, bundle: dict[str, Any]) -> None:
        for act in self.after:
            act(bundle)


class Clock:
    """Goes on when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Hearing:
    """Hears what it is told to, for sure or not."""

    is_sure = True

    def __init__(self, comm: Any, kernel: Any, hear: Callable[[Any], None]) -> None:
        self.hear = hear

    def listen(self) -> None:
        """Nothing waits."""


class Scene:
    """A view with all that it touches."""

    def __init__(self) -> None:
        self.area, self.clock, self.stop = Area(), Clock(), StopSignal()
        self.view = PanelView(self.area, START, self.stop, clock=self.clock)
        self.panel = self.view.panel
        self.messages: list[dict[str, Any]] = []
        self.panel.comm.kernel = object()  # without a kernel nothing would be sent
        self.panel.comm.publish_msg = lambda _kind, data=None, **_: self.messages.append(data or {})

    def say(self, content: Any) -> None:
        """Send what a page sends."""
        self.panel._handle_custom_msg(content, [])


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.setattr(view_module, "Hearing", Hearing)
    scene = Scene()
    yield scene
    scene.panel.close()


def test_the_panel_is_shown_before_the_first_event_with_html_for_those_without_widgets(scene):
    assert list(scene.area.drawn[0]) == ["text/plain", "text/html", WIDGET]
    assert scene.area.drawn[0]["text/plain"] == "AutoML: checking, 0.0 s of 1 min"
    assert scene.panel.progress["phase"] == "checking"


def test_updates_are_at_most_one_a_second(scene, make_events):
    """Fault row G8."""
    scene.say({"command": "shown"})
    for event in make_events()[:3]:
        scene.view(event)
    scene.messages.clear()

    for place in range(500):
        scene.clock.now += 0.02
        scene.view(Ticked(elapsed_s=place / 50))

    assert 8 <= len(scene.messages) <= 10


def test_a_new_phase_travels_at_once_and_in_one_message(scene, make_events):
    for event in make_events()[:3]:
        scene.view(event)

    assert len(scene.messages) == 3
    assert scene.messages[-1]["state"].keys() == {"progress", "results", "suggestions"}


def test_what_has_not_changed_does_not_travel(scene, make_events):
    scene.say({"command": "shown"})
    for event in make_events():
        scene.clock.now += 1
        scene.view(event)
    scene.messages.clear()
    scene.clock.now += 1
    scene.view(Ticked(elapsed_s=9.0))

    assert [message["state"].keys() for message in scene.messages] == [{"progress"}]


def test_the_buttons_stop_the_search_and_are_answered(scene, make_events):
    for event in make_events():
        scene.view(event)
    scene.say({"command": "stop_after_trial"})
    assert scene.stop.winding_down
    assert not scene.stop.requested

    scene.say({"command": "stop"})
    scene.clock.now += 1
    scene.view(make_events()[-1])

    assert scene.stop.requested
    assert (scene.panel.progress["asked"], scene.panel.progress["phase"]) == ("stop", "stopping")


@pytest.mark.parametrize("content", [None, "stop", {"command": "stop", "now": 1}, {"command": "exit"}, {"command": 1}])
def test_other_messages_do_nothing(scene, content):
    """Fault row F4."""
    scene.say(content)

    assert not scene.stop.winding_down


def test_a_command_that_is_heard_early_counts(scene):
    scene.view._hearing.hear({"command": "stop"})

    assert scene.stop.requested


def test_at_the_end_the_widget_is_closed(scene):
    scene.say({"command": "shown"})
    scene.area.settle(SETTLED)

    assert scene.panel.comm is None


@pytest.mark.parametrize("n_late", [0, 1])
def test_a_page_that_was_loaded_again_may_ask_for_the_widget_when_the_cell_is_over(scene, monkeypatch, n_late):
    monkeypatch.setattr(view_module, "CLOSE_AFTER_S", 0.0)

    async def cell_and_after() -> None:
        scene.say({"command": "shown"})
        scene.area.settle(SETTLED)
        assert scene.panel.comm is not None
        for _ in range(n_late):
            scene.say({"command": "shown"})

    asyncio.run(settled_down(cell_and_after()))

    assert (scene.panel.comm is not None) == (n_late > 0)
    assert scene.panel.progress["phase"] == "stopped"
    assert scene.panel.progress["message"] == "AUC 0.9 %automl_show brings the report."


async def settled_down(work: Coroutine[Any, Any, None]) -> None:
    """Do some work, and then all that was put off."""
    await work
    for _ in range(3):
        await asyncio.sleep(0)


def test_a_widget_that_stays_holds_on_to_no_table(scene, make_events):
    for event in make_events():
        scene.view(event)
    scene.area.settle(SETTLED)

    assert scene.view.state.task is None
    assert scene.view.state.profile is None


def test_where_no_browser_draws_the_panel_html_is_drawn(scene, make_events):
    scene.clock.now = PATIENCE_S + 1
    for event in make_events():
        scene.clock.now += 1
        scene.view(event)

    assert scene.panel.comm is None
    assert WIDGET not in scene.area.drawn[-1]
    assert "Best single models" in scene.area.drawn[-1]["text/html"]
    scene.area.settle(SETTLED)


@pytest.mark.parametrize("is_sure", [True, False])
def test_a_panel_that_is_seen_or_cannot_be_heard_stays(scene, make_events, is_sure):
    scene.view._hearing.is_sure = is_sure
    if is_sure:
        scene.say({"command": "shown"})
    scene.clock.now = PATIENCE_S + 1
    scene.view(make_events()[-1])

    assert len(scene.area.drawn) == 1
    assert scene.panel.comm is not None


def test_hostile_texts_travel_as_text_in_which_nothing_is_hidden(scene, make_events, hostile):
    """Fault rows F1 and F3."""
    scene.say({"command": "shown"})
    for event in make_events(hostile):
        scene.clock.now += 1
        scene.view(event)

    state = {name: getattr(scene.panel, name) for name in ("question", "table", "suggestions", "progress", "results")}
    texts = list(strings(state))
    assert all(text.isprintable() for text in texts)
    assert max(map(len, texts)) <= 500
    assert len(json.dumps(state)) < 60_000


def strings(value: Any) -> Iterator[str]:
    """List every text in a state, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from strings(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from strings(part)

"""Listeners that show a search while it runs.

The search calls them in its own thread, a few times per second, so there is nothing to synchronise; they draw at most
every `DRAW_EVERY_S` seconds, because each drawing travels to the front end.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from jupyter_metaml.automl import Event
from jupyter_metaml.notebook.output_area import OutputArea
from jupyter_metaml.notebook.views.bundles import bundle
from jupyter_metaml.notebook.views.profile_view import profile_text
from jupyter_metaml.notebook.views.search_state import SearchState, after
from jupyter_metaml.notebook.views.search_view import search_html
from jupyter_metaml.notebook.views.suggestions_view import suggestions_text
from jupyter_metaml.notebook.views.wording import spelled_score, spelled_seconds
from jupyter_metaml.wording import counted

DRAW_EVERY_S = 0.24
SAY_EVERY_S = 5.0


class LiveView:
    """Draws the state of a search into one output.

    Parameters
    ----------
    area : OutputArea
        Where to draw.
    state : SearchState
        What is known before the first event.
    clock : callable, default=time.monotonic
        Returns seconds.
    """

    def __init__(self, area: OutputArea, state: SearchState, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._area = area
        self._clock = clock
        self._drawn_at = clock()
        self.state = state
        self._draw()

    def __call__(self, event: Event) -> None:
        """Take an event in; draw when the phase changes, else when the last drawing is old enough."""
        phase = self.state.phase
        self.state = after(self.state, event)
        if self.state.phase != phase or self._clock() - self._drawn_at >= DRAW_EVERY_S:
            self._draw()

    def _draw(self) -> None:
        self._drawn_at = self._clock()
        self._area.draw(bundle(search_html(self.state), progress_line(self.state)))


class SpokenView:
    """Says in lines of text how a search goes.

    Parameters
    ----------
    area, state, clock
        As for `LiveView`.
    """

    def __init__(self, area: OutputArea, state: SearchState, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._area = area
        self._clock = clock
        self._said_at = clock()
        self._said_best: float | None = None
        self.state = state

    def __call__(self, event: Event) -> None:
        """Take an event in; say profile and suggestions once, and a new best every few seconds."""
        phase = self.state.phase
        self.state = after(self.state, event)
        if self.state.phase != phase:
            self._say_phase()
        elif self.state.best != self._said_best and self._clock() - self._said_at >= SAY_EVERY_S:
            self._said_at, self._said_best = self._clock(), self.state.best
            self._area.say(progress_line(self.state))

    def _say_phase(self) -> None:
        if self.state.phase == "preparing" and self.state.profile is not None:
            self._area.say(profile_text(self.state.profile))
        if self.state.phase == "searching" and self.state.shows_suggestions:
            self._area.say(suggestions_text(self.state.recommendations))


def view_of(area: OutputArea, state: SearchState) -> LiveView | SpokenView | None:
    """Return the listener for an area; None where nothing is shown before the end."""
    if area.is_quiet or area.mode in {"static", "none"}:
        return None
    return SpokenView(area, state) if area.mode == "text" else LiveView(area, state)


def progress_line(state: SearchState) -> str:
    """Return the state of a search in one line."""
    used = f"{spelled_seconds(state.elapsed_s)} of {spelled_seconds(state.budget_s)}"
    if state.best is None:
        return f"AutoML: {state.phase}, {used}"
    done = counted(len(state.trials), "trial")
    return f"AutoML: {state.phase}, {used}, {done}, best {state.metric} {spelled_score(state.best)}"

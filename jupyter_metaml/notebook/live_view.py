"""Listeners that show a search while it runs, as HTML or as lines of text; `panel` has the one with a widget.

The search calls them in one thread, a few times per second, so there is nothing to synchronise; they draw less often.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from jupyter_metaml.automl.events import TableProfiled
from jupyter_metaml.notebook.output_area import DRAW_EVERY_S, OutputArea
from jupyter_metaml.notebook.views.bundles import bundle
from jupyter_metaml.notebook.views.profile_view import profile_text
from jupyter_metaml.notebook.views.search_state import Moment, SearchState, after
from jupyter_metaml.notebook.views.search_view import progress_line, search_html
from jupyter_metaml.notebook.views.suggestions_view import suggestions_text
from jupyter_metaml.search import Recommended

if TYPE_CHECKING:
    from jupyter_metaml.notebook.active_runs import Mode
    from jupyter_metaml.notebook.panel.view import PanelView
    from jupyter_metaml.search import StopSignal

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

    def __call__(self, event: Moment) -> None:
        """Take an event in; draw when a chapter begins, else when the last drawing is old enough."""
        chapter = self.state.chapter
        self.state = after(self.state, event)
        if self.state.chapter != chapter or self._clock() - self._drawn_at >= DRAW_EVERY_S:
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
        if state.phase == "queued":
            area.say(progress_line(state))

    def __call__(self, event: Moment) -> None:
        """Take an event in; say profile and suggestions once, and a new best every few seconds."""
        self.state = after(self.state, event)
        if isinstance(event, TableProfiled):
            self._area.say(profile_text(event.profile))
        elif isinstance(event, Recommended) and self.state.shows_suggestions:
            self._area.say(suggestions_text(event.recommendations))
        elif self.state.best != self._said_best and self._clock() - self._said_at >= SAY_EVERY_S:
            self._said_at, self._said_best = self._clock(), self.state.best
            self._area.say(progress_line(self.state))


def view_of(
    area: OutputArea, state: SearchState, stop: StopSignal, *, mode: Mode = "foreground"
) -> LiveView | SpokenView | PanelView | None:
    """Return the listener for an area; None where nothing is shown before the end.

    Parameters
    ----------
    area : OutputArea
    state : SearchState
        What is known before the first event.
    stop : StopSignal
        What ends the search, for views with buttons.
    mode : {"foreground", "background"}, default="foreground"
        Whether the cell keeps the kernel busy; where it does not, no lines come between what a person types.
    """
    if area.is_quiet or area.mode in {"static", "none"}:
        return None
    if area.mode == "text":
        return SpokenView(area, state) if mode == "foreground" else None
    if area.mode == "live":
        return LiveView(area, state)
    # Widgets take a while to import, and are needed here only.
    from jupyter_metaml.notebook.panel.view import PanelView

    return PanelView(area, state, stop, mode=mode)

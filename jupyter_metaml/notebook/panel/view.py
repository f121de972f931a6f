"""The listener that keeps the panel up to date.

It is made in the cell and called in the thread that runs the search. There it fills the traits, all that changed in one
message: at once when a new phase begins or suggestions come, else every `DRAW_EVERY_S` seconds, so that a front end
far away is not flooded.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from IPython.core.getipython import get_ipython

from jupyter_metaml.notebook.active_runs import Mode
from jupyter_metaml.notebook.output_area import DRAW_EVERY_S, OutputArea
from jupyter_metaml.notebook.panel.found import results_of
from jupyter_metaml.notebook.panel.hearing import Hearing
from jupyter_metaml.notebook.panel.messages import read_command
from jupyter_metaml.notebook.panel.payload import (
    Asked,
    Ending,
    Payload,
    progress_of,
    question_of,
    suggestions_of,
    table_of,
)
from jupyter_metaml.notebook.panel.state import PanelState, follow
from jupyter_metaml.notebook.panel.widget import Panel
from jupyter_metaml.notebook.views.bundles import RUN_TYPE, Bundle, bundle
from jupyter_metaml.notebook.views.search_state import Moment, SearchState
from jupyter_metaml.notebook.views.search_view import progress_line, search_html
from jupyter_metaml.search import StopSignal, Ticked

WIDGET_TYPE = "application/vnd.jupyter.widget-view+json"
# So long a browser may take to draw the panel. Where none does, for want of a widget manager or of a network to load
# one from, HTML is drawn instead; known only where messages arrive while the cell runs.
PATIENCE_S = 8.0
# So long a page that is loaded again may take to ask for the widget, once the cell is over.
CLOSE_AFTER_S = 30.0
_ENDINGS: dict[str, Ending] = {"done": "done", "stopped": "stopped", "failed": "failed"}


class PanelView:
    """Shows a search in a widget.

    Parameters
    ----------
    area : OutputArea
        Where to show it.
    state : SearchState
        What is known before the first event.
    stop : StopSignal
        What the buttons set.
    mode : {"foreground", "background"}, default="foreground"
        Whether the cell keeps the kernel busy.
    clock : callable, default=time.monotonic
        Returns seconds.
    """

    def __init__(
        self,
        area: OutputArea,
        state: SearchState,
        stop: StopSignal,
        *,
        mode: Mode = "foreground",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._area = area
        self._stop = stop
        self._mode = mode
        self._clock = clock
        self._state = PanelState(search=state)
        self._is_seen = False
        self._n_views = 0
        self._has_panel = True
        self._sent: dict[str, object] = {}
        self.panel = Panel()
        self._hearing = Hearing(self.panel.comm, getattr(get_ipython(), "kernel", None), self._hear)
        self.panel.on_msg(self._on_message)
        self._loop = _running_loop()
        self._started = self._drawn_at = clock()
        self._fill()
        view = {"version_major": 2, "version_minor": 0, "model_id": self.panel.model_id}
        area.draw({**self._as_html(), WIDGET_TYPE: view})
        area.when_settled(self._end)

    @property
    def state(self) -> SearchState:
        """What is known of the search."""
        return self._state.search

    def __call__(self, event: Moment) -> None:
        """Take an event in; draw when a chapter begins, else when the last drawing is old enough."""
        self.listen()
        is_due = self._clock() - self._drawn_at >= DRAW_EVERY_S
        if isinstance(event, Ticked) and not is_due:  # it only says what time it is
            return
        chapter = self.state.chapter
        self._state = follow(self._state, event)
        if is_due or self.state.chapter != chapter:
            self._draw()

    def listen(self) -> None:
        """Hear what waits while this thread keeps the kernel busy; in other threads it does nothing."""
        self._hearing.listen()

    def _on_message(self, _panel: Any, content: Any, _buffers: Any) -> None:
        self._hear(content)
        self._n_views += read_command(content) == "shown"

    def _hear(self, content: Any) -> None:
        """Do what a message asks for; it may come in any thread, and twice."""
        command = read_command(content)
        self._is_seen = self._is_seen or command is not None
        if command in {"stop", "stop_after_trial"}:
            self._stop.request(after_trial=command == "stop_after_trial")

    def _draw(self) -> None:
        self._drawn_at = self._clock()
        if self._has_panel and self._is_unseen():
            self._has_panel = False
            self.panel.close()
        if self._has_panel:
            self._fill()
        else:
            self._area.draw(self._as_html())

    def _is_unseen(self) -> bool:
        return self._hearing.is_sure and not self._is_seen and self._clock() - self._started > PATIENCE_S

    def _fill(self, *, ending: Ending = "", message: str = "") -> None:
        """Set the traits whose source has changed; they travel in one message."""
        search, state = self.state, self._state
        hears = self._hearing.is_sure
        makers: dict[str, tuple[object, Callable[[], Payload]]] = {
            "question": (search.task is None, lambda: question_of(search, mode=self._mode, hears=hears)),
            "table": (search.profile is None, lambda: table_of(search.profile)),
            "suggestions": (search.recommendations, lambda: suggestions_of(search)),
            "results": ((search.phase, search.trials, search.best, state.blend), lambda: results_of(state)),
            "progress": (object(), lambda: progress_of(state, asked=self._asked, ending=ending, message=message)),
        }
        with self.panel.hold_sync():
            for name, (source, make) in makers.items():
                if self._sent.get(name) != source:
                    self._sent[name] = source
                    self.panel.set_trait(name, make())

    @property
    def _asked(self) -> Asked:
        if self._stop.requested:
            return "stop"
        return "stop_after_trial" if self._stop.winding_down else ""

    def _as_html(self) -> Bundle:
        return bundle(search_html(self.state), progress_line(self.state))

    def _end(self, settled: Bundle) -> None:
        """Say how it ended, and close the widget soon, since its place on the screen is taken by what stays.

        A page that was loaded again meanwhile does not know that place. It gets the widget from the kernel once the
        cell is over, says so, and keeps it.
        """
        if not self._has_panel:
            return
        record = settled.get(RUN_TYPE, {})
        ending = _ENDINGS.get(record.get("state", ""), "failed")
        hint = "" if ending == "failed" else " %automl_show brings the report."
        self._fill(ending=ending, message=settled["text/plain"].partition("\n")[0] + hint)
        # The widget may stay: the table must not.
        self._state = PanelState(search=SearchState(table="", target="", budget_s=1.0))
        loop = _running_loop() or self._loop
        if loop is None or loop.is_closed():
            self._close()
        else:
            loop.call_soon_threadsafe(loop.call_later, CLOSE_AFTER_S, self._close)

    def _close(self) -> None:
        if self._n_views < 2:
            self.panel.close()


def _running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the loop of the kernel, which runs the cell that asks; None where there is none."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None

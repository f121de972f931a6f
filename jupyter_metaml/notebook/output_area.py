"""The one output of a cell: drawn while something runs, settled at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from IPython.display import display as ipython_display

if TYPE_CHECKING:
    from jupyter_metaml.notebook.display_mode import Mode
    from jupyter_metaml.notebook.views.bundles import Bundle

# IPython's display functions have no types.
display: Any = ipython_display
_MOVING = frozenset({"panel", "live"})

DRAW_EVERY_S = 1.0
"""How often what moves is drawn while nothing but time and trials goes on: it is told in whole seconds."""


class OutputArea:
    """Shows bundles as the mode allows.

    Parameters
    ----------
    mode : {"panel", "live", "static", "text", "none"}
        See `DisplayMode`.
    is_quiet : bool, default=False
        Whether nothing is shown before the end.
    """

    def __init__(self, mode: Mode, *, is_quiet: bool = False) -> None:
        self.mode = mode
        self.is_quiet = is_quiet
        self._handle: Any = None
        self._drawn: Bundle | None = None
        self._after: list[Callable[[Bundle], None]] = []

    @property
    def is_drawn(self) -> bool:
        """Whether something unsettled stands on the screen."""
        return self._handle is not None

    def draw(self, bundle: Bundle) -> None:
        """Show a moment of something that runs, in a place that is filled again."""
        if self.mode in _MOVING and not self.is_quiet:
            self._publish(bundle)

    def hold(self, bundle: Bundle) -> None:
        """Take the place on the screen at once, whatever the mode.

        What comes later comes from another thread, and finds the cell by that place.
        """
        if self.mode != "none" and self._handle is None:
            self._drawn, self._handle = bundle, display(bundle, raw=True, display_id=True)

    def show_again(self) -> bool:
        """Show in this cell, too, what has not settled, and all that comes after it; False where there is nothing."""
        if self._handle is None or self._drawn is None:
            return False
        display(self._drawn, raw=True, display_id=self._handle.display_id)
        return True

    def say(self, line: str) -> None:
        """Show a line of progress; only in text mode."""
        if self.mode == "text" and not self.is_quiet:
            display({"text/plain": line}, raw=True)

    def when_settled(self, act: Callable[[Bundle], None]) -> None:
        """Have something called once with what stays, after that is shown."""
        self._after.append(act)

    def settle(self, bundle: Bundle) -> None:
        """Show what stays."""
        self._settle(bundle)
        waiting, self._after = self._after, []
        for act in waiting:
            act(bundle)

    def _settle(self, bundle: Bundle) -> None:
        if self.mode == "none":
            return
        self._publish({"text/plain": bundle["text/plain"]} if self.mode == "text" else bundle)
        self._handle = self._drawn = None

    def _publish(self, bundle: Bundle) -> None:
        self._drawn = bundle
        if self._handle is None and self.mode in _MOVING:
            self._handle = display(bundle, raw=True, display_id=True)
        elif self._handle is not None:
            self._handle.update(bundle, raw=True)
        else:
            display(bundle, raw=True)

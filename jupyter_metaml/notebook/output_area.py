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
        self._after: list[Callable[[Bundle], None]] = []

    @property
    def is_drawn(self) -> bool:
        """Whether something unsettled stands on the screen."""
        return self._handle is not None

    def draw(self, bundle: Bundle) -> None:
        """Show a moment of something that runs, in a place that is filled again."""
        if self.mode in _MOVING and not self.is_quiet:
            self._publish(bundle)

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
        if self.mode == "text":
            display({"text/plain": bundle["text/plain"]}, raw=True)
            return
        self._publish(bundle)
        self._handle = None

    def _publish(self, bundle: Bundle) -> None:
        if self._handle is None and self.mode in _MOVING:
            self._handle = display(bundle, raw=True, display_id=True)
        elif self._handle is not None:
            self._handle.update(bundle, raw=True)
        else:
            display(bundle, raw=True)

"""What one kernel keeps between cells."""

from __future__ import annotations

import weakref
from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from jupyter_metaml.notebook.active_runs import ActiveRuns
from jupyter_metaml.notebook.waiting_line import WaitingLine

if TYPE_CHECKING:
    from jupyter_metaml.automl import Run
    from jupyter_metaml.notebook.background_run import BackgroundRun


class Session:
    """Results that were bound, the last run, and the searches of this kernel.

    One is made when the extension is loaded and passed down; nothing is kept on a class or a module. `backgrounds`
    holds the background runs that have not ended, by their keys in `active`.
    """

    def __init__(self) -> None:
        self.active = ActiveRuns()
        self.line = WaitingLine()
        self.backgrounds: dict[str, BackgroundRun] = {}
        self.last_run: Run | None = None
        self._bound: dict[str, weakref.ref[Any]] = {}

    def is_ours(self, name: str, value: object) -> bool:
        """Tell whether a name still stands for what we have bound to it."""
        known = self._bound.get(name)
        return known is not None and value is not None and known() is value

    def bind(self, results: Mapping[str, Any], user_ns: MutableMapping[str, Any]) -> None:
        """Put results into the notebook, all at once."""
        user_ns.update(results)
        # Weak: a result that is deleted in the notebook has to be gone.
        self._bound.update({name: weakref.ref(value) for name, value in results.items()})

    @property
    def promised(self) -> frozenset[str]:
        """Names that searches which have not ended are going to bind."""
        return frozenset(name for run in self.active.all() if not run.has_ended for name in run.names.values())

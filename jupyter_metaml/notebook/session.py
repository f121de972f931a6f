"""What one kernel keeps between cells."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.notebook.active_runs import ActiveRuns

if TYPE_CHECKING:
    from jupyter_metaml.automl import Run


class Session:
    """Results that were bound, the last run, and the searches of this kernel.

    One is made when the extension is loaded and passed down; nothing is kept on a class or a module.
    """

    def __init__(self) -> None:
        self.active = ActiveRuns()
        self.last_run: Run | None = None
        self._bound: dict[str, weakref.ref[Any]] = {}
        self._lock = threading.Lock()
        self._running = ""

    def is_ours(self, name: str, value: object) -> bool:
        """Tell whether a name still stands for what we have bound to it."""
        known = self._bound.get(name)
        return known is not None and value is not None and known() is value

    def bind(self, results: Mapping[str, Any], user_ns: MutableMapping[str, Any]) -> None:
        """Put results into the notebook, all at once."""
        user_ns.update(results)
        # Weak: a result that is deleted in the notebook has to be gone.
        self._bound.update({name: weakref.ref(value) for name, value in results.items()})

    @contextmanager
    def searching(self, name: str) -> Iterator[None]:
        """Hold the one place for a search.

        Parameters
        ----------
        name : str
            What is searched on, for the message of whoever comes second.

        Raises
        ------
        UsageError
            If another search is running in this kernel.
        """
        if not self._lock.acquire(blocking=False):
            message = f"A search on {self._running!r} is still running in this kernel. Wait for it, or interrupt it."
            raise UsageError(message)
        self._running = name
        try:
            yield
        finally:
            self._lock.release()

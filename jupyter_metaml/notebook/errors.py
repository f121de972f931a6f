"""How errors look in a cell.

What this package raises on purpose is shown as one line, and the cell fails all the same, so that Run All, nbclient and
papermill stop. An exception with ``_render_traceback_`` does that; IPython's own `UsageError` would print the line and
leave no error behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from jupyter_metaml.exceptions import MetaMLError
from jupyter_metaml.notebook.views.visible_text import visible
from jupyter_metaml.notebook.views.wording import as_settings

_MAX_LENGTH = 2_000
INTERRUPTED = "Interrupted before there was a first model. No name was bound."


class AutoMLError(MetaMLError):
    """What went wrong, in a line; ``__cause__`` holds the original."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows instead of a traceback."""
        return [f"{type(self).__name__}: {self}"]


@contextmanager
def one_line_errors(*, debug: bool) -> Iterator[None]:
    """Turn expected errors into one line; with `debug`, and for all others, the traceback stays.

    Parameters
    ----------
    debug : bool
        Whether to leave errors as they are.

    Raises
    ------
    AutoMLError
        In place of a `MetaMLError` or an interrupt.
    """
    try:
        yield
    except AutoMLError:
        raise
    except MetaMLError as error:
        if debug:
            raise
        raise AutoMLError(visible(as_settings(str(error)), limit=_MAX_LENGTH)) from error
    except KeyboardInterrupt as error:
        if debug:
            raise
        raise AutoMLError(INTERRUPTED) from error

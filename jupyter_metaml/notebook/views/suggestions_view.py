"""What will be tried first and why, as HTML and as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from jupyter_metaml.notebook.views.html import Child, Html, join, text
from jupyter_metaml.notebook.views.markup import Column, muted, table
from jupyter_metaml.notebook.views.visible_text import visible
from jupyter_metaml.notebook.views.wording import NONE

MAX_SUGGESTIONS = 5
_COLUMNS = (Column(head="#", is_number=True), Column(head="Model", keeps_line=True))
_RESULT = Column(head="Result", keeps_line=True)
_SECONDS = Column(head="Expected", keeps_line=True)
_WHY = Column(head="Why")


class Suggestion(Protocol):
    """A recommendation, fresh from the search or from a stored report."""

    @property
    def rank(self) -> int:
        """Place in the order."""

    @property
    def title(self) -> str:
        """Name of the model."""

    @property
    def why(self) -> str:
        """One sentence."""

    @property
    def expected_s(self) -> float | None:
        """Seconds that it is expected to take."""


def suggestions_html(suggestions: Sequence[Suggestion], results: Mapping[int, str] | None = None) -> Html:
    """Return the first suggestions with their reasons.

    Parameters
    ----------
    suggestions : sequence
        Best first.
    results : mapping of int to str or None, default=None
        What has come of them, by rank; None leaves the column out.
    """
    shown = suggestions[:MAX_SUGGESTIONS]
    hidden = len(suggestions) - len(shown)
    is_timed = any(entry.expected_s is not None for entry in shown)
    columns = (*_COLUMNS, *([_SECONDS] if is_timed else []), *([] if results is None else [_RESULT]), _WHY)
    rows: list[tuple[Child, ...]] = []
    for entry in shown:
        result = [] if results is None else [results.get(entry.rank, NONE)]
        seconds = [expected(entry.expected_s)] if is_timed else []
        rows.append((str(entry.rank), text(entry.title), *seconds, *result, text(entry.why, limit=300)))
    return join(
        table("Tried first, and why", columns, rows), muted(f"and {hidden} more after these") if hidden > 0 else None
    )


def expected(seconds: float | None) -> str:
    """Say how long a trial is expected to take."""
    if seconds is None:
        return NONE
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"


def suggestions_text(suggestions: Sequence[Suggestion]) -> str:
    """Return the same as lines of text."""
    lines = ["Tried first:"]
    lines += [
        f"  {entry.rank}. {visible(entry.title, limit=40)}: {visible(entry.why, limit=90)}"
        for entry in suggestions[:MAX_SUGGESTIONS]
    ]
    hidden = len(suggestions) - MAX_SUGGESTIONS
    return "\n".join([*lines, f"  and {hidden} more after these"] if hidden > 0 else lines)

"""How columns and figures are put into the sentences of a profile."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from jupyter_metaml.wording import listed, quoted

LABELS_SHOWN = 5


def columns_named(labels: Sequence[Hashable]) -> str:
    """Begin a sentence with one or several columns; a list beyond five ends with a count."""
    return f"{'Column' if len(labels) == 1 else 'Columns'} {listed(labels, shown=LABELS_SHOWN)}"


def percent(share: float) -> str:
    """Write a share; one that is neither none nor all never reads as 0 % or 100 %."""
    if 0.0 < share < 0.001:
        return "less than 0.1 %"
    if 0.999 < share < 1.0:
        return "more than 99.9 %"
    return f"{100 * share:.3g} %"


def option(label: Hashable, request: str) -> str:
    """Write the option that treats a column in another way."""
    return f"treatments={{{quoted(label)}: {request!r}}}"


def verb(labels: Sequence[object], singular: str, plural: str) -> str:
    """Choose the verb that goes with one or several columns."""
    return singular if len(labels) == 1 else plural


def upper_first(text: str) -> str:
    """Begin a sentence."""
    return text[:1].upper() + text[1:]

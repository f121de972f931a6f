"""How figures are put into words on a screen."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

NONE = "\N{EN DASH}"

# What Python and a cell of settings call by other names; what stands in quotes is passed over.
_SETTINGS = {"treatments": "treat", "time": "order", "kind": "task", "ignore": "ignore", "groups": "groups"}
_ARGUMENT = re.compile(rf"""'[^']*'|"[^"]*"|(?<![-\w])({"|".join(_SETTINGS)})=(?!=)""")
_ORIGINS = {"recommended": "suggestion", "searched": "search", "repeated": "repeat, other folds"}


def spelled_origin(origin: str) -> str:
    """Return who proposed a trial."""
    return _ORIGINS.get(origin, origin)


def spelled_seconds(seconds: float) -> str:
    """Return a duration as it is said: 0.4 s, 12 s, 2 min 5 s, 1 h 3 min."""
    if seconds < 9.95:
        return f"{max(seconds, 0.0):.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        minutes, rest = divmod(whole, 60)
        return f"{minutes} min" + (f" {rest} s" if rest else "")
    hours, rest = divmod(round(whole / 60), 60)
    return f"{hours} h" + (f" {rest} min" if rest else "")


def spelled_milliseconds(milliseconds: float | None) -> str:
    """Return how quick a prediction is: <1 ms, 12 ms, 1,200 ms."""
    if milliseconds is None:
        return NONE
    return "<1 ms" if milliseconds < 1 else f"{milliseconds:,.0f} ms"


def spelled_score(value: float | None) -> str:
    """Return a score with four figures that count: 0.9123, 54.32, 1,234."""
    if value is None or math.isnan(value):
        return NONE
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if value and not 1e-3 <= abs(value) < 1e7:
        return f"{value:.4g}"
    digits = math.floor(math.log10(abs(value))) + 1 if value else 0
    return f"{value:,.{min(4, max(0, 4 - digits))}f}"


def spelled_spread(value: float | None) -> str:
    """Return a spread with the two figures that mean something: 0.021, 3.5, 120."""
    if value is None or not math.isfinite(value):
        return NONE
    if value >= 100:
        return f"{value:,.0f}"
    decimals = 1 - math.floor(math.log10(value)) if value > 0 else 1
    return f"{value:.{min(max(decimals, 0), 6)}f}"


def spelled_number(value: float) -> str:
    """Return a number of the data, short; four digits may be a year, and stay together."""
    if value == int(value) and abs(value) < 1e6:
        return f"{int(value):,}" if abs(value) >= 1e4 else str(int(value))
    return f"{value:.3g}"


def share(part: float, whole: float) -> str:
    """Return a part of a whole in percent; what is not nothing never reads as 0 %."""
    if not part or not whole:
        return "0 %"
    percent = 100 * part / whole
    return "<1 %" if percent < 1 else f"{percent:.0f} %"


def as_settings(advice: str) -> str:
    """Word advice for ``fit`` so that it can be followed in a cell: ``treatments={...}`` is ``treat = {...}`` there."""
    return _ARGUMENT.sub(lambda match: f"{_SETTINGS[match[1]]} = " if match[1] else match[0], advice)


def sentence(parts: Iterable[str]) -> str:
    """Join what is not empty with middle dots."""
    return " · ".join(part for part in parts if part)

"""What is in a table, as HTML and as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jupyter_metaml.notebook.views.charts import draw_sparkline
from jupyter_metaml.notebook.views.html import Child, Html, element, join, text
from jupyter_metaml.notebook.views.markup import Column, muted, table
from jupyter_metaml.notebook.views.visible_text import visible
from jupyter_metaml.notebook.views.wording import NONE, as_settings, sentence, share, spelled_number
from jupyter_metaml.wording import counted

if TYPE_CHECKING:
    from jupyter_metaml.profiling import ColumnProfile, DataWarning, Profile, TargetProfile

MAX_COLUMNS = 40
MAX_WARNINGS = 12
_MAX_TEXT_WARNINGS = 5
_COLUMNS = (
    Column(head="Column"),
    Column(head="Kind"),
    Column(head="Missing", is_number=True),
    Column(head="Distinct", is_number=True),
    Column(head="Distribution"),
    Column(head="What is done with it, and why"),
)
_SEVERITIES = {"serious": ("mml-bad", "Serious"), "warning": ("mml-warn", "Warning"), "note": ("mml-muted", "Note")}


def profile_html(profile: Profile) -> Html:
    """Return size, target, warnings and columns of a table."""
    return join(muted(table_line(profile)), warnings_html(profile.warnings), columns_html(profile))


def profile_text(profile: Profile) -> str:
    """Return the same in at most twelve lines."""
    lines = [f"Table: {table_line(profile)}"]
    kinds: dict[str, int] = {}
    for column in profile.columns:
        kinds[str(column.kind)] = kinds.get(str(column.kind), 0) + 1
    lines.append("Columns: " + ", ".join(f"{number} {kind}" for kind, number in kinds.items()))
    dropped = [visible(column.label, limit=40) for column in profile.columns if not column.plan.is_kept]
    if dropped:
        more = f" and {len(dropped) - 5} more" if len(dropped) > 5 else ""
        lines.append(f"Left out: {', '.join(dropped[:5])}{more}")
    lines += [
        f"{_SEVERITIES[warning.severity][1]} {warning.code}: {visible(warning.message, limit=200)}"
        for warning in profile.warnings[:_MAX_TEXT_WARNINGS]
    ]
    hidden = len(profile.warnings) - _MAX_TEXT_WARNINGS
    if hidden > 0:
        lines.append(f"and {hidden} more findings")
    return "\n".join(lines)


def table_line(profile: Profile) -> str:
    """Return size and target of a table in one line."""
    sampled = f"{profile.sampled_rows:,} rows looked at" if profile.sampled_rows else ""
    size = f"{counted(profile.n_rows, 'row')}, {counted(profile.n_columns, 'column')}"
    return sentence((size, _target_line(profile.target), sampled))


def warnings_html(warnings: Sequence[DataWarning]) -> Html | None:
    """Return what a person should know about the table before trusting a score."""
    if not warnings:
        return None
    items = [_warning(warning) for warning in warnings[:MAX_WARNINGS]]
    hidden = len(warnings) - MAX_WARNINGS
    if hidden > 0:
        items.append(element("li", f"and {hidden} more"))
    return element("ul", *items)


def _warning(warning: DataWarning) -> Html:
    style, word = _SEVERITIES[warning.severity]
    return element(
        "li",
        element("b", f"{word} {warning.code}", class_=style),
        " ",
        text(warning.message, limit=400),
        " ",
        element("span", text(as_settings(warning.advice), limit=400), class_="mml-muted"),
    )


def columns_html(profile: Profile) -> Html:
    """Return what each column is and what is done with it, up to `MAX_COLUMNS`."""
    shown = profile.columns[:MAX_COLUMNS]
    hidden = len(profile.columns) - len(shown)
    whole = table("Columns", _COLUMNS, (_row(column, profile.n_rows) for column in shown))
    return join(whole, muted(f"and {counted(hidden, 'more column')}") if hidden > 0 else None)


def _row(column: ColumnProfile, n_rows: int) -> tuple[Child, ...]:
    plan = column.plan
    word = "left out" if not plan.is_kept else f"read as {plan.treatment}"
    return (
        text(column.label, limit=60),
        join(str(column.kind), " ", element("span", text(column.dtype, limit=30), class_="mml-muted")),
        share(column.n_missing, n_rows) if column.n_missing else NONE,
        f"{column.n_distinct:,}",
        _distribution(column),
        join(element("b", word), ": ", text(plan.reason, limit=200)),
    )


def _distribution(column: ColumnProfile) -> Child:
    sketch = column.sketch
    if sketch.edges and len(sketch.counts) > 1:
        is_date = str(column.kind) == "date"
        ends = [_end(value, is_date=is_date) for value in (sketch.minimum, sketch.maximum)]
        return join(draw_sparkline(sketch.counts), element("span", " to ".join(ends), class_="mml-muted"))
    if not sketch.values:
        return element("span", "no value twice", class_="mml-muted") if sketch.n_other else NONE
    total = sum(sketch.counts) + sketch.n_other
    tops = zip(sketch.values[:2], sketch.counts[:2], strict=True)
    listed = [f"{visible(value, limit=20)}: {share(count, total)}" for value, count in tops]
    return element("span", ", ".join(listed) + (", …" if column.n_distinct > 2 else ""))


def _end(value: float | None, *, is_date: bool) -> str:
    if value is None:
        return NONE
    if not is_date:
        return spelled_number(value)
    try:
        return f"{datetime.fromtimestamp(value, tz=UTC):%Y-%m-%d}"
    except (OverflowError, OSError, ValueError):
        return NONE


def _target_line(target: TargetProfile | None) -> str:
    if target is None:
        return ""
    name = "target" if target.label is None else f"target '{visible(target.label, limit=40)}'"
    sketch = target.sketch
    if target.kind == "regression":
        ends = [_end(value, is_date=False) for value in (sketch.minimum, sketch.maximum)]
        return f"{name}: numbers from {ends[0]} to {ends[1]}"
    total = sum(sketch.counts) + sketch.n_other
    pairs = list(zip(sketch.values, sketch.counts, strict=False))[:4]
    listed = ", ".join(f"{visible(value, limit=20)}: {share(count, total)}" for value, count in pairs)
    more = ", …" if target.n_distinct > len(pairs) else ""
    return f"{name}: {target.n_distinct:,} classes" + (f" ({listed}{more})" if listed else "")

"""Tables and bars: what each policy reached, and what was promised."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from jupyter_metaml.metalearning.significance import Comparison, Interval, bootstrap_interval, compare
from meta_benchmark.line_up import DEFAULT, EXPERT, RANDOM, STATIC
from meta_benchmark.outcome_table import AREA

SHOWN = ("test@1", "test@2", "test@3", "test@5", "test@8", "test@12", "test@30")
TIMED = ("test@1s", "test@2s", "test@5s", "test@10s", "test@30s", "test@60s", AREA)
BLENDED = ("blend@1", "blend@2", "blend@3", "blend@5", "blend@8", "blend@12")
SILLY = 0.3


def markdown(table: pd.DataFrame, *, decided_on: str) -> str:
    """Write everything that is reported of the outcomes.

    Parameters
    ----------
    table : DataFrame
        Of `outcome_table`.
    decided_on : str
        Name of the reference of the first bar.
    """
    parts = ["## Bars, over all tasks", *bars(table, decided_on), ""]
    real = table[table["origin"] == "real"]
    if len(real) and len(real) < len(table):
        parts += ["## Bars, over real tables only", *bars(real, decided_on), ""]
    for name, part in _parts(table):
        parts += [f"## {name}", "", part_text(part), ""]
    return "\n".join(parts)


def part_text(part: pd.DataFrame) -> str:
    """Write what each policy reached on some tasks, and what so many families can tell apart."""
    parts = ["Normalised test error after so many evaluations:", "", _means(part, SHOWN), ""]
    parts += ["After so many processor seconds:", "", _means(part, TIMED), ""]
    parts += ["Against the static portfolio, after 3 evaluations:", "", _against(part), "", resolution(part)]
    if BLENDED[0] in part:
        parts += ["", "The blend of what was tried, on the same scale:", "", _means(part, BLENDED)]
    return "\n".join(parts)


def resolution(part: pd.DataFrame) -> str:
    """Say which policies cannot be told from the static portfolio here, and how large a difference would have to be."""
    names = [name for name in part["policy"].unique() if name != STATIC]
    found = {name: versus(part, name, STATIC, "test@3").difference for name in names}
    alike = [name for name, interval in found.items() if not (interval.high < 0.0 or interval.low > 0.0)]
    widths = sorted((interval.high - interval.low) / 2 for interval in found.values())
    smallest = widths[len(widths) // 2] if widths else float("nan")
    return (
        f"With {part['family'].nunique()} families a difference below about {smallest:.2f} is not resolved. Not to be "
        f"told from the {STATIC}: {'; '.join(alike) or 'none'}."
    )


def bars(table: pd.DataFrame, decided_on: str) -> list[str]:
    """Say for each promise what was measured."""
    own = table[table["policy"] == DEFAULT]
    beats = bootstrap_interval(own["beats reference"], own["family"])
    promised = f"(95 % interval {beats.low:.0%} - {beats.high:.0%}; promised: 65 %)"
    found = [f"* First choice better than {decided_on} on {beats.mean:.0%} of left-out families {promised}."]
    targets = {name: _interval(table, name, "to target") for name in (DEFAULT, STATIC, EXPERT, RANDOM)}
    ratio = targets[DEFAULT].mean / targets[RANDOM].mean
    told = ", ".join(f"{name} {_text(interval, 1)}" for name, interval in targets.items())
    found.append(f"* Evaluations to normalised error 0.2: {told}. Ratio to random order {ratio:.2f} (promised: 0.5).")
    found.append(
        f"* Pre-registered, {DEFAULT} against {STATIC}, 3 evaluations, normalised test error, Wilcoxon over "
        f"families: {comparison_text(versus(table, DEFAULT, STATIC, 'test@3'))}."
    )
    worse = versus(table, DEFAULT, EXPERT, "test@3", margin=SILLY)
    found.append(
        f"* Worse than the fixed order by more than {SILLY} after 3 evaluations on {worse.losses} of "
        f"{worse.wins + worse.ties + worse.losses} families, better by as much on {worse.wins}."
    )
    found.append(f"* Any-time area against the fixed order: {comparison_text(versus(table, DEFAULT, EXPERT, AREA))}.")
    for column in ("blend@3", "blend@8"):
        if column in table:
            told = comparison_text(versus(table, DEFAULT, STATIC, column))
            found.append(f"* Blend of the first {column[6:]}, {DEFAULT} against {STATIC}: {told}.")
    return found


def versus(table: pd.DataFrame, one: str, other: str, column: str, *, margin: float = 0.05) -> Comparison:
    """Compare two policies on the tasks that both have played."""
    wide = table.pivot_table(index=["family", "task"], columns="policy", values=column)[[one, other]].dropna()
    families = wide.index.get_level_values("family").to_numpy()
    return compare(wide[one].to_numpy(), wide[other].to_numpy(), families, margin=margin)


def comparison_text(found: Comparison) -> str:
    """Write a comparison in one line."""
    return (
        f"difference {_text(found.difference, 3)}, {found.wins} wins, {found.ties} ties, {found.losses} losses, "
        f"p = {found.p_value:.4f}"
    )


def _parts(table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    parts = [("All tasks", table)]
    for column in ("kind", "origin"):
        parts += [(f"{column}: {value}", part) for value, part in table.groupby(column)]
    return [
        (f"{name} ({part['task'].nunique()} tasks, {part['family'].nunique()} families)", part) for name, part in parts
    ]


def _means(part: pd.DataFrame, columns: Sequence[str]) -> str:
    lines = ["| policy | " + " | ".join(column.partition("@")[2] or column for column in columns) + " |"]
    lines.append("|" + "---|" * (len(columns) + 1))
    for name in part["policy"].unique():
        cells = [_text(_interval(part, name, column), 3, short=True) for column in columns]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _against(part: pd.DataFrame) -> str:
    lines = ["| policy | difference (95 % interval) | wins | ties | losses | p |", "|---|---|---|---|---|---|"]
    for name in part["policy"].unique():
        if name != STATIC:
            found = versus(part, name, STATIC, "test@3")
            cells = [_text(found.difference, 3), found.wins, found.ties, found.losses, f"{found.p_value:.4f}"]
            lines.append(f"| {name} | " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def _interval(table: pd.DataFrame, policy: str, column: str) -> Interval:
    part = table[table["policy"] == policy]
    return bootstrap_interval(part[column], part["family"])


def _text(interval: Interval, digits: int, *, short: bool = False) -> str:
    if short:
        return f"{interval.mean:.{digits}f}"
    return f"{interval.mean:.{digits}f} ({interval.low:.{digits}f} to {interval.high:.{digits}f})"

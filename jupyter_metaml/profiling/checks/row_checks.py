"""Rows that are not independent of each other (fault rows C21, D8, D10, D11)."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.profiling.checks.registry import Finding, check
from jupyter_metaml.profiling.column_names import names_a_key, names_a_time
from jupyter_metaml.profiling.kinds import ColumnKind
from jupyter_metaml.profiling.row_order import agreement_within, is_in_blocks, ordered_share, row_order_skill
from jupyter_metaml.profiling.survey import Survey
from jupyter_metaml.profiling.wording import columns_named, option, percent, upper_first
from jupyter_metaml.typing import FloatArray
from jupyter_metaml.wording import listed, quoted

MIN_ROWS = 50
"""Rows below which an order or a repetition says little."""

MIN_REPEATS = 5
REPEATED_SHARE = 0.01
SURPRISING = 5.0
"""Repeats beyond this multiple of what independent columns would give are no accident."""

CEILING = 0.995
"""Best possible score above which disagreement is not worth a word."""

ORDERED_SHARE = 0.98
ORDER_SKILL = 0.20
ORDER_ROWS = 30.0
"""In small tables luck looks like skill: the least skill is this divided by the number of rows."""

KEYS_MIN = 20
FEW_KEYS_MIN = 5
ROWS_PER_KEY = 1.5
AGREEMENT = 0.10
FEW_KEYS_AGREEMENT = 0.30
"""Fewer than 20 keys count only when their rows agree at least this much."""

AFTER_SHARE = 0.5


@check("MML020", "duplicate rows")
def duplicate_rows(survey: Survey) -> Finding | None:
    """Find rows that repeat earlier rows more often than few values would explain."""
    found = survey.duplicates
    share = found.repeated_share
    surprising = found.n_repeats >= max(MIN_REPEATS, SURPRISING * found.n_expected)
    if not surprising or share < REPEATED_SHARE:
        return None
    return Finding(
        severity="warning" if share >= 0.05 else "note",
        message=f"{found.n_repeats:,} of {survey.rows_in_words} ({percent(share)}) repeat an earlier row in every "
        f"feature; chance would give about {found.n_expected:,.0f} if the columns were independent.",
        advice="Copies on both sides of a split make scores too good, so folds keep them together where there are "
        "many. If they are mistakes, remove them with df.drop_duplicates(); if they come from one person or thing, "
        "pass groups=<its column>.",
        evidence={"n_repeats": float(found.n_repeats), "share": share, "n_expected": found.n_expected},
    )


@check("MML021", "equal rows with different targets")
def disagreeing_rows(survey: Survey) -> Finding | None:
    """Find the noise that no model can get below."""
    found = survey.duplicates
    if found.ceiling is None or found.n_disagreeing < MIN_REPEATS or found.ceiling > CEILING:
        return None
    best = "explained variance" if survey.table.kind == "regression" else "accuracy"
    return Finding(
        severity="note",
        message=f"{found.n_disagreeing:,} of {survey.rows_in_words} ({percent(found.disagreeing_share)}) have the same "
        f"features as a row with another target. On these rows no model can exceed an {best} of "
        f"{percent(found.ceiling)}.",
        advice="Expected where few features describe much. If not, look for labels that were entered wrongly, or for "
        "a feature that is missing from the table.",
        evidence={"n_disagreeing": float(found.n_disagreeing), "ceiling": found.ceiling},
    )


@check("MML022", "rows in the order of time")
def time_order(survey: Survey) -> Finding | None:
    """Find a column of time by which the rows are sorted."""
    if survey.table.time is not None or survey.reading.n_rows < MIN_ROWS:
        return None
    columns = survey.findings.columns
    candidates = [
        position
        for position, column in enumerate(columns)
        if column.kind is ColumnKind.DATE or (column.storage == "number" and names_a_time(column.label))
    ]
    for position in candidates:
        line = survey.number_line(position)
        share = None if line is None else ordered_share(line, min_steps=10)
        if share is not None and share >= ORDERED_SHARE:
            label = survey.table.labels[position]
            return Finding(
                severity="warning",
                positions=[position],
                message=f"The rows stand in the order of {quoted(label)}: {percent(share)} of its changes go the same "
                f"way in {survey.rows_in_words}. Shuffled folds would predict the past from the future.",
                advice=f"If the model will be used on later rows, pass time={quoted(label)}: it is then tested on "
                "later rows only.",
                evidence={"ordered_share": share},
            )
    return None


@check("MML023", "repeated keys")
def repeated_keys(survey: Survey) -> Finding | None:
    """Find keys that occur in several rows: people, machines, sessions."""
    if survey.table.groups is not None or survey.reading.n_rows < MIN_ROWS:
        return None
    best: tuple[float, int, float] | None = None
    for position, column in enumerate(survey.findings.columns):
        if column.kind in {ColumnKind.IDENTIFIER, ColumnKind.CONSTANT, ColumnKind.TEXT, ColumnKind.DATE}:
            continue
        keys = _key_codes(survey, position) if names_a_key(column.label) else None
        if keys is None:
            continue
        n_keys, n_present = len(np.unique(keys[keys >= 0])), int((keys >= 0).sum())
        if n_keys < FEW_KEYS_MIN or n_present < ROWS_PER_KEY * n_keys:
            continue
        agreement = 0.0 if survey.y is None else agreement_within(keys, survey.y)
        if n_keys < KEYS_MIN and agreement < FEW_KEYS_AGREEMENT:
            continue
        if best is None or agreement > best[0]:
            best = (agreement, position, n_present / n_keys)
    if best is None:
        return None
    agreement, position, rows_per_key = best
    label = survey.table.labels[position]
    alike = (
        f" Rows of one key agree on {percent(agreement)} of the target's variation." if agreement >= AGREEMENT else ""
    )
    per_key = f"{rows_per_key:,.0f}" if rows_per_key >= 100 else f"{rows_per_key:.3g}"
    return Finding(
        severity="warning" if alike else "note",
        positions=[position],
        message=f"{columns_named([label])} is named like a key, and its values repeat: {per_key} rows each among "
        f"{survey.rows_in_words}.{alike}",
        advice=f"If the model will meet new keys, pass groups={quoted(label)}, so that no key is on both sides of a "
        f"split; if the keys stay the same, consider {option(label, 'category')}.",
        evidence={"rows_per_key": rows_per_key, "agreement": agreement},
    )


def _key_codes(survey: Survey, position: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]] | None:
    if position in survey.reading.levels:
        return survey.reading.levels[position].codes.astype(np.int64)
    line = survey.number_line(position)
    if line is None or survey.findings.columns[position].storage != "number":
        return None
    present = ~np.isnan(line)
    if not bool((line[present] == np.rint(line[present])).all()):
        return None
    codes = np.full(len(line), -1, dtype=np.int64)
    codes[present] = np.unique(line[present], return_inverse=True)[1]
    return codes


@check("MML024", "the order of the rows predicts the target")
def row_order(survey: Survey) -> Finding | None:
    """Find a target that can be told from the position of the row, or from an identifier."""
    y = survey.y
    if y is None or survey.table.time is not None or survey.reading.n_rows < MIN_ROWS:
        return None
    least = max(ORDER_SKILL, ORDER_ROWS / len(y))
    by_order = row_order_skill(np.arange(len(y), dtype=np.float64), y, random_state=survey.random_state)
    by_key = {i: skill for i in survey.of_kind(ColumnKind.IDENTIFIER) if (skill := _key_skill(survey, i)) >= least}
    if by_order < least and not by_key:
        return None
    skill = max([by_order, *by_key.values()])
    seen = ["The position of a row"] if by_order >= least else []
    seen += [f"the identifier {quoted(label)}" for label in survey.labels(by_key)]
    what = "variance of the target" if survey.table.kind == "regression" else "avoidable error"
    is_sorted = is_in_blocks(y)
    sorted_by = " The rows are sorted by the target." if is_sorted else ""
    return Finding(
        severity="note" if is_sorted else "warning",
        positions=list(by_key),
        message=f"{upper_first(' or '.join(seen[:3]))} alone explains {percent(skill)} of the {what}.{sorted_by}",
        advice="Folds are shuffled, so a sorted table needs nothing. If rows were collected over time, pass "
        "time=<column>; if neighbouring rows belong together, pass groups=<column>.",
        evidence={"skill": skill, "is_sorted": "yes" if is_sorted else "no"},
    )


def _key_skill(survey: Survey, position: int) -> float:
    line = survey.number_line(position)
    if line is None or survey.y is None or np.isnan(line).any():
        return 0.0
    return row_order_skill(line, survey.y, random_state=survey.random_state)


@check("MML025", "dates after the time of the row")
def dates_after(survey: Survey) -> Finding | None:
    """Find dates that lie later than the time that orders the rows: what happened later cannot be known."""
    now = _seconds(survey)
    if now is None:
        return None
    shares: dict[int, float] = {}
    for position in survey.of_kind(ColumnKind.DATE):
        line = survey.number_line(position)
        if line is None or np.isnan(line).all():
            continue
        present = ~np.isnan(line) & ~np.isnan(now)
        shares[position] = float((line[present] > now[present] + 86_400.0).mean()) if present.any() else 0.0
    positions = [position for position, share in shares.items() if share >= AFTER_SHARE]
    if not positions:
        return None
    labels = survey.labels(positions)
    share = max(shares[position] for position in positions)
    return Finding(
        severity="warning",
        positions=positions,
        message=f"{columns_named(labels)} lies after the time of its row in up to {percent(share)} of the rows.",
        advice="What happens later is unknown when the prediction is made, unless it is planned. If it is not, pass "
        f"ignore=[{listed(labels)}].",
        evidence={"share_after": share},
    )


def _seconds(survey: Survey) -> FloatArray | None:
    time = survey.table.time
    if time is None or time.dtype.kind != "M":
        return None
    chosen = time if survey.rows is None else time[survey.rows]
    return np.asarray((chosen - np.datetime64(0, "s")) / np.timedelta64(1, "s"), dtype=np.float64)

"""Single columns that need a look (fault rows C1-C3, C6, C18, G4)."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.profiling.checks.registry import Finding, check
from jupyter_metaml.profiling.kinds import ColumnKind
from jupyter_metaml.profiling.number_blocks import EXACT_LIMIT
from jupyter_metaml.profiling.plans import Treatment
from jupyter_metaml.profiling.survey import Survey
from jupyter_metaml.profiling.wording import columns_named, option, percent, verb
from jupyter_metaml.wording import quoted

MOSTLY_MISSING = 0.5
"""Share of missing cells from which a column is reported."""

ROWS_PER_LEVEL = 10
MANY_LEVELS = 1_000


@check("MML010", "identifiers")
def identifiers(survey: Survey) -> Finding | None:
    """Find columns that only number the rows."""
    positions = [position for position in survey.of_kind(ColumnKind.IDENTIFIER) if position not in survey.decided]
    if not positions:
        return None
    labels = survey.labels(positions)
    reason = survey.findings.columns[positions[0]].plan.reason
    return Finding(
        severity="note",
        positions=positions,
        message=f"{columns_named(labels)} {verb(labels, 'looks like an identifier', 'look like identifiers')} and "
        f"{verb(labels, 'is', 'are')} left out. {quoted(labels[0])}: {reason}",
        advice=f"If its values mean something, keep it with {option(labels[0], 'keep')}.",
        evidence={"n_columns": float(len(labels))},
    )


@check("MML011", "constant columns")
def constants(survey: Survey) -> Finding | None:
    """Find columns without any variation."""
    positions = survey.of_kind(ColumnKind.CONSTANT)
    if not positions:
        return None
    labels = survey.labels(positions)
    n_empty = sum(survey.counts.missing[position] == survey.table.n_rows for position in positions)
    empty = ""
    if n_empty:
        empty = f" {n_empty:,} of them hold no value at all." if len(labels) > 1 else " It holds no value at all."
    return Finding(
        severity="note",
        positions=positions,
        message=f"{columns_named(labels)} {verb(labels, 'does', 'do')} not vary and {verb(labels, 'is', 'are')} left "
        f"out.{empty}",
        advice="Nothing needs doing; if values were expected, check how the table was made.",
        evidence={"n_columns": float(len(labels)), "n_empty": float(n_empty)},
    )


@check("MML012", "mostly missing columns")
def mostly_missing(survey: Survey) -> Finding | None:
    """Find columns with more missing than present cells."""
    n_rows = survey.table.n_rows
    shares = {
        position: n_missing / n_rows
        for position, n_missing in enumerate(survey.counts.missing)
        if n_rows > n_missing > MOSTLY_MISSING * n_rows
    }
    if not shares:
        return None
    positions = sorted(shares, key=lambda position: -shares[position])
    labels = survey.labels(positions)
    worst = shares[positions[0]]
    return Finding(
        severity="note",
        positions=positions,
        message=f"{columns_named(labels)} {verb(labels, 'is', 'are')} mostly missing: {percent(worst)} of "
        f"{n_rows:,} rows in {quoted(labels[0])}.",
        advice="Kept, because what is missing may tell something. If it is missing only in old or in future rows, "
        f"leave it out with {option(labels[0], 'drop')}.",
        evidence={"n_columns": float(len(labels)), "largest_share": worst},
    )


@check("MML013", "infinite values")
def infinite(survey: Survey) -> Finding | None:
    """Find infinite cells."""
    counts = survey.counts.infinite
    positions = [position for position, n_infinite in enumerate(counts) if n_infinite]
    if not positions:
        return None
    labels = survey.labels(positions)
    n_infinite = sum(counts)
    return Finding(
        severity="warning",
        positions=positions,
        message=f"{columns_named(labels)} {verb(labels, 'holds', 'hold')} {n_infinite:,} infinite "
        f"{'value' if n_infinite == 1 else 'values'}; models see them as missing.",
        advice="They often come from a division by zero or a logarithm of zero; where they mean a limit, replace them "
        "by a finite number.",
        evidence={"n_columns": float(len(labels)), "n_infinite": float(n_infinite)},
    )


@check("MML014", "numbers stored as text")
def numbers_as_text(survey: Survey) -> Finding | None:
    """Find columns of written numbers."""
    formats = {
        position: column.plan.number_format
        for position, column in enumerate(survey.findings.columns)
        if column.plan.number_format is not None and column.plan.is_kept and position not in survey.decided
    }
    special = [position for position, found in formats.items() if found is not None and not found.is_plain]
    read_as_numbers = Treatment.NUMBER_FROM_TEXT
    plain = [i for i in formats if survey.findings.columns[i].plan.treatment is read_as_numbers]
    if not special and not plain:
        return None
    parts = []
    if special:
        labels = survey.labels(special)
        wording = getattr(formats[special[0]], "wording", "")
        parts.append(
            f"{columns_named(labels)} {verb(labels, 'holds', 'hold')} numbers written as text ({wording}), treated as "
            "categories until confirmed."
        )
    if plain:
        labels = survey.labels(plain)
        parts.append(f"{columns_named(labels)} {verb(labels, 'holds', 'hold')} numbers as text, read as numbers.")
    first = survey.labels(special or plain)[0]
    advice = (
        f"Confirm with {option(first, 'number')}."
        if special
        else f"If they are codes, use {option(first, 'category')}."
    )
    return Finding(
        severity="warning" if special else "note",
        positions=special + plain,
        message=" ".join(parts),
        advice=advice,
        evidence={"n_to_confirm": float(len(special)), "n_read_as_numbers": float(len(plain))},
    )


@check("MML015", "categories with very many levels")
def high_cardinality(survey: Survey) -> Finding | None:
    """Find categories whose levels are too many, or seen too rarely, to learn one by one."""
    n_levels = {
        position: survey.findings.columns[position].n_distinct
        for position in survey.of_kind(ColumnKind.HIGH_CARDINALITY)
        if position not in survey.findings.written_numbers  # of which "numbers stored as text" speaks
        and (
            survey.findings.columns[position].n_distinct * ROWS_PER_LEVEL > survey.reading.n_rows
            or survey.findings.columns[position].n_distinct > MANY_LEVELS
        )
    }
    if not n_levels:
        return None
    positions = sorted(n_levels, key=lambda position: -n_levels[position])
    labels = survey.labels(positions)
    most = n_levels[positions[0]]
    per_level = survey.reading.n_rows / most
    return Finding(
        severity="note",
        positions=positions,
        message=f"{columns_named(labels)} {verb(labels, 'has', 'have')} very many levels: {most:,} in "
        f"{quoted(labels[0])}, {per_level:.3g} rows each on average.",
        advice="Levels are described by statistics learnt inside the folds. If it names the same person or thing in "
        f"several rows, pass groups={quoted(labels[0])}; if it means nothing, use {option(labels[0], 'drop')}.",
        evidence={"n_columns": float(len(labels)), "most_levels": float(most), "rows_per_level": per_level},
    )


@check("MML016", "whole numbers beyond floating-point precision")
def beyond_precision(survey: Survey) -> Finding | None:
    """Find whole numbers that floating-point numbers cannot tell apart."""
    block = survey.reading.numbers
    largest = np.fmax(np.abs(block.minimum), np.abs(block.maximum))
    positions = [
        position
        for position in block.positions[largest > EXACT_LIMIT].tolist()
        if survey.reading.dtypes[position].startswith(("int", "uint"))
    ]
    written = survey.findings.written_numbers
    positions += [position for position, line in written.items() if _written_beyond(survey, position, line)]
    if not positions:
        return None
    labels = survey.labels(positions)
    return Finding(
        severity="note"
        if all(survey.findings.columns[i].kind is ColumnKind.IDENTIFIER for i in positions)
        else "warning",
        positions=positions,
        message=f"{columns_named(labels)} {verb(labels, 'holds', 'hold')} whole numbers beyond 9,007,199,254,740,992 "
        "(2 to the power of 53), where neighbouring ones are equal as floating-point numbers.",
        advice=f"Numbers of this size are usually keys: use {option(labels[0], 'category')} or "
        f"{option(labels[0], 'drop')}.",
        evidence={"n_columns": float(len(labels))},
    )


def _written_beyond(survey: Survey, position: int, line: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> bool:
    if not bool((np.abs(line[np.isfinite(line)]) > EXACT_LIMIT).any()):
        return False
    return all(value.strip().lstrip("+-").isdigit() for value in survey.reading.levels[position].spread(50) if value)

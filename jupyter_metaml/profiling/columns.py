"""From cells to column profiles: the kind of every column, and what will be done with it.

::

    numbers --(constant? identifier?)-----------------------> NUMBER
    strings --(constant? dates? numbers? identifier? text?)-> CATEGORY / TEXT / DATE / NUMBER_FROM_TEXT
    dates   --(constant?)-----------------------------------> DATE

What is constant or an identifier is planned to be dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from jupyter_metaml.profiling.cell_counts import CellCounts
from jupyter_metaml.profiling.column_profiles import ColumnProfile
from jupyter_metaml.profiling.identifiers import number_identifier_reason, string_identifier_reason
from jupyter_metaml.profiling.kinds import IDENTIFIER_DISTINCT_SHARE, ColumnKind, is_text, level_kind
from jupyter_metaml.profiling.levels import Levels
from jupyter_metaml.profiling.number_blocks import EXACT_LIMIT
from jupyter_metaml.profiling.number_formats import NumberFormat, stands_for_missing
from jupyter_metaml.profiling.plans import ColumnPlan, Treatment
from jupyter_metaml.profiling.readings import Reading
from jupyter_metaml.profiling.sketches import Sketch, sketch_numbers, sketch_values
from jupyter_metaml.profiling.tables import Table
from jupyter_metaml.profiling.written_forms import WrittenForm, read_written_dates, read_written_numbers, written_form
from jupyter_metaml.typing import FloatArray
from jupyter_metaml.wording import listed

WORDS_SHARE = 0.01
"""Share of words among the distinct values above which written numbers are not read as numbers."""

_TRUTH_VALUES = (
    frozenset({"true", "false"}),
    frozenset({"yes", "no"}),
    frozenset({"y", "n"}),
    frozenset({"t", "f"}),
    frozenset({"on", "off"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnFindings:
    """All column profiles, and the strings that were read as something else on the way.

    Parameters
    ----------
    columns : tuple of ColumnProfile
    written_numbers, written_dates : mapping of int to ndarray of shape (n_rows,)
        By position of the column; NaN where missing.
    """

    columns: tuple[ColumnProfile, ...]
    written_numbers: Mapping[int, FloatArray] = field(default_factory=dict)
    written_dates: Mapping[int, FloatArray] = field(default_factory=dict)


def find_columns(table: Table, reading: Reading, counts: CellCounts) -> ColumnFindings:
    """Tell for every column what it is and what will be done with it.

    Parameters
    ----------
    table : Table
        All rows; asked only to confirm what the rows looked at suggest.
    reading : Reading
        The rows looked at.
    counts : CellCounts

    Returns
    -------
    ColumnFindings
    """
    inquiry = _Inquiry(table=table, reading=reading, counts=counts)
    for index, position in enumerate(reading.numbers.positions.tolist()):
        inquiry.n_distinct[position] = int(reading.numbers.n_distinct[index])
        inquiry.plans[position] = inquiry.constant_plan(position) or _plan_number(inquiry, position, index)
    for position, levels in reading.levels.items():
        inquiry.n_distinct[position] = len(levels.values)
        inquiry.plans[position] = inquiry.constant_plan(position) or _plan_levels(inquiry, position, levels)
    for position, dates in reading.dates.items():
        inquiry.n_distinct[position] = len(np.unique(dates[~np.isnan(dates)]))
        inquiry.plans[position] = inquiry.constant_plan(position) or inquiry.plan(
            position, ColumnKind.DATE, Treatment.DATE, "Dates become their parts and a running number."
        )
    sketches = _sketches(inquiry)
    columns = tuple(_profile(inquiry, position, sketches[position]) for position in range(table.n_columns))
    return ColumnFindings(
        columns=columns,
        written_numbers=inquiry.written_numbers,
        written_dates=inquiry.written_dates,
    )


@dataclass(slots=True, kw_only=True)
class _Inquiry:
    """What is known so far."""

    table: Table
    reading: Reading
    counts: CellCounts
    plans: dict[int, ColumnPlan] = field(default_factory=dict)
    n_distinct: dict[int, int] = field(default_factory=dict)
    written_numbers: dict[int, FloatArray] = field(default_factory=dict)
    written_dates: dict[int, FloatArray] = field(default_factory=dict)

    @property
    def is_sampled(self) -> bool:
        """Whether rows were left out."""
        return self.reading.n_rows < self.table.n_rows

    def plan(self, position: int, kind: ColumnKind, treatment: Treatment, reason: str) -> ColumnPlan:
        """Make a plan for a column."""
        name = str(self.table.X.columns[position])
        return ColumnPlan(name=name, kind=kind, treatment=treatment, reason=reason)

    def constant_plan(self, position: int) -> ColumnPlan | None:
        """Plan to drop a column that is constant over all rows; None when it is not."""
        reason = self._constant_reason(position, self.n_distinct[position])
        return None if reason is None else self.plan(position, ColumnKind.CONSTANT, Treatment.DROP, reason)

    def _constant_reason(self, position: int, n_distinct: int) -> str | None:
        """Say why a column is constant over all rows, or None when it is not.

        One value beside missing cells is not constant: which cells are missing may tell something.
        """
        n_missing, n_infinite = self.counts.missing[position], self.counts.infinite[position]
        if n_missing == self.table.n_rows:
            return "All cells are missing."
        if n_missing + n_infinite == self.table.n_rows:
            return "No cell holds a finite number."
        if n_distinct > 1 or n_missing + n_infinite > 0:
            return None
        if self.is_sampled:
            column = self.table.X.iloc[:, position]
            if bool((column != column.iloc[0]).any()):
                return None
        return "All rows have the same value."

    def is_unique(self, position: int) -> bool:
        """Tell whether what is unique among the rows looked at is (nearly) so over all rows."""
        if not self.is_sampled:
            return True
        column = self.table.X.iloc[:, position]
        return bool(column.nunique() >= IDENTIFIER_DISTINCT_SHARE * column.notna().sum())


def _profile(inquiry: _Inquiry, position: int, sketch: Sketch) -> ColumnProfile:
    plan = inquiry.plans[position]
    return ColumnProfile(
        name=plan.name,
        label=inquiry.table.labels[position],
        dtype=inquiry.reading.dtypes[position],
        storage=inquiry.reading.storages[position],
        kind=plan.kind,
        plan=plan,
        n_missing=inquiry.counts.missing[position],
        n_infinite=inquiry.counts.infinite[position],
        n_distinct=inquiry.n_distinct[position],
        sketch=sketch,
    )


def _plan_number(inquiry: _Inquiry, position: int, index: int) -> ColumnPlan:
    block = inquiry.reading.numbers
    n_distinct, n_present = int(block.n_distinct[index]), int(block.n_present[index])
    if inquiry.reading.storages[position] == "boolean":
        return inquiry.plan(position, ColumnKind.BOOLEAN, Treatment.NUMBER, "True and false become 1 and 0.")
    is_integer = inquiry.reading.dtypes[position].startswith(("int", "uint"))
    if is_integer and n_distinct == n_present == inquiry.reading.n_rows:
        reason = _number_identifier(inquiry, position, block.values[index])
        if reason:
            return inquiry.plan(position, ColumnKind.IDENTIFIER, Treatment.DROP, reason)
    return inquiry.plan(position, ColumnKind.NUMBER, Treatment.NUMBER, "Numbers are used as they are.")


def _number_identifier(inquiry: _Inquiry, position: int, numbers: FloatArray) -> str | None:
    """Ask the rows looked at first: what repeats there is no identifier in the whole table."""
    label = inquiry.table.labels[position]
    if not inquiry.is_sampled:
        return number_identifier_reason(numbers, label=label)
    column = inquiry.table.X.iloc[:, position]
    return number_identifier_reason(column.to_numpy(dtype=np.float64), label=label) if column.is_unique else None


def _plan_levels(inquiry: _Inquiry, position: int, levels: Levels) -> ColumnPlan:
    # Whoever declared a category means levels, whatever they are written like.
    is_declared = inquiry.reading.storages[position] == "category"
    form = WrittenForm(mean_words=1.0) if is_declared else written_form(levels)
    if form.date_format is not None:
        inquiry.written_dates[position] = read_written_dates(levels, form.date_format)
        plan = inquiry.plan(
            position, ColumnKind.DATE, Treatment.DATE, f"The strings are dates in the format {form.date_format}."
        )
        return replace(plan, date_format=form.date_format)
    if form.number_format is not None:
        return _plan_written_numbers(inquiry, position, levels, form.number_format)
    return _plan_strings(inquiry, position, levels, form.mean_words)


def _plan_written_numbers(inquiry: _Inquiry, position: int, levels: Levels, number_format: NumberFormat) -> ColumnPlan:
    numbers = read_written_numbers(levels, number_format)
    n_distinct = len(levels.values)
    unread = np.unique(levels.codes[np.isnan(numbers) & (levels.codes >= 0)]).tolist()
    n_words = sum(not stands_for_missing(levels.values[code]) for code in unread)
    if n_words > WORDS_SHARE * n_distinct:
        return _plan_strings(inquiry, position, levels, mean_words=1.0)
    inquiry.written_numbers[position] = numbers
    if bool((np.abs(numbers[np.isfinite(numbers)]) > EXACT_LIMIT).any()):
        plan = _plan_strings(inquiry, position, levels, mean_words=1.0)
        return replace(plan, number_format=number_format)
    if not number_format.is_plain:
        plan = inquiry.plan(
            position,
            level_kind(n_distinct),
            Treatment.CATEGORY,
            f"The strings look like numbers ({number_format.wording}); confirm with the treatment 'number'.",
        )
        return replace(plan, number_format=number_format)
    rest = f" {listed([levels.values[code] for code in unread], shown=3)} becomes missing." if unread else ""
    plan = inquiry.plan(
        position, ColumnKind.NUMBER, Treatment.NUMBER_FROM_TEXT, f"The strings are numbers and are read as such.{rest}"
    )
    if n_distinct == inquiry.reading.n_rows and bool((numbers == np.rint(numbers)).all()):
        reason = number_identifier_reason(numbers, label=inquiry.table.labels[position])
        if reason and inquiry.is_unique(position):
            plan = inquiry.plan(position, ColumnKind.IDENTIFIER, Treatment.DROP, reason)
    return replace(plan, number_format=number_format)


def _plan_strings(inquiry: _Inquiry, position: int, levels: Levels, mean_words: float) -> ColumnPlan:
    n_distinct, n_present = len(levels.values), levels.n_present
    is_declared = inquiry.reading.storages[position] == "category"
    reason = string_identifier_reason(
        levels.spread(200),
        label=inquiry.table.labels[position],
        n_distinct=n_distinct,
        n_present=n_present,
        mean_words=mean_words,
    )
    if reason and inquiry.is_unique(position):
        return inquiry.plan(position, ColumnKind.IDENTIFIER, Treatment.DROP, reason)
    if frozenset(value[:10].strip().lower() for value in levels.values[:3]) in _TRUTH_VALUES:
        return inquiry.plan(position, ColumnKind.BOOLEAN, Treatment.CATEGORY, "Two words for yes and no.")
    share = n_distinct / max(n_present, 1)
    if not is_declared and is_text(mean_words=mean_words, n_distinct=n_distinct, distinct_share=share):
        return inquiry.plan(
            position,
            ColumnKind.TEXT,
            Treatment.TEXT,
            f"{mean_words:.1f} words per value, {n_distinct:,} distinct values in {n_present:,} rows.",
        )
    found = f"{n_distinct:,} distinct values in {n_present:,} rows."
    return inquiry.plan(position, level_kind(n_distinct), Treatment.CATEGORY, found)


def _sketches(inquiry: _Inquiry) -> dict[int, Sketch]:
    """Draw all columns: numbers and dates together as one matrix, levels one by one."""
    block = inquiry.reading.numbers
    sketches = dict(zip(block.positions.tolist(), sketch_numbers(block.values), strict=True))
    plain = {
        position: numbers
        for position, numbers in inquiry.written_numbers.items()
        if inquiry.plans[position].treatment is Treatment.NUMBER_FROM_TEXT
    }
    lines = {**inquiry.reading.dates, **inquiry.written_dates, **plain}
    for position, line in lines.items():
        sketches[position] = sketch_numbers(np.where(np.isfinite(line), line, np.nan)[None, :])[0]
    for position, levels in inquiry.reading.levels.items():
        if position not in sketches:
            sketches[position] = sketch_values(levels.values, levels.counts)
    return sketches

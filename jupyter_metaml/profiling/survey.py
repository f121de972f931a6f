"""Everything that is known about a table when warnings and meta-features are derived from it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np

from jupyter_metaml.profiling.cell_counts import CellCounts
from jupyter_metaml.profiling.columns import ColumnFindings
from jupyter_metaml.profiling.duplicates import Duplicates
from jupyter_metaml.profiling.kinds import ColumnKind
from jupyter_metaml.profiling.leaks import Leak
from jupyter_metaml.profiling.readings import Reading
from jupyter_metaml.profiling.tables import Table
from jupyter_metaml.profiling.target_profile import TargetProfile
from jupyter_metaml.typing import AnyArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Everything that is known about a table.

    Parameters
    ----------
    table : Table
        All rows.
    rows : ndarray of shape (n_rows_read,) or None
        Positions of the rows looked at; None for all.
    reading : Reading
        The rows looked at.
    counts : CellCounts
        Over all rows.
    findings : ColumnFindings
        The plans in it do not know of leaks yet.
    target : TargetProfile or None
    leaks : tuple of Leak
    duplicates : Duplicates
    decided : frozenset of int
        Positions of columns of which a person has said what is to be done with them, against what was planned.
    random_state : int
    """

    table: Table
    rows: IntArray | None
    reading: Reading
    counts: CellCounts
    findings: ColumnFindings
    target: TargetProfile | None = None
    leaks: tuple[Leak, ...] = ()
    duplicates: Duplicates
    decided: frozenset[int] = frozenset()
    random_state: int = 0

    @property
    def y(self) -> AnyArray | None:
        """The target of the rows looked at."""
        if self.table.y is None or self.rows is None:
            return self.table.y
        return np.asarray(self.table.y[self.rows])

    @property
    def rows_in_words(self) -> str:
        """The rows looked at, as part of a sentence."""
        if self.rows is None:
            return f"{self.table.n_rows:,} rows"
        return f"{self.reading.n_rows:,} rows looked at"

    def labels(self, positions: Iterable[int]) -> list[Hashable]:
        """Return the user's names of columns."""
        return [self.table.labels[position] for position in positions]

    def of_kind(self, *kinds: ColumnKind) -> list[int]:
        """Return the positions of columns of some kinds."""
        return [position for position, column in enumerate(self.findings.columns) if column.kind in kinds]

    def number_line(self, position: int) -> FloatArray | None:
        """Return a column of numbers or dates as numbers, whatever it is stored as; None for other columns."""
        for lines in (self.reading.dates, self.findings.written_dates, self.findings.written_numbers):
            if position in lines:
                return lines[position]
        index = int(np.searchsorted(self.reading.numbers.positions, position))
        positions = self.reading.numbers.positions
        if index < len(positions) and positions[index] == position:
            return np.asarray(self.reading.numbers.values[index], dtype=np.float64)
        return None

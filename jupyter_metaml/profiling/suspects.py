"""Which columns may give the target away, as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.profiling.columns import ColumnFindings
from jupyter_metaml.profiling.kinds import ColumnKind
from jupyter_metaml.profiling.readings import Reading
from jupyter_metaml.typing import FloatArray, IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspects:
    """Columns that may give the target away.

    Parameters
    ----------
    numbers : ndarray of shape (n_numbers, n_rows)
        Columns of numbers and of numbers stored as text; NaN where missing.
    positions : ndarray of shape (n_numbers,)
        Where they stand in the table.
    n_distinct : ndarray of shape (n_numbers,)
        Distinct numbers per column.
    levels : mapping of int to ndarray of shape (n_rows,)
        Codes of columns of levels, by position in the table; -1 where missing.
    n_levels : mapping of int to int
    """

    numbers: FloatArray
    positions: IntArray
    n_distinct: IntArray
    levels: Mapping[int, NDArray[np.int32]]
    n_levels: Mapping[int, int]

    @property
    def n_rows(self) -> int:
        """Rows that were looked at."""
        return int(self.numbers.shape[1])

    @property
    def n_columns(self) -> int:
        """How many columns are under suspicion."""
        return len(self.positions) + len(self.levels)

    def rows(self, chosen: IntArray) -> Suspects:
        """Return the same columns with some of the rows; distinct values are not counted again."""
        return Suspects(
            numbers=self.numbers[:, chosen],
            positions=self.positions,
            n_distinct=self.n_distinct,
            levels={position: codes[chosen] for position, codes in self.levels.items()},
            n_levels=self.n_levels,
        )


def suspects_of(reading: Reading, findings: ColumnFindings) -> Suspects:
    """Collect the columns that can be tested; constants, text and dates are left out.

    Dates follow a target that only grows, such as a running total, without being a copy of it.

    Parameters
    ----------
    reading : Reading
    findings : ColumnFindings

    Returns
    -------
    Suspects
    """
    block = reading.numbers
    numbers, positions, n_distinct = block.values, block.positions, block.n_distinct
    varying = n_distinct > 1
    if not varying.all():
        numbers, positions, n_distinct = numbers[varying], positions[varying], n_distinct[varying]
    written = findings.written_numbers
    if written:
        extra = np.stack([np.where(np.isfinite(line), line, np.nan) for line in written.values()])
        numbers = np.concatenate([numbers, extra])
        positions = np.concatenate([positions, np.array(list(written), dtype=np.int64)])
        counts = [len(np.unique(line[np.isfinite(line)])) for line in written.values()]
        n_distinct = np.concatenate([n_distinct, np.array(counts, dtype=np.int64)])
    unfit = {ColumnKind.TEXT, ColumnKind.DATE, ColumnKind.CONSTANT}
    levels = {
        position: found
        for position, found in reading.levels.items()
        if position not in written and findings.columns[position].kind not in unfit
    }
    return Suspects(
        numbers=numbers,
        positions=positions,
        n_distinct=n_distinct,
        levels={position: found.codes for position, found in levels.items()},
        n_levels={position: len(found.values) for position, found in levels.items()},
    )

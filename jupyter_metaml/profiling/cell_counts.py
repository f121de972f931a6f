"""Missing and infinite cells, counted over all rows even when the rest of a profile looks at some of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jupyter_metaml.profiling.readings import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class CellCounts:
    """Cells per column that are no ordinary values.

    Parameters
    ----------
    missing, infinite : list of int
        One figure per column of the table.
    """

    missing: list[int]
    infinite: list[int]


def count_cells(X: pd.DataFrame, reading: Reading, *, is_sampled: bool) -> CellCounts:
    """Count over all rows: from the reading when it holds all of them, else column by column without copies.

    Parameters
    ----------
    X : DataFrame of shape (n_rows, n_columns)
        All rows.
    reading : Reading
        What was read of them.
    is_sampled : bool
        Whether the reading leaves rows out.

    Returns
    -------
    CellCounts
    """
    if not is_sampled:
        return _counts_of_reading(reading)
    missing, infinite = [], []
    for position in range(X.shape[1]):
        column = X.iloc[:, position]
        if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iub":
            missing.append(0)
            infinite.append(0)
            continue
        missing.append(int(column.isna().sum()))
        is_float = isinstance(column.dtype, np.dtype) and column.dtype.kind == "f"
        infinite.append(int(np.isinf(column.to_numpy()).sum()) if is_float else 0)
    return CellCounts(missing=missing, infinite=infinite)


def _counts_of_reading(reading: Reading) -> CellCounts:
    n_columns = len(reading.storages)
    missing, infinite = [0] * n_columns, [0] * n_columns
    block = reading.numbers
    gone = reading.n_rows - block.n_present - block.n_infinite
    for position, n_missing, n_infinite in zip(
        block.positions.tolist(), gone.tolist(), block.n_infinite.tolist(), strict=True
    ):
        missing[position], infinite[position] = n_missing, n_infinite
    for position, levels in reading.levels.items():
        missing[position] = reading.n_rows - levels.n_present
    for position, dates in reading.dates.items():
        missing[position] = int(np.isnan(dates).sum())
    return CellCounts(missing=missing, infinite=infinite)

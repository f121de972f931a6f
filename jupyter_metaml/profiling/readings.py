"""The rows looked at, read into arrays: numbers as one matrix, levels as codes, dates as seconds.

Task intake leaves few types: NumPy numbers and truth values, dates without a zone, categories, and text.  Numbers are
converted together: a table of 10,000 columns must not pay the price of 10,000 small pandas calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jupyter_metaml.profiling.kinds import Storage
from jupyter_metaml.profiling.levels import Levels, read_levels
from jupyter_metaml.profiling.number_blocks import EXACT_LIMIT, NumberBlock, number_block
from jupyter_metaml.typing import FloatArray

_STORAGES: dict[str, Storage] = {"i": "number", "u": "number", "f": "number", "b": "boolean", "M": "date"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The cells of a table, ready for arithmetic.

    Parameters
    ----------
    n_rows : int
        Rows that were read.
    storages : tuple of Storage
        Per column of the table.
    dtypes : tuple of str
        Per column of the table, as pandas writes them.
    numbers : NumberBlock
        Columns of storage "number" and "boolean".
    levels : mapping of int to Levels
        Columns of storage "string" and "category", by position.
    dates : mapping of int to ndarray of shape (n_rows,)
        Columns of storage "date", by position: seconds since 1970 UTC, NaN where missing.
    """

    n_rows: int
    storages: tuple[Storage, ...]
    dtypes: tuple[str, ...]
    numbers: NumberBlock
    levels: Mapping[int, Levels]
    dates: Mapping[int, FloatArray]

    @property
    def missing(self) -> dict[int, NDArray[np.bool_]]:
        """Which cells are missing or infinite, by position of the columns of which some are and some are not."""
        block = self.numbers
        some = np.flatnonzero((block.n_present > 0) & (block.n_present < self.n_rows))
        found = {int(block.positions[index]): np.isnan(block.values[index]) for index in some.tolist()}
        found |= {position: levels.codes < 0 for position, levels in self.levels.items()}
        found |= {position: np.isnan(line) for position, line in self.dates.items()}
        return {position: cells for position, cells in found.items() if 0 < np.count_nonzero(cells) < self.n_rows}


def storage_of(dtype: Any) -> Storage:
    """Tell how cells are kept from their dtype."""
    if isinstance(dtype, pd.CategoricalDtype):
        return "category"
    return _STORAGES.get(dtype.kind, "string") if isinstance(dtype, np.dtype) else "string"


def read_table(X: pd.DataFrame) -> Reading:
    """Read all columns of a table; the table is not changed.

    Parameters
    ----------
    X : DataFrame of shape (n_rows, n_columns)
        The rows to look at, with the types that task intake leaves.

    Returns
    -------
    Reading
    """
    dtypes = X.dtypes.tolist()
    # By identity: comparing two category dtypes would compare all of their categories.
    distinct = {id(dtype): dtype for dtype in dtypes}
    storage_by_id = {key: storage_of(dtype) for key, dtype in distinct.items()}
    name_by_id = {key: str(dtype) for key, dtype in distinct.items()}
    storages = tuple(storage_by_id[id(dtype)] for dtype in dtypes)
    return Reading(
        n_rows=len(X),
        storages=storages,
        dtypes=tuple(name_by_id[id(dtype)] for dtype in dtypes),
        numbers=_read_numbers(X, _positions(storages, "number", "boolean")),
        levels={i: read_levels(column) for i, column in _columns(X, _positions(storages, "string", "category"))},
        dates={i: seconds(column) for i, column in _columns(X, _positions(storages, "date"))},
    )


def _positions(storages: Sequence[Storage], *wanted: Storage) -> list[int]:
    return [position for position, storage in enumerate(storages) if storage in wanted]


def _columns(X: pd.DataFrame, positions: list[int]) -> Iterator[tuple[int, pd.Series[Any]]]:
    """Give columns one by one; walking over them costs a third of asking for each."""
    chosen = X if len(positions) == X.shape[1] else X.iloc[:, positions]
    for position, (_, column) in zip(positions, chosen.items(), strict=True):
        yield position, column


def _read_numbers(X: pd.DataFrame, positions: list[int]) -> NumberBlock:
    columns = X if len(positions) == X.shape[1] else X.iloc[:, positions]
    # A copy, because infinities are taken out of it; each column in one piece, because columns are what is asked for.
    values = np.array(columns.to_numpy(dtype=np.float64).T, order="C", copy=True)
    block = number_block(np.array(positions, dtype=np.int64), values)
    beyond = np.flatnonzero(np.fmax(np.abs(block.minimum), np.abs(block.maximum)) > EXACT_LIMIT)
    for index in beyond.tolist():
        # Neighbouring whole numbers of this size are equal as floats; only their own type tells them apart.
        column = X.iloc[:, positions[index]]
        if column.dtype.kind in "iu":
            block.n_distinct[index] = column.nunique()
    return block


def seconds(column: pd.Series[Any]) -> FloatArray:
    """Convert dates to seconds since 1970 UTC.

    Parameters
    ----------
    column : Series of shape (n_rows,)
        datetime64 of any resolution, with a time zone or without.

    Returns
    -------
    ndarray of shape (n_rows,)
        NaN where missing.
    """
    naive = column.dt.tz_convert("UTC").dt.tz_localize(None) if column.dt.tz is not None else column
    return np.asarray((naive.to_numpy() - np.datetime64(0, "s")) / np.timedelta64(1, "s"), dtype=np.float64)

"""Columns that give the target away.

Only what is certain is taken out by default: the target itself under other labels, a linear or otherwise monotone
copy, a complete set of its indicators.  A single column that predicts nearly everything, or that is filled in for one
class only, is reported and kept, because some things are simply easy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.profiling.copies import class_copies, class_indicators, level_copies, linear_copies, monotone_copies
from jupyter_metaml.profiling.filled_cells import filled_for_one_class
from jupyter_metaml.profiling.near_copies import near_class_copies, near_number_copies
from jupyter_metaml.profiling.suspects import Suspects
from jupyter_metaml.typing import AnyArray, FloatArray, IntArray, Kind

MIN_ROWS = 20
"""Rows from which a copy counts; below, a match may be an accident."""

NEAR_MIN_ROWS = 100
"""Rows from which a column that is no exact copy may be suspicious."""

_CELLS_TRIED = 1_000_000
_ROWS_TRIED = 5_000

LeakType = Literal["copy", "linear", "indicators", "near", "filled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """One column that gives the target away, alone or with others of its type.

    Parameters
    ----------
    type : {"copy", "linear", "indicators", "near", "filled"}
        The target under other labels; a linear or monotone function of it; one of a complete set of its indicators;
        nearly a copy; filled in for one class only.
    position : int
        Position of the column in the table.
    figure : float
        Squared correlation, or share of the avoidable error that the column alone avoids; 1 for copies.
    """

    type: LeakType
    position: int
    figure: float = 1.0

    @property
    def is_certain(self) -> bool:
        """Whether the column is a copy of the target beyond doubt."""
        return self.type not in {"near", "filled"}


def find_copies(suspects: Suspects, y: AnyArray, kind: Kind, *, random_state: int) -> tuple[Leak, ...]:
    """Find the columns that are copies of the target beyond doubt.

    Parameters
    ----------
    suspects : Suspects
    y : ndarray of shape (n_rows,)
        Class codes or numbers, of the same rows.
    kind : {"binary", "multiclass", "regression"}
    random_state : int
        Seed of the rows that decide what is worth a look at all rows.

    Returns
    -------
    tuple of Leak
        At most one per column, by position.
    """
    if suspects.n_rows < MIN_ROWS or suspects.n_columns == 0:
        return ()
    if kind == "regression":
        chosen = _rows_tried(np.arange(suspects.n_rows), suspects.n_columns, random_state)
        numbers = y.astype(np.float64)
        found = _number_copies(suspects, numbers, (suspects.rows(chosen), numbers[chosen]))
    else:
        found = _class_copies(suspects, y.astype(np.int64))
    by_position = {leak.position: leak for leak in found}
    return tuple(by_position[position] for position in sorted(by_position))


def find_near_copies(
    suspects: Suspects, y: AnyArray, kind: Kind, *, rows: IntArray, random_state: int
) -> tuple[Leak, ...]:
    """Find the columns that alone predict nearly everything.

    Parameters
    ----------
    suspects : Suspects
    y : ndarray of shape (n_rows,)
        Class codes or numbers, of the same rows.
    kind : {"binary", "multiclass", "regression"}
    rows : ndarray of shape (n_different,)
        Positions of rows that repeat no other: a repeated row would be predicted from its copy.
    random_state : int
        Seed of the rows that are tried, and of their halves.

    Returns
    -------
    tuple of Leak
        At most one per column, by position.
    """
    if len(rows) < NEAR_MIN_ROWS or suspects.n_columns == 0:
        return ()
    chosen = _rows_tried(rows, suspects.n_columns, random_state)
    if kind == "regression":
        found = near_number_copies(suspects.rows(chosen), y[chosen].astype(np.float64), random_state=random_state)
    else:
        found = near_class_copies(suspects.rows(chosen), y[chosen].astype(np.int64), random_state=random_state)
    return tuple(Leak(type="near", position=position, figure=found[position]) for position in sorted(found))


def find_filled(missing: Mapping[int, NDArray[np.bool_]], y: AnyArray, kind: Kind) -> tuple[Leak, ...]:
    """Find the columns that tell one class from the others by being filled in or not.

    Parameters
    ----------
    missing : mapping of int to ndarray of shape (n_rows,)
        Which cells are missing, by position in the table.
    y : ndarray of shape (n_rows,)
        Class codes or numbers, of the same rows.
    kind : {"binary", "multiclass", "regression"}

    Returns
    -------
    tuple of Leak
        At most one per column, by position; none for a target of numbers.
    """
    if len(y) < NEAR_MIN_ROWS or kind == "regression":
        return ()
    found = filled_for_one_class(missing, y.astype(np.int64))
    return tuple(Leak(type="filled", position=position, figure=found[position]) for position in sorted(found))


def _class_copies(suspects: Suspects, classes: IntArray) -> list[Leak]:
    indicators = [Leak(type="indicators", position=position) for position in class_indicators(suspects, classes)]
    return indicators + [Leak(type="copy", position=position) for position in class_copies(suspects, classes)]


def _number_copies(suspects: Suspects, y: FloatArray, tried: tuple[Suspects, FloatArray]) -> list[Leak]:
    figures = {**monotone_copies(suspects, y, tried=tried), **linear_copies(suspects, y, tried=tried)}
    linear = [Leak(type="linear", position=position, figure=figure) for position, figure in figures.items()]
    return linear + [Leak(type="copy", position=position) for position in level_copies(suspects, y)]


def _rows_tried(rows: IntArray, n_columns: int, random_state: int) -> IntArray:
    limit = int(np.clip(_CELLS_TRIED // n_columns, 200, _ROWS_TRIED))
    if len(rows) <= limit:
        return rows
    return np.sort(np.random.default_rng(random_state).choice(rows, size=limit, replace=False))

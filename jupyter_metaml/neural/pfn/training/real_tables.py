"""Tables cut out of real ones, so that training meets what people keep in tables, and not our guesses alone.

::

    folder -> columns as numbers and codes -> a table -> some rows, some columns, a column to ask for -> TableBatch

A third of the questions are those that the tables came with.  Any other column may be asked for, too: as it stands, or
cut at random heights into classes.  Only long tables are read: short ones are what a network is judged by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.generation.batches import TableBatch
from jupyter_metaml.generation.batches.targets import cut_into_classes, draw_n_classes
from jupyter_metaml.generation.corpus import corpus_entries, read_corpus_table
from jupyter_metaml.neural.pfn.table_reader import TableReader

MIN_ROWS = 1_001
_MAX_ROWS = 20_000
_MAX_LEVELS = 200
_MIN_COLUMNS = 3
_MAX_CLASSES = 10
_MIN_NUMBERS = 20  # different values of a target of regression
_OWN_QUESTION = 0.35
_ATTEMPTS = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RealTable:
    """A table as numbers.

    Parameters
    ----------
    values : float32 array of shape (n_rows, n_columns)
        Standardised numbers and codes of levels; NaN where a cell is empty.
    is_category : bool array of shape (n_columns,)
    target : int
        Column that the table was made to ask for.
    family : str
        Tables of one family are met as often as one table.
    """

    values: NDArray[np.float32]
    is_category: NDArray[np.bool_]
    target: int
    family: str


def read_tables(folder: Path, *, split: str = "kb") -> list[RealTable]:
    """Read the long tables of a folder whose `tasks.json` names them.

    A family of which one table is short is left out as a whole.

    Raises
    ------
    UsageError
        If there is no such folder, or nothing in it is long enough.
    """
    entries = corpus_entries(folder, split)
    judged = {entry["family"] for entry in entries if entry["n_rows"] < MIN_ROWS}
    found = [_read(folder, entry) for entry in entries if entry["family"] not in judged]
    found = [table for table in found if table.values.shape[1] >= _MIN_COLUMNS]
    if not found:
        msg = f"{str(folder)!r} holds no table of the split {split!r} with {MIN_ROWS:,} rows or more."
        raise UsageError(msg)
    return found


def _read(folder: Path, entry: dict[str, Any]) -> RealTable:
    frame = read_corpus_table(folder, entry).dropna(subset=[entry["target"]])
    frame = frame.sample(min(len(frame), _MAX_ROWS), random_state=0).reset_index(drop=True)
    return as_real_table(frame, entry["target"], entry["family"])


def as_real_table(frame: pd.DataFrame, target: str, family: str) -> RealTable:
    """Turn a frame into numbers; columns of names, texts and one value are left out."""
    reader = TableReader(frame)
    values = reader.read(frame)
    is_target = np.asarray(frame.columns == target)
    counts = np.array([len(np.unique(column[~np.isnan(column)])) for column in values.T])
    kept = is_target | ((counts > 1) & (~reader.is_category | (counts <= _MAX_LEVELS)))
    values, is_category = values[:, kept], reader.is_category[kept]
    numbers = values[:, ~is_category]
    with np.errstate(invalid="ignore", over="ignore"):
        values[:, ~is_category] = (numbers - np.nanmean(numbers, axis=0)) / (np.nanstd(numbers, axis=0) + 1e-30)
    return RealTable(
        values=values.astype(np.float32),
        is_category=is_category,
        target=int(np.flatnonzero(is_target[kept])[0]),
        family=family,
    )


class RealTables:
    """Draw batches from real tables, each table of a batch from another one.

    Parameters
    ----------
    tables : sequence of RealTable
        At least one.
    """

    def __init__(self, tables: Sequence[RealTable]) -> None:
        self.tables = tables

    def fit(self, shape: tuple[int, int, int]) -> bool:
        """Tell whether there are tables with so many rows and columns."""
        return bool(self._of_shape(shape))

    def draw(self, rng: np.random.Generator, shape: tuple[int, int, int], *, regression: bool = False) -> TableBatch:
        """Cut tables out; shape and targets are those of `generation.batches.draw_tables`.

        Where many columns were tried and none is a question of the kind, another table is taken.
        """
        families = self._of_shape(shape)
        cuts: list[Cut] = []
        while len(cuts) < shape[0]:
            of_family = families[int(rng.integers(len(families)))]
            cut = _cut(rng, of_family[int(rng.integers(len(of_family)))], shape[1:], regression=regression)
            if cut is not None:
                cuts.append(cut)
        X, is_category, y, n_classes = zip(*cuts, strict=True)
        return TableBatch(
            X=np.stack(X), is_category=np.stack(is_category), y=np.stack(y), n_classes=np.array(n_classes)
        )

    def _of_shape(self, shape: tuple[int, int, int]) -> list[list[RealTable]]:
        """Return tables with so many rows and columns beside the target, relatives together."""
        _, n_rows, n_columns = shape
        found: dict[str, list[RealTable]] = {}
        for table in self.tables:
            if len(table.values) >= n_rows and table.values.shape[1] > n_columns:
                found.setdefault(table.family, []).append(table)
        return list(found.values())


Cut = tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.float32], int]


def _cut(rng: np.random.Generator, table: RealTable, shape: tuple[int, int], *, regression: bool) -> Cut | None:
    """Cut one table out, or return None where no column that was tried is a question of the kind."""
    n_rows, n_columns = shape
    for _ in range(_ATTEMPTS):
        asked = table.target if rng.random() < _OWN_QUESTION else int(rng.integers(table.values.shape[1]))
        answers = table.values[:, asked]
        known = np.flatnonzero(~np.isnan(answers))
        if len(known) < n_rows:
            continue
        rows = rng.choice(known, size=n_rows, replace=False)
        y, n_classes = answers[rows], 0
        if not regression:
            y, n_classes = _as_classes(rng, y, is_category=bool(table.is_category[asked]))
        elif table.is_category[asked] or len(np.unique(y)) < _MIN_NUMBERS:
            continue
        if regression or n_classes > 1:
            columns = rng.permutation(np.delete(np.arange(table.values.shape[1]), asked))[:n_columns]
            return table.values[np.ix_(rows, columns)], table.is_category[columns], y.astype(np.float32), n_classes
    return None


def _as_classes(
    rng: np.random.Generator, y: NDArray[np.float32], *, is_category: bool
) -> tuple[NDArray[np.float32], int]:
    """Make classes of the levels of a column, one of the rarest; cut numbers of many values at random heights."""
    _, codes, counts = np.unique(y, return_inverse=True, return_counts=True)
    if len(counts) > _MAX_CLASSES and not is_category:
        n_classes = draw_n_classes(rng)
        return cut_into_classes(rng, y[None], n_classes)[0].astype(np.float32), n_classes
    place = np.argsort(np.argsort(-counts, kind="stable"))
    return np.minimum(place, _MAX_CLASSES - 1)[codes].astype(np.float32), min(len(counts), _MAX_CLASSES)

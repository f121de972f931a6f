"""Tables of the size that the network is made for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

MOST_ROWS = 1000
MOST_COLUMNS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallTable:
    """A table with its question; a sample of 1,000 rows if the whole is longer."""

    id: str
    kind: str
    X: pd.DataFrame
    y: pd.Series
    is_sample: bool


def load_small_tables(
    corpus: Path, *, split: str = "kb", with_samples: bool = False, only: tuple[str, ...] = ()
) -> list[SmallTable]:
    """Read the tables of a split with few rows and columns, in the order of the file.

    Parameters
    ----------
    corpus : Path
        Folder with `tasks.json` and the tables it names.
    split : str
    with_samples : bool
        Longer tables, too, each cut to the same 1,000 rows.
    only : tuple of str
        Names of tables; all if there are none.
    """
    entries = json.loads((corpus / "tasks.json").read_text(encoding="utf-8"))
    tables = []
    for entry in entries:
        if entry["split"] != split or (only and entry["id"] not in only) or entry["n_cols"] > MOST_COLUMNS:
            continue
        if entry["n_rows"] > MOST_ROWS and not with_samples:
            continue
        tables.append(_load(corpus / entry["file"], entry["id"], entry["target"], entry["kind"]))
    return tables


def _load(path: Path, name: str, target: str, kind: str) -> SmallTable:
    table = pd.read_csv(path, keep_default_na=False, na_values=[""], low_memory=False)
    table = table[table[target].notna()].reset_index(drop=True)
    is_sample = len(table) > MOST_ROWS
    if is_sample:
        rows = np.sort(np.random.default_rng(0).choice(len(table), MOST_ROWS, replace=False))
        table = table.iloc[rows].reset_index(drop=True)
    y = table.pop(target)
    if kind != "regression":
        y = y.astype(str)
        # Classes that not every fold can have say nothing about a model.
        counts = y.value_counts()
        kept = y.isin(counts.index[counts >= 5])
        table, y = table[kept].reset_index(drop=True), y[kept].reset_index(drop=True)
    return SmallTable(id=name, kind=kind, X=table, y=y, is_sample=is_sample)

"""Reading the tables of the corpus, and the one split that every system gets."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

TEST_SHARE = 0.25
# pandas 3.1 does it by itself, and warns of those who ask for it.
_TO_THE_LAST_DIGIT: dict[str, Any] = (
    {} if tuple(map(int, pd.__version__.split(".")[:2])) >= (3, 1) else {"float_precision": "round_trip"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusTask:
    """One entry of `tasks.json`, as far as the benchmark needs it."""

    id: str
    file: str
    target: str
    kind: str
    split: str

    @classmethod
    def from_entry(cls, entry: dict[str, Any]) -> CorpusTask:
        return cls(**{name: entry[name] for name in ("id", "file", "target", "kind", "split")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdout:
    """Training and test rows of one task, features apart from the target."""

    X_train: pd.DataFrame
    y_train: pd.Series
    X_test: pd.DataFrame
    y_test: pd.Series

    def fingerprint(self) -> str:
        """Return a text that two processes share when they see the same cells in the same rows."""
        digest = hashlib.sha256()
        for X, y in ((self.X_train, self.y_train), (self.X_test, self.y_test)):
            digest.update(X.assign(**{"": y}).to_csv(index=False).encode())
        return digest.hexdigest()


def list_tasks(corpus: Path, *, split: str, only: tuple[str, ...] = ()) -> list[CorpusTask]:
    """Return the tasks of a split in the order of the file, or only those named."""
    entries = json.loads((corpus / "tasks.json").read_text(encoding="utf-8"))
    tasks = [CorpusTask.from_entry(entry) for entry in entries]
    if not only:
        return [task for task in tasks if task.split == split]
    unknown = set(only) - {task.id for task in tasks}
    if unknown:
        raise SystemExit(f"No such task in {corpus / 'tasks.json'}: {', '.join(sorted(unknown))}.")
    return [task for task in tasks if task.id in only]


def load_holdout(corpus: Path, task: CorpusTask, *, seed: int) -> Holdout:
    """Read a table and hold out a quarter of its rows, stratified by class where there are classes.

    A missing value is an empty cell; words such as `None` are ordinary categories.  Rows without a target are left
    out for every system alike.  Numbers are read to the last digit, which pandas of different ages otherwise read
    differently.
    """
    table = pd.read_csv(
        corpus / task.file, keep_default_na=False, na_values=[""], low_memory=False, **_TO_THE_LAST_DIGIT
    )
    table = table[table[task.target].notna()].reset_index(drop=True)
    y = table.pop(task.target)
    if task.kind != "regression":
        y = y.astype(str)
    is_test = held_out(y, stratified=task.kind != "regression", seed=seed)
    return Holdout(
        X_train=table[~is_test].reset_index(drop=True),
        y_train=y[~is_test].reset_index(drop=True),
        X_test=table[is_test].reset_index(drop=True),
        y_test=y[is_test].reset_index(drop=True),
    )


def held_out(y: pd.Series, *, stratified: bool, seed: int) -> np.ndarray:
    """Mark a quarter of the rows at random; within each class at least one row stays for training.

    Not scikit-learn's splitter: it refuses classes with one row, and its choice may change between versions.
    """
    rng = np.random.default_rng(seed)
    marked = np.zeros(len(y), dtype=bool)
    groups = y.groupby(y).indices.values() if stratified else [np.arange(len(y))]
    for rows in groups:
        n_test = min(round(len(rows) * TEST_SHARE), len(rows) - 1)
        marked[rng.permutation(rows)[:n_test]] = True
    return marked

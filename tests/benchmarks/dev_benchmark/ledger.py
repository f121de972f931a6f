"""The results table: one line per task and system, appended as runs finish, so that a stopped benchmark goes on."""

from __future__ import annotations

import csv
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one system did on one task; figures only, never a row of the table."""

    task: str
    system: str
    kind: str
    metric: str
    budget_s: float
    n_jobs: int
    seed: int
    excluded: str = ""
    n_rows: int | None = None  # for training
    n_columns: int | None = None
    score: float | None = None  # on the rows held out, in the metric's own sign
    constant_score: float | None = None  # there, of the mean or of the shares of the classes
    cv_score: float | None = None  # baselines: by cross-validation; ours: the search's own score
    honest_score: float | None = None
    honest_low: float | None = None
    honest_high: float | None = None
    fit_s: float | None = None
    overshoot_s: float | None = None
    predict_s: float | None = None
    peak_mib: float | None = None
    n_trials: int | None = None
    trials: str = ""  # for example "done 41, stopped_early 6"
    stop_reason: str = ""
    best: str = ""  # the family of the best single candidate
    error: str = ""
    meta: str = ""  # what knowledge was allowed; empty: what is the default
    curve: str = ""  # "2:0.81 5:0.83": score on the rows held out of the best so far, by second
    version: str = ""  # of the system
    asked_s: float | None = None  # when the search first asked what is known; until then all knowledge runs the same

    @property
    def key(self) -> tuple[str | float, ...]:
        """What makes a run the same run."""
        return (self.task, self.system, self.budget_s, self.n_jobs, self.seed, self.excluded, self.meta)

    @property
    def scores_by_second(self) -> dict[float, float]:
        """The curve as numbers."""
        return {float(second): float(score) for second, score in (pair.split(":") for pair in self.curve.split())}

    @classmethod
    def from_row(cls, row: dict[str, str]) -> Self:
        """Read one line of the file; an empty cell of a figure is an unknown figure."""
        values: dict[str, Any] = {}
        for field in fields(cls):
            text = row.get(field.name) or ""
            convert = _CONVERTERS[str(field.type).partition(" ")[0]]
            values[field.name] = convert(text) if text or convert is str else None
        return cls(**values)


_CONVERTERS = {"str": str, "int": int, "float": float}


def read(path: Path) -> list[Entry]:
    """Return the entries of a file, none when there is none; of a repeated run the last one counts."""
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        entries = [Entry.from_row(row) for row in csv.DictReader(file)]
    return list({entry.key: entry for entry in entries}.values())


def append(path: Path, entry: Entry) -> None:
    """Add one line, with the header when the file is new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = [field.name for field in fields(Entry)]
    is_new = not path.exists() or path.stat().st_size == 0
    if not is_new and path.read_text(encoding="utf-8").splitlines()[0].split(",") != names:
        raise SystemExit(f"{path} has other columns, of another version of this benchmark. Name another file by --out.")
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names)
        if is_new:
            writer.writeheader()
        writer.writerow(asdict(entry))

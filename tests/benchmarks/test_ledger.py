from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from dev_benchmark import ledger
from dev_benchmark.ledger import Entry

ENTRY = Entry(
    task="flats",
    system="jupyter_metaml",
    kind="regression",
    metric="rmse",
    budget_s=30.0,
    n_jobs=2,
    seed=0,
    score=0.5,
    n_trials=12,
    trials="done 11, crashed 1",
)


def test_what_is_written_is_read_again(tmp_path: Path):
    ledger.append(tmp_path / "results.csv", ENTRY)

    assert ledger.read(tmp_path / "results.csv") == [ENTRY]


def test_no_file_holds_no_entry(tmp_path: Path):
    assert ledger.read(tmp_path / "results.csv") == []


def test_of_a_repeated_run_the_last_one_counts(tmp_path: Path):
    path = tmp_path / "results.csv"
    ledger.append(path, ENTRY)
    ledger.append(path, replace(ENTRY, score=0.4))

    assert [entry.score for entry in ledger.read(path)] == [0.4]


def test_another_budget_is_another_run():
    assert replace(ENTRY, budget_s=60.0).key != ENTRY.key
    assert replace(ENTRY, score=0.1).key == ENTRY.key
    assert replace(ENTRY, meta="off").key != ENTRY.key


def test_curve_is_read_as_numbers():
    assert replace(ENTRY, curve="2:0.5 10:0.75").scores_by_second == {2.0: 0.5, 10.0: 0.75}
    assert ENTRY.scores_by_second == {}


def test_file_with_other_columns_is_not_written_into(tmp_path: Path):
    (tmp_path / "results.csv").write_text("task,system\nflats,ours\n", encoding="utf-8")

    with pytest.raises(SystemExit, match="Name another file"):
        ledger.append(tmp_path / "results.csv", ENTRY)

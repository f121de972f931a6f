from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from dev_benchmark.baselines import BASELINES, Columns, prepare, run_baseline, sort_columns
from dev_benchmark.corpus import list_tasks, load_holdout


def test_dates_become_days():
    frame = pd.DataFrame({"seen": ["2000-01-02", None, "2000-01-04 23:00"]})

    np.testing.assert_array_equal(prepare(frame)["seen"], [1.0, np.nan, 3.0])


def test_columns_are_told_apart():
    frame = pd.DataFrame(
        {
            "age": [3, 4],
            "member": [True, False],
            "town": ["Rome", None],
            "note": [
                "a sentence that is long enough to be read as one",
                "and another one that is not the same as it",
            ],
        }
    )

    assert sort_columns(prepare(frame)) == Columns(numbers=("age",), categories=("member", "town"), texts=("note",))


@pytest.mark.parametrize("name", BASELINES)
def test_baseline_learns_a_mixed_table(name: str, corpus: Path):
    data = load_holdout(corpus, list_tasks(corpus, split="dev", only=("flats",))[0], seed=0)

    result = run_baseline(name, data, kind="regression", n_jobs=1, seed=0)

    assert result.score < data.y_test.std()
    assert result.cv_score < data.y_train.std()


@pytest.mark.parametrize("name", BASELINES)
def test_baseline_reads_text(name: str, corpus: Path):
    data = load_holdout(corpus, list_tasks(corpus, split="dev", only=("notes",))[0], seed=0)

    assert run_baseline(name, data, kind="binary", n_jobs=1, seed=0).score == pytest.approx(1.0)

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from network_benchmark.contestants import BASELINES, Rows, predict
from network_benchmark.cross_validation import cross_validate, judge_classes, judge_numbers
from network_benchmark.small_tables import SmallTable, load_small_tables
from network_benchmark.summary import summary


@pytest.fixture(scope="module")
def mixed() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"size": rng.normal(size=120), "town": rng.choice(["Rome", "Oslo"], size=120)})
    frame.loc[::9, "size"] = np.nan
    frame.loc[1::9, "town"] = None
    return frame


@pytest.fixture
def corpus_of_sizes(tmp_path: Path) -> Path:
    """A short table, a long one, a wide one, and one of another split."""
    entries = []
    for name, n_rows, n_columns, split in [
        ("short", 30, 2, "kb"),
        ("long", 1200, 2, "kb"),
        ("wide", 30, 21, "kb"),
        ("kept", 30, 2, "dev"),
    ]:
        frame = pd.DataFrame(np.ones((n_rows, n_columns))).add_prefix("x").assign(y=np.arange(n_rows) % 2)
        frame.to_csv(tmp_path / f"{name}.csv", index=False)
        entries.append({"id": name, "file": f"{name}.csv", "target": "y", "kind": "binary", "split": split})
        entries[-1] |= {"n_rows": n_rows, "n_cols": n_columns}
    (tmp_path / "tasks.json").write_text(json.dumps(entries), encoding="utf-8")
    return tmp_path


def test_tables_of_the_size_of_the_network_are_taken(corpus_of_sizes: Path):
    assert [table.id for table in load_small_tables(corpus_of_sizes)] == ["short"]


def test_longer_ones_are_cut_on_demand(corpus_of_sizes: Path):
    short, long = load_small_tables(corpus_of_sizes, with_samples=True)

    assert not short.is_sample
    assert long.is_sample
    assert len(long.X) == len(long.y) == 1000
    assert "y" not in long.X


@pytest.mark.parametrize("name", [*BASELINES, "network x1"])
@pytest.mark.parametrize("kind", ["binary", "regression"])
def test_every_contestant_takes_a_mixed_table(mixed: pd.DataFrame, name: str, kind: str):
    if name == "catboost":
        pytest.importorskip("catboost")
    y = mixed["size"].fillna(0.0)
    y = y.gt(0).map({True: "high", False: "low"}) if kind == "binary" else y

    predictions, classes = predict(name, Rows(X=mixed[:80], y=y[:80], X_test=mixed[80:], kind=kind))

    assert classes == (["high", "low"] if kind == "binary" else [])
    assert predictions.shape == ((40, 2) if kind == "binary" else (40,))
    assert np.isfinite(predictions).all()


def test_folds_are_judged(mixed: pd.DataFrame):
    y = mixed["size"].fillna(0.0).gt(0).astype(str)

    outcome = cross_validate(SmallTable(id="t", kind="binary", X=mixed, y=y, is_sample=False), "random_forest")

    assert outcome.score > 0.9
    assert outcome.loss < 0.6
    assert outcome.seconds > 0.0


def test_perfect_classes_have_an_area_of_one():
    chances = np.array([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]])

    area, loss = judge_classes(np.array(["a", "b", "c"]), chances, ["a", "b", "c"])

    assert area == 1.0
    assert loss == pytest.approx(-np.log(0.8))


def test_the_mean_has_no_r2():
    score, error = judge_numbers(np.array([0.0, 2.0]), np.array([1.0, 1.0]))

    assert score == pytest.approx(0.0)
    assert error == pytest.approx(1.0)


def test_a_summary_leaves_out_tables_that_somebody_lacks():
    outcomes = pd.DataFrame(
        [
            {"task": task, "kind": "binary", "contestant": who, "score": score, "loss": 0.5, "seconds": 1.0}
            for task, who, score in [("a", "one", 0.9), ("a", "two", 0.8), ("b", "one", 0.7)]
        ]
    )

    text = summary(outcomes)

    assert "## Classification: 1 tables" in text
    assert "| one | 0.9000 | 0.5000 | 1.00 | two 1 | 1.00 |" in text
    assert "Regression" not in text

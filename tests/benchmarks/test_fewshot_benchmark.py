"""The benchmark of few-shot learners, from end to end with hardly any training."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
import run_fewshot
from fewshot_benchmark import real_tables, summary

from jupyter_metaml.neural import Episode, Episodes


@pytest.fixture(scope="module")
def few_tables(tmp_path_factory):
    """Seven small tables of five families whose first column tells the class."""
    root = tmp_path_factory.mktemp("corpus")
    rng, entries = np.random.default_rng(0), []
    for number in range(7):
        X = rng.normal(size=(90, 3))
        table = pd.DataFrame(X).add_prefix("c").assign(kind=np.where(X[:, 0] > 0, "b", "a"))
        table.to_csv(root / f"t{number}.csv", index=False)
        entry = {"id": f"t{number}", "file": f"t{number}.csv", "target": "kind", "kind": "binary", "split": "kb"}
        entries.append({**entry, "family": f"f{number % 5}"})
    entries.append({**entries[0], "id": "kept", "split": "dev"})
    (root / "tasks.json").write_text(json.dumps(entries), encoding="utf-8")
    return root


def test_relatives_share_a_fold_and_kept_tables_are_not_read(few_tables):
    tables = real_tables.two_class_tables(few_tables)

    folds = real_tables.fold_of([family for family, _, _ in tables.values()])

    assert "kept" not in tables
    assert tables["t0"][0] == tables["t5"][0]
    assert sorted(folds.values()) == [0, 1, 2, 3, 4]


def test_a_run_writes_what_it_found_and_does_not_run_it_again(few_tables, tmp_path, monkeypatch, capsys):
    arguments = ["--out", str(tmp_path), "--corpus", str(few_tables), "--scale", "0.002", "--folds", "0"]

    run_fewshot.main(arguments)
    first = {path.name: path.read_text() for path in tmp_path.iterdir()}
    monkeypatch.setattr(real_tables, "one_fold", None)
    run_fewshot.main(arguments)

    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == first
    assert set(first) == {"sinusoid.csv", "hidden_classes.csv", "real_tables.csv", "summary.md"}
    assert first["summary.md"].count("a random start at") == 4
    assert "t0" in first["real_tables.csv"] or "t1" in first["real_tables.csv"] or "t2" in first["real_tables.csv"]
    assert "MAML" in capsys.readouterr().out


def test_a_random_start_learns_what_is_plain():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, real_tables.WIDTH))
    y = (X[:, 0] > 0).astype(np.int64)
    episode = Episode(X_support=X[:30], y_support=y[:30], X_query=X[30:], y_query=y[30:], n_classes=2)
    episodes = Episodes.stacked([episode, episode])

    found = real_tables.areas(real_tables.from_random_start(episodes, 0.01), episodes)

    assert found[0] == found[1] > 0.7


def test_bars_are_judged_by_what_was_promised():
    waves = pd.DataFrame({"learner": ["MAML", "joint pre-training", "Reptile"], "mse": [0.3, 1.0, 0.7], "seconds": 1.0})

    text = "\n".join(summary.waves_text(waves))

    assert "reached: MAML at most 0.35" in text
    assert "MISSED: MAML at most a quarter" in text
    assert "MISSED: Reptile" in text


def test_gains_on_real_tables_are_by_family():
    rows = [
        {"table": f"t{number}", "family": f"f{number // 2}", "shots": 20, "learner": name, "draw": draw, "auc": area}
        for number in range(6)
        for draw in range(2)
        for name, area in (("MAML", 0.8 + 0.01 * number), ("random start", 0.78))
    ]

    text = "\n".join(summary.tables_text(pd.DataFrame([*rows, *rows])))

    assert "reached: MAML at least 1 point above a random start at 20 rows: +4.50" in text
    assert "better on 6 of 6 tables" in text

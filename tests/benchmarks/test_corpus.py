from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from dev_benchmark.corpus import held_out, list_tasks, load_holdout


def test_only_tasks_of_the_split_are_listed(corpus: Path):
    assert [task.id for task in list_tasks(corpus, split="dev")] == ["flats", "notes"]


def test_named_tasks_are_listed_whatever_their_split(corpus: Path):
    assert [task.id for task in list_tasks(corpus, split="dev", only=("kept",))] == ["kept"]


def test_unknown_task_is_named(corpus: Path):
    with pytest.raises(SystemExit, match="castles"):
        list_tasks(corpus, split="dev", only=("castles",))


def test_a_quarter_is_held_out_and_the_target_leaves_the_features(corpus: Path):
    data = load_holdout(corpus, list_tasks(corpus, split="dev", only=("flats",))[0], seed=0)

    assert (len(data.X_train), len(data.X_test)) == (90, 30)
    assert "rent" not in data.X_train


def test_words_that_look_missing_stay_words(corpus: Path):
    data = load_holdout(corpus, list_tasks(corpus, split="dev", only=("flats",))[0], seed=0)

    assert "None" in set(data.X_train["colour"])


def test_same_seed_holds_out_the_same_rows():
    y = pd.Series(np.arange(40.0))

    assert (held_out(y, stratified=False, seed=3) == held_out(y, stratified=False, seed=3)).all()
    assert (held_out(y, stratified=False, seed=3) != held_out(y, stratified=False, seed=4)).any()


def test_each_class_gives_a_quarter():
    y = pd.Series(["a"] * 40 + ["b"] * 8)

    assert y[held_out(y, stratified=True, seed=0)].value_counts().to_dict() == {"a": 10, "b": 2}


def test_class_with_one_row_stays_for_training():
    y = pd.Series(["a"] * 40 + ["b"])

    assert "b" not in set(y[held_out(y, stratified=True, seed=0)])

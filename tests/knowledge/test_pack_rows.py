"""Single rows of a pack; `test_packs.py` sends them through files."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from jupyter_metaml.knowledge.knowledge_base import ARRAYS
from jupyter_metaml.knowledge.pack_rows import check_trials, is_plain_name, read_configurations, read_tasks


@pytest.mark.parametrize("name", ["adult", "kb: adult (rows 1-500)", "a" * 200])
def test_names_of_printable_ascii_are_plain(name):
    assert is_plain_name(name)


@pytest.mark.parametrize("name", ["", "a" * 201, "a\tb", "a\0b", "café", "\x7f"])
def test_other_names_are_not(name):
    assert not is_plain_name(name)


def test_places_of_what_is_kept_are_told():
    left_out = Counter()
    good = {"family": "linear", "params": {"C": 1.0}}

    places, configurations = read_configurations([7, good, good, {"family": "linear", "params": {}}], left_out)

    assert places == [1, 3]
    assert [configuration.get("C") for configuration in configurations] == [1.0, None]
    assert left_out == {"configuration: no record": 1, "configuration: the same twice": 1}


def test_meta_features_that_a_task_has_not_are_left_open():
    record = {
        "id": "a",
        "family": "f",
        "origin": "real",
        "kind": "binary",
        "metric": "roc_auc",
        "n_rows": 10,
        "n_columns": 2,
        "n_classes": 2,
    }

    _, (task,) = read_tasks([record], ["one", "two"], np.array([[1.5, np.nan]]), Counter())

    assert task.meta_features == {"one": 1.5}


def test_trial_that_failed_keeps_its_seconds_and_loses_its_score():
    arrays = {name: np.array([[1.0]]) for name in ARRAYS} | {"loss": np.array([[np.inf]])}
    left_out = Counter()

    cleaned = check_trials(arrays, left_out)

    assert left_out == {}
    assert np.isnan(cleaned["score"][0, 0])
    assert cleaned["fit_s"][0, 0] == 1.0


def test_each_bad_trial_is_counted_once():
    arrays = {name: np.full((2, 2), -1.0) for name in ARRAYS}
    left_out = Counter()

    check_trials(arrays, left_out)

    assert left_out.total() == 4

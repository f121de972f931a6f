"""Repeats average the noise of the folds away, and only where other folds are allowed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.profiling import profile_task
from jupyter_metaml.search import SearchSettings, run_search
from jupyter_metaml.search.repeats import MAX_REPEATS, merge_repeats, repeated_splits
from jupyter_metaml.tasks import make_task


def test_each_repeat_tests_every_row_once_on_other_folds(binary_task):
    repeats = repeated_splits(binary_task, random_state=0)

    assert len(repeats) == MAX_REPEATS
    for splits in repeats:
        np.testing.assert_array_equal(splits.test_rows, np.arange(binary_task.n_rows))
    firsts = {tuple(splits.folds[0].test) for splits in (binary_task.splits, *repeats)}
    assert len(firsts) == MAX_REPEATS + 1


def test_grouped_rows_have_no_other_folds():
    frame = pd.DataFrame({"x": np.arange(40.0), "g": np.repeat(np.arange(10), 4), "y": np.tile([0, 1], 20)})

    assert repeated_splits(make_task(frame, "y", groups="g"), random_state=0) == ()


def test_merged_trial_has_the_mean_predictions(binary_task, make_trial):
    n_rows = binary_task.n_rows
    low, high = np.full((n_rows, 2), [0.8, 0.2]), np.full((n_rows, 2), [0.4, 0.6])
    trials = {1: make_trial(1, low), 2: make_trial(2, high), 3: make_trial(3, low, family="lightgbm")}

    merged = merge_repeats(trials, {2: 1}, binary_task)

    assert [trial.number for trial in merged] == [1, 3]
    np.testing.assert_allclose(merged[0].oof, (low + high) / 2, atol=1e-7)
    assert merged[0].n_models == 4


def test_failed_repeat_leaves_the_trial_as_it_was(binary_task, make_trial):
    trials = {1: make_trial(1, np.full((binary_task.n_rows, 2), 0.5)), 2: make_trial(2, None)}

    assert merge_repeats(trials, {2: 1}, binary_task) == [trials[1]]


@pytest.mark.parametrize("kind", ["binary", "regression"])
def test_search_on_few_rows_repeats_the_best_and_uses_all_their_models(kind, tmp_path):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(90, 3))
    y = x[:, 0] + 0.3 * rng.normal(size=90)
    frame = pd.DataFrame(x, columns=list("abc")).assign(y=(y > 0).astype(int) if kind == "binary" else y)
    settings = SearchSettings(
        time_budget_s=120,
        max_trials=12,
        meta="off",
        executor="inline",
        families=("linear", "extra_trees"),
        runs_dir=tmp_path,
    )
    task = make_task(frame, "y", kind=kind)

    result = run_search(task, profile_task(task, landmarks=False), settings)

    repeats = [trial for trial in result.history.trials if trial.origin == "repeated"]
    assert len(repeats) >= 3
    vote = result.pipeline.named_steps.get("vote", result.pipeline[-1])
    first = result.history.blend.members[0]
    assert sum(f"_{first}_" in name for name, _ in vote.estimators) > 1
    assert len(vote.estimators_) > len(result.history.blend.members)

"""The best result so far, from the first trial on."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.search.baseline import measure_baseline
from jupyter_metaml.search.incumbent import Incumbent


def probabilities(task, certainty):
    truth = task.y[task.splits.test_rows]
    positive = np.where(truth == 1, certainty, 1 - certainty)
    return np.column_stack([1 - positive, positive])


def test_baseline_stands_until_a_trial_has_finished(binary_task, make_trial):
    baseline = measure_baseline(binary_task)
    incumbent = Incumbent(binary_task, baseline, {})

    changed = incumbent.update({0: baseline, 1: make_trial(1, None)})

    assert not changed
    assert incumbent.blend.members == (0,)


def test_better_trial_changes_the_blend_once(binary_task, make_trial):
    baseline = measure_baseline(binary_task)
    incumbent = Incumbent(binary_task, baseline, {})
    trials = {0: baseline, 1: make_trial(1, probabilities(binary_task, 0.9))}

    assert incumbent.update(trials)
    assert not incumbent.update(trials)
    assert incumbent.blend.members == (1,)


def test_models_of_repeats_count_among_those_of_the_first(binary_task, make_trial, monkeypatch):
    from jupyter_metaml.search import incumbent as module

    monkeypatch.setattr(module, "load_models", lambda trial: [f"model of {trial.number}"])
    baseline = measure_baseline(binary_task)
    trials = {0: baseline} | {n: make_trial(n, probabilities(binary_task, 0.9)) for n in (1, 2)}
    incumbent = Incumbent(binary_task, baseline, {2: 1})

    incumbent.update(trials)
    expected_s = incumbent.loading_s(trials)
    incumbent.preload(trials)

    assert incumbent.loading_s(trials) < expected_s
    assert incumbent.models(trials) == {1: ["model of 1", "model of 2"]}
    assert incumbent.loading_s(trials) == 0

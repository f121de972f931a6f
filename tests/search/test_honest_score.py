"""The honest score tells skill from luck."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.search.baseline import measure_baseline
from jupyter_metaml.search.blending import blend_trials
from jupyter_metaml.search.honest_score import honest_score


def as_probabilities(positive):
    return np.column_stack([1 - positive, positive])


def test_best_of_many_random_trials_is_not_called_better_than_the_baseline(binary_task, make_trial):
    rng = np.random.default_rng(0)
    n_rows = len(binary_task.splits.test_rows)
    trials = [
        make_trial(number, as_probabilities(rng.uniform(0.3, 0.7, n_rows)), family=f"f{number}", loss=0.7)
        for number in range(1, 30)
    ]

    honest = honest_score(
        blend_trials(trials, binary_task), trials, measure_baseline(binary_task), binary_task, random_state=0
    )

    assert not honest.beats_baseline
    assert honest.low < 0.5 < honest.high


def test_choice_on_luck_scores_lower_than_it_seems(binary_task, make_trial):
    rng = np.random.default_rng(1)
    rows = binary_task.splits.test_rows
    trials = [
        make_trial(number, as_probabilities(rng.uniform(0.3, 0.7, len(rows))), family=f"f{number}", loss=0.7)
        for number in range(1, 30)
    ]
    seeming = max(
        binary_task.metric.score(binary_task.y[rows], trial.oof.astype(float), sample_weight=None) for trial in trials
    )

    honest = honest_score(
        blend_trials(trials, binary_task), trials, measure_baseline(binary_task), binary_task, random_state=0
    )

    assert honest.value < seeming - 0.05


def test_real_signal_beats_the_baseline(binary_task, make_trial):
    truth = binary_task.y[binary_task.splits.test_rows]
    trial = make_trial(1, as_probabilities(np.where(truth == 1, 0.8, 0.2)), loss=0.22)

    honest = honest_score(
        blend_trials([trial], binary_task), [trial], measure_baseline(binary_task), binary_task, random_state=0
    )

    assert honest.beats_baseline
    assert honest.value > 0.95


def test_errors_are_shown_in_their_own_sign(regression_task, make_trial):
    truth = regression_task.y[regression_task.splits.test_rows]
    trial = make_trial(1, truth + 0.1, loss=0.01)

    honest = honest_score(
        blend_trials([trial], regression_task),
        [trial],
        measure_baseline(regression_task),
        regression_task,
        random_state=0,
    )

    assert 0.05 < honest.low <= honest.value <= honest.high < 0.2
    assert honest.baseline_value > honest.high


def test_same_seed_gives_the_same_interval(binary_task, make_trial):
    truth = binary_task.y[binary_task.splits.test_rows]
    trial = make_trial(1, as_probabilities(np.where(truth == 1, 0.6, 0.45)), loss=0.5)
    baseline = measure_baseline(binary_task)

    first = honest_score(blend_trials([trial], binary_task), [trial], baseline, binary_task, random_state=3)
    second = honest_score(blend_trials([trial], binary_task), [trial], baseline, binary_task, random_state=3)

    assert first == second

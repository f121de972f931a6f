"""The blend covers what its members miss, and does not choose luck."""

from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.search.blending import blend_trials, choose_candidates, greedy_counts, losses_of

EVEN = np.full(4, 0.25)


def test_second_pick_covers_what_the_first_misses():
    evidence = np.array([[0.9, 0.9, 0.9, 0.1], [0.9, 0.9, 0.9, 0.05], [0.1, 0.3, 0.3, 0.9]])

    counts = greedy_counts(evidence, None, EVEN, n_steps=2, n_start=1)

    assert counts.tolist() == [1, 0, 1]


def test_best_prefix_is_kept_when_later_steps_do_not_help():
    evidence = np.array([[1.0, 1.0, 1.0, 1.0], [0.2, 0.2, 0.2, 0.2]])

    counts = greedy_counts(evidence, None, EVEN, n_steps=25, n_start=1)

    assert counts.tolist() == [1, 0]


def test_equal_candidates_do_not_bring_a_second_model_in():
    evidence = np.array([[0.8, 0.6, 0.7, 0.9], [0.8, 0.6, 0.7, 0.9]])

    counts = greedy_counts(evidence, None, EVEN, n_steps=10, n_start=1)

    assert counts[1] == 0


def test_regression_blend_cancels_opposite_errors():
    truth = np.array([1.0, 2.0, 3.0, 4.0])
    evidence = np.stack([truth + 1, truth - 1])

    counts = greedy_counts(evidence, truth, EVEN, n_steps=4, n_start=1)

    assert losses_of((counts / counts.sum() @ evidence)[None, :], truth, EVEN)[0] == pytest.approx(0.0)


def test_few_rows_allow_few_candidates(make_trial):
    trials = [make_trial(number, family=f"family{number}", loss=number / 100) for number in range(1, 31)]

    assert len(choose_candidates(trials, 100)) == 4
    assert len(choose_candidates(trials, 10_000)) == 30


def test_no_family_takes_more_than_a_third_of_the_places(make_trial):
    many = [make_trial(number, family="lightgbm", loss=number / 1000) for number in range(1, 20)]
    other = make_trial(20, family="linear", loss=0.9)

    places = choose_candidates([*many, other], 500)

    families = [([*many, other])[place].configuration.family for place in places]
    assert families.count("lightgbm") == 2
    assert "linear" in families


def test_blend_of_trials_weighs_the_better_one_more(binary_task, make_trial):
    truth = binary_task.y[binary_task.splits.test_rows]
    good = np.where(truth == 1, 0.9, 0.1)
    poor = np.where(truth == 1, 0.5, 0.5)
    trials = [
        make_trial(1, np.column_stack([1 - poor, poor]), family="linear", loss=0.69),
        make_trial(2, np.column_stack([1 - good, good]), family="lightgbm", loss=0.1),
    ]

    blend = blend_trials(trials, binary_task)

    assert blend.members[0] == 2
    assert sum(blend.weights) == pytest.approx(1.0)
    assert blend.score == pytest.approx(1.0)


def test_weights_of_rows_decide_which_trial_is_better(regression_task, make_trial):
    import dataclasses

    rows = regression_task.splits.test_rows
    weight = np.where(np.arange(regression_task.n_rows) < 20, 1.0, 1e-6)
    task = dataclasses.replace(regression_task, sample_weight=weight)
    truth = task.y[rows]
    early = np.where(rows < 20, truth, truth + 5)
    late = np.where(rows < 20, truth + 5, truth)
    trials = [make_trial(1, late, family="a", loss=0.1), make_trial(2, early, family="b", loss=0.1)]

    blend = blend_trials(trials, task)

    assert dict(zip(blend.members, blend.weights, strict=True))[2] > 0.8

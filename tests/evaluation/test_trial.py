from __future__ import annotations

import dataclasses
import pickle

import numpy as np
import pytest

from jupyter_metaml.evaluation import Trial, TrialStatus


def test_trial_without_result_says_why(make_job):
    trial = Trial.without_result(make_job(), status=TrialStatus.TIMED_OUT, reason="too slow", seconds=3.0)

    assert (trial.number, trial.status, trial.reason, trial.fit_s) == (7, "timed out", "too slow", 3.0)
    assert not trial.finished


def test_trial_is_finished_with_predictions_and_models(make_job):
    bare = Trial.without_result(make_job(), status=TrialStatus.DONE, reason="")
    with_predictions = dataclasses.replace(bare, oof=np.zeros(3))

    assert not with_predictions.finished
    assert dataclasses.replace(with_predictions, model_file="7.pkl").finished


@pytest.mark.parametrize(
    ("scores", "spread"), [((), None), ((1.0,), None), ((1.0, float("nan")), None), ((0.0, 2.0, float("nan")), 2**0.5)]
)
def test_spread_is_that_of_the_folds_with_a_score(make_job, scores, spread):
    bare = Trial.without_result(make_job(), status=TrialStatus.DONE, reason="")

    assert dataclasses.replace(bare, fold_scores=scores).spread == pytest.approx(spread)


def test_spread_of_huge_scores_does_not_overflow(make_job):
    bare = Trial.without_result(make_job(), status=TrialStatus.DONE, reason="")

    assert dataclasses.replace(bare, fold_scores=(-1e300, 1e300)).spread == pytest.approx(2**0.5 * 1e300)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"score": 0.9, "loss": 0.7}, {"score": 0.8, "loss": 0.2}),
        ({"score": 0.9, "loss": 0.2}, {"score": 0.9, "loss": 0.7}),
        ({"number": 1, "score": 0.9, "loss": 0.2}, {"number": 2, "score": 0.9, "loss": 0.2}),
        ({"score": -5.0, "loss": 0.7}, {"score": float("nan"), "loss": 0.2}),
        ({"score": -5.0, "loss": 0.7}, {"score": None, "loss": None}),
        ({"score": 0.8, "loss": 0.7}, {"origin": "repeated", "score": 0.9, "loss": 0.2}),
    ],
    ids=[
        "score",
        "loss where scores are equal",
        "number where both are",
        "not a number is last",
        "none is last",
        "repeats on other folds are last",
    ],
)
def test_people_see_trials_by_score(make_job, first, second):
    bare = Trial.without_result(make_job(), status=TrialStatus.DONE, reason="")

    assert dataclasses.replace(bare, **first).standing < dataclasses.replace(bare, **second).standing


def test_trials_are_compared_without_their_predictions(make_job):
    bare = Trial.without_result(make_job(), status=TrialStatus.DONE, reason="")

    assert dataclasses.replace(bare, oof=np.zeros(3)) == dataclasses.replace(bare, oof=np.ones(3))


def test_trial_travels_between_processes(make_job):
    trial = Trial.without_result(make_job(), status=TrialStatus.CRASHED, reason="segfault")

    assert pickle.loads(pickle.dumps(trial)) == trial

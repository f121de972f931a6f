from __future__ import annotations

import dataclasses
import pickle

import numpy as np

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


def test_trials_are_compared_without_their_predictions(make_job):
    bare = Trial.without_result(make_job(), status=TrialStatus.DONE, reason="")

    assert dataclasses.replace(bare, oof=np.zeros(3)) == dataclasses.replace(bare, oof=np.ones(3))


def test_trial_travels_between_processes(make_job):
    trial = Trial.without_result(make_job(), status=TrialStatus.CRASHED, reason="segfault")

    assert pickle.loads(pickle.dumps(trial)) == trial

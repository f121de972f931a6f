"""Trials written as they finish come back as they were."""

from __future__ import annotations

import numpy as np
import optuna

from jupyter_metaml.evaluation import TrialStatus
from jupyter_metaml.search.runs import RunStore
from jupyter_metaml.search.trial_log import TrialLog, _journal, _thawed


def test_trial_comes_back_with_its_predictions(tmp_path, make_trial):
    directory = RunStore(tmp_path).create()
    trial = make_trial(3, [[0.2, 0.8], [0.6, 0.4]], fold_scores=(float("nan"), 0.9), found={"n_estimators": 40})

    TrialLog(directory).record(trial)
    read = TrialLog(directory).read()

    assert list(read) == [3]
    np.testing.assert_array_equal(read[3].oof, trial.oof)
    assert read[3].configuration == trial.configuration
    assert read[3].found == {"n_estimators": 40}
    assert np.isnan(read[3].fold_scores[0])


def test_trial_of_a_version_that_timed_no_single_row_is_read(tmp_path, make_trial):
    directory = RunStore(tmp_path).create()
    log = TrialLog(directory)
    log.record(make_trial(1, predict_row_s=0.004))
    (frozen,) = optuna.load_study(study_name=directory.name, storage=_journal(directory / "journal.log")).trials
    earlier = {name: value for name, value in frozen.user_attrs["trial"].items() if name != "predict_row_s"}

    assert log.read()[1].predict_row_s == 0.004
    assert _thawed({"trial": earlier}, directory).predict_row_s is None


def test_failed_trial_keeps_its_reason(tmp_path, make_trial):
    directory = RunStore(tmp_path).create()
    failed = make_trial(1, None, status=TrialStatus.CRASHED, reason="signal 11", loss=None, model_file=None)

    TrialLog(directory).record(failed)

    read = TrialLog(directory).read()[1]
    assert (read.status, read.reason, read.oof) == (TrialStatus.CRASHED, "signal 11", None)


def test_states_are_those_of_optuna(tmp_path, make_trial):
    directory = RunStore(tmp_path).create()
    log = TrialLog(directory, f"sqlite:///{tmp_path / 'x.db'}")

    log.record(make_trial(1, [[0.5, 0.5]]))
    log.record(make_trial(2, None, status=TrialStatus.STOPPED_EARLY, loss=None))
    log.record(make_trial(3, None, status=TrialStatus.FAILED, loss=None))

    study = optuna.load_study(study_name=directory.name, storage=f"sqlite:///{tmp_path / 'x.db'}")
    assert [trial.state.name for trial in study.trials] == ["COMPLETE", "PRUNED", "FAIL"]


def test_full_disk_ends_the_writing_and_not_the_search(tmp_path, make_trial, monkeypatch, caplog):
    log = TrialLog(RunStore(tmp_path).create())

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", full)

    for number in (1, 2):
        log.record(make_trial(number, [[0.5, 0.5]]))

    assert caplog.text.count("no longer written") == 1

"""A task that travels: what is measured there is what would be measured here, and nothing stays behind."""

from __future__ import annotations

import dataclasses
import gc
import pickle
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from jupyter_metaml.evaluation import Limits, TrialStatus, load_models, run_trial
from jupyter_metaml.evaluation.outpost import Outpost
from jupyter_metaml.tasks import Metric


@pytest.fixture
def sent(binary_data, tmp_path):
    """Return an outpost as it arrives, with the task on its own folds and on two of them."""
    fewer = dataclasses.replace(binary_data.splits, folds=binary_data.splits.folds[:2])
    again = dataclasses.replace(binary_data, splits=fewer)
    handles = [data.save(tmp_path / str(place)) for place, data in enumerate([binary_data, again])]
    return pickle.loads(pickle.dumps(Outpost.of("search", handles)))


def held_metric(started: str, gate: str) -> Metric:
    """Return a metric that tells that it runs, and waits for a file."""

    def scorer(estimator, X, y):
        import pathlib
        import time

        pathlib.Path(started).touch()
        while not pathlib.Path(gate).exists():
            time.sleep(0.005)
        return 0.5

    return Metric(name="held", scorer=scorer, greater_is_better=True)


@pytest.fixture
def held(binary_data, tmp_path):
    """Return an outpost whose trials never end."""
    metric = held_metric(str(tmp_path / "started"), str(tmp_path / "gate"))
    return Outpost.of("search", [dataclasses.replace(binary_data, metric=metric).save(tmp_path / "held")])


def test_trial_is_the_same_as_here_and_its_models_come_back(sent, binary_data, make_job, tmp_path):
    job = make_job("linear")
    here = run_trial(job, binary_data)

    delivered = sent.measure(job, 0)
    trial = delivered.keep(str(tmp_path / "kept"))

    assert (trial.status, trial.score, trial.fold_scores) == (here.status, here.score, here.fold_scores)
    assert np.array_equal(trial.oof, here.oof)
    assert trial.model_file == str(tmp_path / "kept" / "7.pkl")
    assert len(load_models(trial)) == 3


def test_repeat_is_measured_on_its_own_folds(sent, make_job):
    assert len(sent.measure(make_job("linear"), 1).trial.fold_scores) == 2


def test_models_that_nobody_wants_stay_away(sent, make_job):
    assert sent.measure(make_job("linear", model_dir=None), 0).models is None


def test_size_is_that_of_the_table(sent, binary_data):
    matrix, _ = binary_data.views["dense"]

    assert sys.getsizeof(sent) > 2 * matrix.nbytes
    assert sent.mib == pytest.approx(sys.getsizeof(sent) / 2**20, rel=0.1)


def test_disk_that_is_full_costs_the_models_and_not_the_scores(sent, make_job, tmp_path):
    (tmp_path / "file").touch()

    trial = sent.measure(make_job("linear"), 0).keep(str(tmp_path / "file"))

    assert trial.score is not None
    assert trial.model_file is None
    assert "models were not kept" in trial.reason


def test_limits_hold_there(held, make_job):
    trial = held.measure(make_job("linear", limits=Limits(wall_s=0.3)), 0).trial

    assert trial.status is TrialStatus.TIMED_OUT


def test_stop_ends_what_runs(held, make_job, tmp_path):
    with ThreadPoolExecutor(1) as caller:
        measured = caller.submit(held.measure, make_job("linear"), 0)
        while not (tmp_path / "started").exists():
            time.sleep(0.01)
        held.stop()

    assert measured.result().trial.status is TrialStatus.CRASHED
    assert "stopped on request" in measured.result().trial.reason


def test_what_was_unpacked_is_gone_when_it_is_forgotten(binary_data, make_job, tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    outpost = Outpost.of("search", [binary_data.save(tmp_path / "data")])
    outpost.measure(make_job("linear"), 0, str(scratch))
    assert len(list(scratch.iterdir())) == 1

    del outpost
    gc.collect()

    assert list(scratch.iterdir()) == []

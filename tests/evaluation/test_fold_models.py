from __future__ import annotations

import dataclasses
import os
import signal
import threading

import numpy as np
import pytest
from lightgbm import LGBMRegressor
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import Pipeline

from jupyter_metaml.evaluation import Trial, TrialStatus, load_models
from jupyter_metaml.evaluation.fold_models import keep_models
from jupyter_metaml.exceptions import StorageError


@pytest.fixture
def models():
    x = np.arange(6.0).reshape(-1, 1)
    return [Pipeline([("model", LinearRegression().fit(x, slope * x[:, 0]))]) for slope in (1.0, 2.0)]


@pytest.fixture
def trial(make_job):
    return Trial.without_result(make_job(), status=TrialStatus.DONE, reason="")


def test_models_come_back_in_order(models, trial, tmp_path):
    kept = keep_models(models, tmp_path / "new" / "7.pkl")

    loaded = load_models(dataclasses.replace(trial, model_file=kept.file))

    assert [model.predict([[1.0]])[0] for model in loaded] == pytest.approx([1.0, 2.0])
    assert kept.mib == pytest.approx((tmp_path / "new" / "7.pkl").stat().st_size / 2**20)


def test_models_beyond_the_limit_are_not_kept_and_leave_nothing(models, tmp_path):
    kept = keep_models([*models, np.zeros(1_000_000)], tmp_path / "7.pkl", limit_mib=1.0)

    assert kept.file is None
    assert kept.reason == "its models were not kept: they take more than 1 MiB"
    assert list(tmp_path.iterdir()) == []


def test_models_that_cannot_be_pickled_are_not_kept(tmp_path):
    kept = keep_models([threading.Lock()], tmp_path / "7.pkl")

    assert kept.file is None
    assert "cannot pickle" in kept.reason
    assert list(tmp_path.iterdir()) == []


def test_place_that_cannot_be_written_is_told(models, tmp_path):
    (tmp_path / "file").write_text("in the way")

    kept = keep_models(models, tmp_path / "file" / "7.pkl")

    assert kept.file is None
    assert kept.reason.startswith("its models were not kept")


def test_models_that_were_not_kept_are_named(trial):
    with pytest.raises(StorageError, match="Trial 7 kept no models"):
        load_models(trial)


def test_models_that_are_gone_are_named(trial, tmp_path):
    with pytest.raises(StorageError, match="models of trial 7 cannot be read"):
        load_models(dataclasses.replace(trial, model_file=str(tmp_path / "7.pkl")))


@pytest.mark.parametrize("content", [b"", b"\x80\x05no pickle"])
def test_file_that_is_no_pickle_is_told(trial, tmp_path, content):
    (tmp_path / "7.pkl").write_bytes(content)

    with pytest.raises(StorageError, match="cannot be read"):
        load_models(dataclasses.replace(trial, model_file=str(tmp_path / "7.pkl")))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks are for POSIX systems")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded, use of fork:DeprecationWarning")
def test_models_of_lightgbm_are_loaded_in_a_fork_of_a_process_that_used_threads(trial, tmp_path):
    x = np.random.default_rng(0).normal(size=(5_000, 5))
    model = LGBMRegressor(n_estimators=5, n_jobs=0, verbosity=-1).fit(x, x[:, 0])  # 0: as many threads as OpenMP says
    kept = keep_models([Pipeline([("model", model)])], tmp_path / "7.pkl")

    child = os.fork()
    if child == 0:
        signal.alarm(30)  # ends a child that hangs
        os._exit(len(load_models(dataclasses.replace(trial, model_file=kept.file))))

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1

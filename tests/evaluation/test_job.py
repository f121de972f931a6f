from __future__ import annotations

import dataclasses
import pickle

import pytest

from jupyter_metaml.evaluation import Limits


def test_limits_need_no_memory_limit():
    assert Limits(wall_s=1.0).memory_mib is None


def test_job_travels_between_processes(make_job):
    job = make_job("linear", stop_above=(0.5, 0.5))

    assert pickle.loads(pickle.dumps(job)) == job


def test_job_cannot_be_changed(make_job):
    with pytest.raises(dataclasses.FrozenInstanceError):
        make_job().number = 3

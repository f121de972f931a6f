from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from types import SimpleNamespace

import cloudpickle
import pytest

from jupyter_metaml.evaluation import (
    Limits,
    WorkerDiedError,
    WorkerMemoryError,
    WorkerTimeoutError,
    slot,
    worker_process,
)
from jupyter_metaml.evaluation.slot import Slot, SubmittedJob

PATIENCE_S = 30.0


class Owner(SimpleNamespace):
    def __init__(self):
        super().__init__(jobs=queue.SimpleQueue(), generation=0, busy=threading.Event(), retired=queue.SimpleQueue())

    def retire(self, left, reason):
        self.retired.put((left, reason))

    def give(self, function, *arguments, limits=None, generation=0):
        future = Future()
        payload = cloudpickle.dumps((function, arguments, {}))
        self.jobs.put(SubmittedJob(future=future, payload=payload, limits=limits, generation=generation))
        return future


@pytest.fixture
def owner():
    made = Owner()
    yield made
    made.jobs.put(None)


def test_slot_runs_jobs_until_it_is_told_to_leave(owner):
    alone = Slot(owner, ())
    future = owner.give(abs, -4)

    owner.jobs.put(None)

    assert future.result(PATIENCE_S) == 4
    assert owner.retired.get(timeout=PATIENCE_S) == (alone, None)
    assert not alone.is_active


def test_job_from_before_a_stop_is_not_run(owner):
    owner.generation = 2
    Slot(owner, ())

    error = owner.give(abs, -4, generation=1).exception(PATIENCE_S)

    assert isinstance(error, WorkerDiedError)
    assert owner.give(abs, -4, generation=2).result(PATIENCE_S) == 4


def test_slot_that_cannot_start_a_process_gives_up_with_the_reason(owner, monkeypatch, tmp_path):
    broken = tmp_path / "bootstrap.py"
    broken.write_text("raise SystemExit(4)")
    monkeypatch.setattr(worker_process, "BOOTSTRAP", broken)
    monkeypatch.setattr(slot, "_RETRY_S", 0.0)

    alone = Slot(owner, ())

    assert owner.retired.get(timeout=PATIENCE_S) == (alone, "a new one ended with exit code 4")


def test_system_without_processes_is_named(owner, monkeypatch):
    def refuse(preload):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(slot, "WorkerProcess", refuse)
    monkeypatch.setattr(slot, "_RETRY_S", 0.0)

    alone = Slot(owner, ())

    assert owner.retired.get(timeout=PATIENCE_S) == (alone, "the system says Too many open files")


def test_python_without_an_executable_is_named(owner, monkeypatch):
    monkeypatch.setattr("sys.executable", None)
    monkeypatch.setattr(slot, "_RETRY_S", 0.0)

    Slot(owner, ())

    assert "executable" in owner.retired.get(timeout=PATIENCE_S)[1]


def test_error_of_the_slot_itself_is_told_to_the_owner_and_the_future(owner, monkeypatch, caplog):
    def fail():
        raise RuntimeError("broken clock")

    monkeypatch.setattr(slot, "oom_kills", fail)
    Slot(owner, ())

    error = owner.give(abs, -1).exception(PATIENCE_S)

    assert isinstance(error, WorkerDiedError)
    assert owner.retired.get(timeout=PATIENCE_S)[1] == "RuntimeError: broken clock"
    assert "A worker's slot failed" in caplog.text


def test_limits_are_enforced_when_the_owner_looks(owner):
    alone = Slot(owner, ())

    def hang():
        while True:
            pass

    future = owner.give(hang, limits=Limits(wall_s=0.0))
    while not future.done():
        alone.enforce_limits()

    assert "limit of 0 s" in str(future.exception(0))


def test_process_that_ended_itself_after_its_limit_ran_out_of_time():
    error = slot._loss(1, Limits(wall_s=2.0), 12.0, 0)

    assert isinstance(error, WorkerTimeoutError)


def test_kill_by_a_system_without_memory_is_told_apart(monkeypatch):
    monkeypatch.setattr(slot, "oom_kills", lambda: 4)

    assert isinstance(slot._loss(-9, None, 1.0, 3), WorkerMemoryError)
    assert isinstance(slot._loss(-9, None, 1.0, 4), WorkerDiedError)


def test_future_that_does_not_let_go_is_noticed(owner):
    alone = Slot(owner, ())
    inside, let_go = threading.Event(), threading.Event()

    def callback(_):
        inside.set()
        let_go.wait(PATIENCE_S)

    future = owner.give(abs, -1)
    future.add_done_callback(callback)
    assert inside.wait(PATIENCE_S)

    stuck = alone.is_stuck(0.0), alone.is_stuck(60.0)
    let_go.set()

    assert stuck == (True, False)
    assert owner.give(abs, -2).result(PATIENCE_S) == 2

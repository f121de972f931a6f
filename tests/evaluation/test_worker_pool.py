from __future__ import annotations

import threading
from concurrent.futures import Future

import cloudpickle
import pytest

from jupyter_metaml.evaluation import WorkerDiedError, slot, worker_pool, worker_process
from jupyter_metaml.evaluation.worker_pool import WorkerPool

PATIENCE_S = 30.0


def give(pool, function, *arguments):
    future = Future()
    pool.put(future, cloudpickle.dumps((function, arguments, {})), None)
    return future


@pytest.fixture
def broken_start(monkeypatch, tmp_path):
    path = tmp_path / "bootstrap.py"
    path.write_text("raise SystemExit(4)")
    monkeypatch.setattr(worker_process, "BOOTSTRAP", path)
    monkeypatch.setattr(slot, "_RETRY_S", 0.0)


@pytest.mark.usefixtures("broken_start")
def test_pool_without_a_single_process_fails_all_jobs_with_the_reason():
    pool = WorkerPool(2, ())

    first = give(pool, abs, -1).exception(PATIENCE_S)
    later = give(pool, abs, -1).exception(PATIENCE_S)

    assert isinstance(first, WorkerDiedError)
    assert "exit code 4" in str(first)
    assert isinstance(later, WorkerDiedError)
    assert not pool.is_usable


def test_system_without_threads_is_named(monkeypatch):
    def refuse(owner, preload):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(worker_pool, "Slot", refuse)

    error = give(WorkerPool(2, ()), abs, -1).exception(PATIENCE_S)

    assert "can't start new thread" in str(error)


def test_killed_pool_leaves_nothing_behind():
    pool = WorkerPool(2, ())
    give(pool, abs, -1).result(PATIENCE_S)

    pool.kill()

    assert pool.slots == []
    assert pool not in worker_pool._living
    assert not pool.is_usable


def test_slot_that_somebodys_callback_holds_is_replaced_when_everything_is_stopped():
    pool = WorkerPool(1, ())
    held = pool.slots[0]
    inside, let_go = threading.Event(), threading.Event()

    def callback(_):
        inside.set()
        let_go.wait(PATIENCE_S)

    give(pool, abs, -1).add_done_callback(callback)
    assert inside.wait(PATIENCE_S)

    pool.stop_jobs()

    assert held not in pool.slots
    assert give(pool, abs, -2).result(PATIENCE_S) == 2
    let_go.set()
    held.thread.join(PATIENCE_S)
    pool.kill()


def test_watcher_replaces_such_a_slot_by_itself(monkeypatch):
    monkeypatch.setattr(worker_pool, "_STUCK_S", 0.1)
    pool = WorkerPool(1, ())
    held = pool.slots[0]
    let_go = threading.Event()

    give(pool, abs, -1).add_done_callback(lambda _: let_go.wait(PATIENCE_S))

    assert give(pool, abs, -2).result(PATIENCE_S) == 2
    let_go.set()
    held.thread.join(PATIENCE_S)
    pool.kill()

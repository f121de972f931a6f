"""Nothing outlives the process that asked for it, however that ends, and an interrupt reaches that process only."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jupyter_metaml.evaluation.process_group import has_ended

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and process groups")

SCRIPT = """
import os, re, signal, subprocess, time
from jupyter_metaml.evaluation import IsolatedExecutor

# Shells that start a job in the background have it ignore interrupts, and all of its children.
signal.signal(signal.SIGINT, signal.default_int_handler)

def hold_the_lock(folder):
    open(f"{{folder}}/{{os.getpid()}}.worker", "w").close()
    sum(range(10**15))

def compute_with_a_child(folder):
    child = subprocess.Popen(["sleep", "1000"])
    open(f"{{folder}}/{{child.pid}}.child", "w").close()
    open(f"{{folder}}/{{os.getpid()}}.worker", "w").close()
    while True:
        pass

executor = IsolatedExecutor(3, preload=())
futures = [executor.submit({first}, {folder!r}), executor.submit({second}, {folder!r})]
try:
    open({folder!r} + "/ready", "w").close()
    time.sleep(100)
except KeyboardInterrupt:
    print("interrupted", [future.done() for future in futures], flush=True)
    time.sleep(100)
"""


def start_parent(folder: Path, first: str, second: str) -> subprocess.Popen[str]:
    root = str(Path(__file__).parents[2])
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT.format(folder=str(folder), first=first, second=second)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def numbers(folder: Path, kind: str) -> list[int]:
    return [int(path.stem) for path in folder.glob(f"*.{kind}")]


def wait_for_workers(folder: Path) -> list[int]:
    """Wait until both workers compute and the parent sleeps: an interrupt before that would end it."""
    patience = time.monotonic() + 120
    while (len(numbers(folder, "worker")) < 2 or not (folder / "ready").exists()) and time.monotonic() < patience:
        time.sleep(0.01)
    return numbers(folder, "worker")


def seconds_until_gone(pids: list[int]) -> float:
    started = time.monotonic()
    while not all(has_ended(pid) for pid in pids) and time.monotonic() < started + 10:
        time.sleep(0.01)
    return time.monotonic() - started


@pytest.fixture
def parent(tmp_path):
    """Return a starter of parents, all of whose processes are gone after the test."""
    started: list[subprocess.Popen[str]] = []

    def start(*jobs: str) -> subprocess.Popen[str]:
        started.append(start_parent(tmp_path, *jobs))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()
    for pid in numbers(tmp_path, "worker") + numbers(tmp_path, "child"):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def test_workers_and_their_children_end_with_a_killed_parent(parent, tmp_path):
    process = parent("compute_with_a_child", "compute_with_a_child")
    workers = wait_for_workers(tmp_path)
    assert len(workers) == 2

    process.kill()

    assert seconds_until_gone(workers + numbers(tmp_path, "child")) < 5


@pytest.mark.skipif(sys.platform != "linux", reason="the system is asked to end the worker")
def test_worker_whose_native_code_holds_the_interpreter_lock_ends_too(parent, tmp_path):
    process = parent("hold_the_lock", "hold_the_lock")
    workers = wait_for_workers(tmp_path)
    assert len(workers) == 2

    process.kill()

    assert seconds_until_gone(workers) < 5


def test_interrupt_of_the_parents_group_does_not_reach_workers(parent, tmp_path):
    process = parent("compute_with_a_child", "hold_the_lock")
    workers = wait_for_workers(tmp_path)
    assert len(workers) == 2

    os.killpg(process.pid, signal.SIGINT)

    assert process.stdout.readline() == "interrupted [False, False]\n"
    assert not any(has_ended(pid) for pid in workers)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_workers_end_with_a_parent_that_is_asked_to_end(parent, tmp_path, number):
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip("this process ignores the signal (nohup does that), and so would its child")
    process = parent("compute_with_a_child", "compute_with_a_child")
    workers = wait_for_workers(tmp_path)

    process.send_signal(number)

    assert seconds_until_gone(workers + numbers(tmp_path, "child")) < 5

from __future__ import annotations

import ctypes
import gc
import os
import re
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from executor_contract import PATIENCE_S, ExecutorContract

from jupyter_metaml.evaluation import (
    IsolatedExecutor,
    Limits,
    WorkerDiedError,
    WorkerMemoryError,
    WorkerTimeoutError,
    shared_executor,
)
from jupyter_metaml.evaluation.process_group import has_ended
from jupyter_metaml.exceptions import EvaluationError, UsageError

posix = pytest.mark.skipif(os.name != "posix", reason="signals and process groups")
SHORT = Limits(wall_s=0.4)


def gone(*pids: int) -> bool:
    """Wait until processes have ended, or for five seconds."""
    patience = time.monotonic() + 5
    while time.monotonic() < patience:
        if all(has_ended(pid) for pid in pids):
            return True
        time.sleep(0.01)
    return False


def run_script(code: str, folder: Path, **options) -> subprocess.CompletedProcess[str]:
    script = folder / "script.py"
    script.write_text(code, encoding="utf-8")
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])}
    return subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
        cwd=folder,
        check=False,
        **options,
    )


class TestIsolatedExecutorKeepsTheContract(ExecutorContract):
    @pytest.fixture
    def executor(self, workers):
        return workers

    @pytest.fixture
    def single(self):
        executor = IsolatedExecutor(1, preload=())
        yield executor
        executor.shutdown()


class TestThreadPoolExecutorKeepsTheContract(ExecutorContract):
    """The plain reference: shows that the contract asks for nothing special."""

    @pytest.fixture
    def executor(self):
        with ThreadPoolExecutor(2) as executor:
            yield executor

    @pytest.fixture
    def single(self):
        with ThreadPoolExecutor(1) as executor:
            yield executor


def hang_in_python():
    def job():
        while True:
            pass

    return job


def hang_in_native_threads():
    def job():
        import threading
        import time

        for _ in range(3):
            threading.Thread(target=time.sleep, args=(1000,)).start()
        time.sleep(1000)

    return job


HANGS = {
    "in Python": hang_in_python(),
    "in C with the interpreter lock": lambda: sum(range(10**15)),
    "in a regular expression": lambda: re.match(r"(a+)+$", "a" * 60 + "b"),
    "in native threads": hang_in_native_threads(),
}


@pytest.mark.parametrize("job", HANGS.values(), ids=HANGS.keys())
def test_hanging_job_is_ended_at_its_limit(workers, job):
    started = time.monotonic()

    error = workers.submit(job, limits=SHORT).exception(PATIENCE_S)

    assert isinstance(error, WorkerTimeoutError)
    assert isinstance(error, EvaluationError)
    assert "0.4 s" in str(error)
    assert time.monotonic() - started > 0.4
    assert workers.submit(abs, -1).result(PATIENCE_S) == 1


@posix
def test_stopped_job_is_ended_at_its_limit(workers):
    error = workers.submit(lambda: os.kill(os.getpid(), signal.SIGSTOP), limits=SHORT).exception(PATIENCE_S)

    assert isinstance(error, WorkerTimeoutError)


def raises(error):
    def job():
        raise error

    return job


def kill_oneself():
    os.kill(os.getpid(), signal.SIGKILL)


DEATHS = {
    "segfault": (lambda: ctypes.string_at(0), "SIGSEGV"),
    "abort": (os.abort, "SIGABRT"),
    "clean exit": (lambda: os._exit(0), "exit code 0"),
    "exit code": (lambda: os._exit(7), "exit code 7"),
    "SystemExit": (raises(SystemExit(3)), "SystemExit"),
    "KeyboardInterrupt": (raises(KeyboardInterrupt()), "KeyboardInterrupt"),
    "GeneratorExit": (raises(GeneratorExit()), "GeneratorExit"),
    "killed from outside": (lambda: os.kill(os.getpid(), 9), "out of memory"),
    "closes all descriptors": (lambda: os.closerange(0, 256), "closed its channel|exit code"),
}


@posix
@pytest.mark.parametrize(("job", "words"), DEATHS.values(), ids=DEATHS.keys())
def test_death_of_a_worker_is_told_in_plain_words(workers, job, words):
    error = workers.submit(job).exception(PATIENCE_S)

    assert isinstance(error, WorkerDiedError)
    assert re.search(words, str(error))
    assert workers.submit(abs, -1).result(PATIENCE_S) == 1


def test_prints_of_a_job_go_nowhere(workers, capfd):
    def loud():
        line = "x" * 1_000_000
        for _ in range(150):
            print(line)  # noqa: T201 - the very thing
            os.write(2, line.encode())
        return "done"

    assert workers.submit(loud).result(PATIENCE_S) == "done"
    assert capfd.readouterr() == ("", "")


def test_closed_output_does_not_disturb_a_job(workers):
    def closes_output():
        import sys

        sys.stdout.close()
        os.close(2)
        return os.getpid()

    assert workers.submit(closes_output).result(PATIENCE_S) > 0
    assert workers.submit(abs, -1).result(PATIENCE_S) == 1


def test_job_beyond_its_memory_limit_is_ended(workers):
    def fills_memory():
        taken = []
        while True:
            taken.append(bytearray(b"x" * 4_000_000))

    error = workers.submit(fills_memory, limits=Limits(wall_s=PATIENCE_S, memory_mib=300)).exception(PATIENCE_S)

    assert isinstance(error, WorkerMemoryError)
    assert isinstance(error, MemoryError)
    assert "300 MiB" in str(error)


@posix
def test_memory_of_grandchildren_counts(workers):
    def has_a_hungry_child():
        import subprocess
        import sys
        import time

        child = subprocess.Popen([sys.executable, "-c", "x = b'x' * 400_000_000; import time; time.sleep(99)"])
        time.sleep(99)
        return child.pid

    error = workers.submit(has_a_hungry_child, limits=Limits(wall_s=PATIENCE_S, memory_mib=300)).exception(PATIENCE_S)

    assert isinstance(error, WorkerMemoryError)


def leaves_children(pids: Path, *, then: str):
    def job():
        import subprocess
        import time

        children = [
            subprocess.Popen(["sleep", "1000"]),
            subprocess.Popen(["sleep", "1000"], start_new_session=True),
        ]
        with open(f"{pids}.part", "w") as file:  # noqa: PTH123 - plain in the worker
            file.write(" ".join(str(child.pid) for child in children))
        os.replace(f"{pids}.part", pids)  # noqa: PTH105
        if then == "crash":
            os._exit(1)
        if then == "hang":
            time.sleep(1000)
        return len(children)

    return job


@posix
@pytest.mark.parametrize("then", ["return", "hang", "crash"])
def test_grandchildren_go_with_the_job(workers, tmp_path, then):
    pids = tmp_path / "pids"

    wait([workers.submit(leaves_children(pids, then=then), limits=Limits(wall_s=1.0))], PATIENCE_S)

    of_group, of_own_session = (int(pid) for pid in pids.read_text().split())
    assert gone(of_group)
    # A worker that ended itself can no longer tell which processes outside its group were its own.
    assert then == "crash" or gone(of_own_session)
    if then == "crash":
        os.kill(of_own_session, signal.SIGKILL)


def test_kill_running_ends_and_cancels_everything(workers):
    running = [workers.submit(hang_in_python()) for _ in range(2)]
    waiting = [workers.submit(abs, -1) for _ in range(3)]
    while not all(future.running() for future in running):
        wait(running, 0.01)

    started = time.monotonic()
    workers.kill_running()
    seconds = time.monotonic() - started

    assert all(isinstance(future.exception(0), WorkerDiedError) for future in running)
    assert all(future.cancelled() for future in waiting)
    assert seconds < 0.2
    assert workers.submit(abs, -1).result(PATIENCE_S) == 1


def test_kill_running_twice_does_no_harm(workers):
    future = workers.submit(hang_in_python())

    workers.kill_running()
    workers.kill_running()

    wait([future], PATIENCE_S)
    assert future.cancelled() or isinstance(future.exception(0), WorkerDiedError)
    assert workers.submit(abs, -1).result(PATIENCE_S) == 1


def test_worker_is_used_again(single):
    assert len({single.submit(os.getpid).result(PATIENCE_S) for _ in range(5)}) == 1


def test_worker_that_kept_much_memory_is_replaced(single):
    def hoard():
        import builtins

        builtins.hoard = b"x" * 600_000_000
        return os.getpid()

    first = single.submit(hoard).result(PATIENCE_S)

    assert single.submit(os.getpid).result(PATIENCE_S) != first


def test_job_runs_in_one_thread_by_default(workers):
    def threads():
        import numpy as np
        from joblib import cpu_count
        from sklearn.ensemble import HistGradientBoostingRegressor  # noqa: F401 - loads OpenMP
        from threadpoolctl import threadpool_info

        np.ones((300, 300)) @ np.ones((300, 300))
        return cpu_count(), [pool["num_threads"] for pool in threadpool_info()]

    believed, pools = workers.submit(threads).result(PATIENCE_S)

    assert believed == 1
    assert set(pools) == {1}


def test_unpicklable_function_argument_and_result_belong_to_the_future(workers):
    lock = threading.Lock()

    errors = [
        workers.submit(abs, lock).exception(PATIENCE_S),
        workers.submit(lambda: lock).exception(PATIENCE_S),
        workers.submit(lambda: threading.Lock()).exception(PATIENCE_S),  # noqa: PLW0108 - made in the worker
    ]

    assert [type(error) for error in errors] == [TypeError] * 3
    assert workers.submit(abs, -1).result(PATIENCE_S) == 1


def test_exception_that_cannot_travel_becomes_its_words(workers):
    def job():
        class AwkwardError(Exception):
            def __init__(self, left, right):
                super().__init__(f"{left} and {right}")

        raise AwkwardError("salt", "pepper")

    error = workers.submit(job).exception(PATIENCE_S)

    assert type(error) is EvaluationError
    assert "AwkwardError: salt and pepper" in str(error)


def test_exception_carries_the_traceback_of_the_worker(workers):
    def divides():
        return 1 / 0

    error = workers.submit(divides).exception(PATIENCE_S)

    assert "in divides" in error.__notes__[0]


def test_large_argument_and_result_pass(workers):
    block = os.urandom(3_000_000)

    assert workers.submit(lambda given: given + given, block).result(PATIENCE_S) == block + block


def test_module_in_the_working_directory_cannot_stand_in_for_another(tmp_path, monkeypatch):
    for name in ("signal", "random", "pandas", "numpy"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError('shadowed')")
    (tmp_path / "own_metric.py").write_text("def double(number):\n    return 2 * number\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    import own_metric

    def job():
        import random
        import signal

        import pandas as pd

        return signal.__name__, random.__name__, pd.__name__

    with IsolatedExecutor(1, preload=("random", "pandas")) as executor:
        assert executor.submit(job).result(PATIENCE_S) == ("signal", "random", "pandas")
        assert executor.submit(own_metric.double, 4).result(PATIENCE_S) == 8


def test_module_path_of_later_cells_is_known_to_warm_workers(workers, tmp_path, monkeypatch):
    workers.submit(abs, -1).result(PATIENCE_S)
    (tmp_path / "written_later.py").write_text("def answer():\n    return 42\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    import written_later

    assert workers.submit(written_later.answer).result(PATIENCE_S) == 42


def test_main_script_is_not_run_again(tmp_path):
    done = run_script(
        """
from jupyter_metaml.evaluation import IsolatedExecutor
print("hello from main")
class Point:
    def __init__(self, x): self.x = x
def move(point): return Point(point.x + 1)
executor = IsolatedExecutor(1, preload=())
moved = executor.submit(move, Point(1)).result(30)
print(type(moved) is Point, moved.x)
""",
        tmp_path,
    )

    assert done.stdout.splitlines() == ["hello from main", "True 2"], done.stderr


def test_settings_for_warnings_do_not_reach_workers(tmp_path):
    done = run_script(
        """
import os, warnings
os.environ["PYTHONWARNINGS"] = "error"
warnings.simplefilter("error")
from jupyter_metaml.evaluation import IsolatedExecutor
executor = IsolatedExecutor(1, preload=("pandas",))
def warns():
    import warnings
    warnings.warn("careful")
    return "fine"
print(executor.submit(warns).result(30))
""",
        tmp_path,
    )

    assert done.stdout.split() == ["fine"], done.stderr


def test_script_that_ends_in_the_middle_leaves_no_worker(tmp_path):
    done = run_script(
        """
import os, time
from jupyter_metaml.evaluation import IsolatedExecutor
executor = IsolatedExecutor(2, preload=())
pid = executor.submit(os.getpid).result(30)
executor.submit(time.sleep, 1000)
executor.submit(time.sleep, 1000)
executor.submit(time.sleep, 1000)
print(pid)
""",
        tmp_path,
    )

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert gone(int(done.stdout))


@posix
def test_few_descriptors_mean_fewer_workers(tmp_path):
    done = run_script(
        """
import os, resource
from jupyter_metaml.evaluation import IsolatedExecutor
used = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 12
resource.setrlimit(resource.RLIMIT_NOFILE, (used + 12, used + 12))
executor = IsolatedExecutor(12, preload=())
print(sorted(executor.map(abs, range(-30, 0), timeout=50)) == list(range(1, 31)))
executor.wait_until_ready(20)
executor.shutdown()
""",
        tmp_path,
    )

    assert done.stdout.split() == ["True"], done.stderr
    assert done.stderr.count("Going on with fewer worker processes") == 1


@posix
def test_fork_neither_uses_nor_ends_the_workers_of_its_parent(tmp_path):
    done = run_script(
        """
import os, sys
from jupyter_metaml.evaluation import IsolatedExecutor, WorkerDiedError
executor = IsolatedExecutor(1, preload=())
before = executor.submit(os.getpid).result(30)
child = os.fork()
if child == 0:
    try:
        executor.submit(abs, 1)
    except WorkerDiedError:
        executor.kill_running()
        executor.shutdown()
        sys.exit(5)
    sys.exit(1)
_, status = os.waitpid(child, 0)
print(os.waitstatus_to_exitcode(status), executor.submit(os.getpid).result(30) == before)
""",
        tmp_path,
    )

    assert done.stdout.split() == ["5", "True"], done.stderr


@posix
def test_interrupts_at_any_moment_leave_the_pool_at_work(tmp_path):
    done = run_script(
        """
import random, signal, time
from concurrent.futures import FIRST_COMPLETED, wait
from jupyter_metaml.evaluation import IsolatedExecutor

def interrupt(*_):
    raise KeyboardInterrupt

signal.signal(signal.SIGALRM, interrupt)
choose = random.Random(0)
executor = IsolatedExecutor(2, preload=())
assert executor.wait_until_ready(30)
n_interrupts = 0
while n_interrupts < 200:
    try:
        signal.setitimer(signal.ITIMER_REAL, choose.uniform(0.0001, 0.006))
        futures = {executor.submit(pow, 2, power) for power in range(4)}
        while futures:
            _, futures = wait(futures, timeout=0.001, return_when=FIRST_COMPLETED)
        signal.setitimer(signal.ITIMER_REAL, 0)
    except (KeyboardInterrupt, RuntimeError):  # wait() releases a lock twice when it is interrupted just so
        n_interrupts += 1
        executor.kill_running()
print(executor.submit(abs, -1).result(30), executor.n_workers)
""",
        tmp_path,
    )

    assert done.stdout.split() == ["1", "2"], done.stderr


def test_forgotten_executor_finishes_its_jobs_and_ends():
    executor = IsolatedExecutor(1, preload=())
    future = executor.submit(os.getpid)
    thread = executor._pool.slots[0].thread
    del executor
    gc.collect()

    pid = future.result(PATIENCE_S)

    thread.join(PATIENCE_S)
    assert gone(pid)


def test_executor_needs_a_worker():
    with pytest.raises(UsageError, match="n_workers is 0"):
        IsolatedExecutor(0)


def test_readiness_is_told(single):
    assert single.wait_until_ready(PATIENCE_S)
    assert (single.n_ready, single.n_workers) == (1, 1)


@pytest.fixture
def bare_shared(monkeypatch):
    """Let shared executors be bare, and end them."""
    known: dict[int, IsolatedExecutor] = {}
    monkeypatch.setattr("jupyter_metaml.evaluation.isolation._shared", known)
    monkeypatch.setattr("jupyter_metaml.evaluation.isolation.PRELOAD", ())
    monkeypatch.setattr(IsolatedExecutor.__init__, "__kwdefaults__", {"preload": ()})
    yield
    for executor in known.values():
        executor.shutdown()


@pytest.mark.usefixtures("bare_shared")
def test_shared_executor_stays_warm_and_grows():
    first = shared_executor(1)
    pid = first.submit(os.getpid).result(PATIENCE_S)

    second = shared_executor(2)

    assert second is first
    assert second.n_workers == 2
    assert second.wait_until_ready(PATIENCE_S)
    assert pid in {future.result(PATIENCE_S) for future in [second.submit(os.getpid) for _ in range(10)]}
    assert shared_executor(1).n_workers == 2


@pytest.mark.usefixtures("bare_shared")
def test_shared_executor_is_replaced_after_shutdown():
    first = shared_executor(1)
    first.shutdown()

    assert shared_executor(1).submit(abs, -1).result(PATIENCE_S) == 1

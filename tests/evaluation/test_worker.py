from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

PATIENCE_S = 30.0


def test_jobs_share_the_modules_that_were_imported(single):
    single.submit(lambda: __import__("decimal")).result(PATIENCE_S)

    assert single.submit(lambda: "decimal" in __import__("sys").modules).result(PATIENCE_S)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_interrupts_are_not_for_workers(single):
    assert single.submit(signal.getsignal, signal.SIGINT).result(PATIENCE_S) == signal.SIG_IGN


@pytest.mark.skipif(os.name != "posix", reason="permissions")
def test_files_of_a_worker_are_for_this_user_only(single, tmp_path):
    single.submit((tmp_path / "made").touch).result(PATIENCE_S)

    assert (tmp_path / "made").stat().st_mode & 0o077 == 0


@pytest.mark.skipif(sys.platform != "linux", reason="the order in which Linux ends processes")
def test_workers_are_the_first_to_go_when_memory_runs_out(single):
    def score():
        with open("/proc/self/oom_score_adj") as file:  # noqa: PTH123 - plain in the worker
            return int(file.read())

    assert single.submit(score).result(PATIENCE_S) == 1000


def test_crash_leaves_no_core_file(single):
    def largest_core():
        import resource

        return resource.getrlimit(resource.RLIMIT_CORE)

    assert single.submit(largest_core).result(PATIENCE_S) == (0, 0)


def test_pool_of_an_earlier_job_does_not_disturb_the_next(single):
    def uses_processes():
        from joblib import Parallel, delayed

        return Parallel(n_jobs=2, backend="loky")(delayed(abs)(number) for number in (-1, -2))

    assert [single.submit(uses_processes).result(PATIENCE_S) for _ in range(2)] == [[1, 2], [1, 2]]


def test_child_of_a_job_is_gone_before_its_answer_comes(single):
    def leaves_a_child():
        return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"]).pid

    pid = single.submit(leaves_a_child).result(PATIENCE_S)

    assert not os.path.exists(f"/proc/{pid}")  # noqa: PTH110

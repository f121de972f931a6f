from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import cloudpickle
import psutil
import pytest

from jupyter_metaml.evaluation.worker_process import WorkerProcess, module_path


@pytest.fixture
def process():
    started = WorkerProcess(())
    yield started
    started.kill()
    started.close()


def ask(process, function, *arguments):
    answer = process.ask(cloudpickle.dumps((function, arguments, {})), wall_s=None)
    return None if answer is None else cloudpickle.loads(answer.payload)


def test_process_answers_when_it_is_ready(process):
    assert process.wait_until_ready()

    assert ask(process, abs, -2) == 2
    assert ask(process, os.getpid) == process.pid


def test_process_has_one_thread_per_library_and_no_settings_of_the_shell(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "8")
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.delenv("PYTHONHASHSEED", raising=False)  # a cluster in this process leaves one behind
    process = WorkerProcess(())
    assert process.wait_until_ready()

    seen = ask(process, lambda: dict(os.environ))
    process.kill()
    process.close()

    assert seen["OMP_NUM_THREADS"] == "1"
    assert seen["OMP_WAIT_POLICY"] == "PASSIVE"
    assert seen["PYTHONHASHSEED"] == "0"
    assert not {"PYTHONWARNINGS", "PYTHONPATH"} & seen.keys()


@pytest.mark.skipif(os.name != "posix", reason="sessions")
def test_process_leads_its_own_session(process):
    assert os.getsid(process.pid) == process.pid != os.getsid(0)


def test_exit_code_of_a_process_that_ended_is_kept(process):
    process.wait_until_ready()

    assert ask(process, os._exit, 3) is None
    assert process.close() == 3


def test_process_that_closes_its_pipes_is_ended(process):
    process.wait_until_ready()

    def closes_everything():
        import time

        os.closerange(3, 64)
        time.sleep(1000)

    assert ask(process, closes_everything) is None
    # ended here, or by its own listener, which lost its pipe, too
    assert process.close() in {None, -signal.SIGKILL}
    assert not psutil.pid_exists(process.pid)


def test_killed_process_gives_no_answer(process):
    process.wait_until_ready()
    process.kill()
    process.kill()

    assert ask(process, abs, -1) is None


def test_process_that_cannot_run_is_never_ready(monkeypatch, tmp_path):
    broken = tmp_path / "bootstrap.py"
    broken.write_text("raise SystemExit(4)")
    monkeypatch.setattr("jupyter_metaml.evaluation.worker_process.BOOTSTRAP", broken)
    process = WorkerProcess(())

    assert not process.wait_until_ready()
    assert process.close() == 4


def test_memory_of_a_process_is_measured(process):
    process.wait_until_ready()
    before = process.memory_mib()

    def keep():
        import builtins

        builtins.kept = bytearray(b"x" * 50_000_000)

    ask(process, keep)

    assert process.memory_mib() > before + 40


def test_unsafe_entries_of_the_path_come_last(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    installed = str(Path(os.__file__).resolve().parent)
    monkeypatch.setattr(sys, "path", ["", str(tmp_path), installed, str(tmp_path / "library")])

    assert module_path() == [installed, str((tmp_path / "library").resolve()), str(tmp_path.resolve())]


def test_directory_of_the_main_script_is_unsafe_too(monkeypatch, tmp_path):
    monkeypatch.setattr(sys.modules["__main__"], "__file__", str(tmp_path / "script.py"), raising=False)
    monkeypatch.setattr(sys, "path", [str(tmp_path), "/opt/library"])

    assert module_path() == [str(Path("/opt/library").resolve()), str(tmp_path.resolve())]


def test_installed_packages_are_safe_wherever_the_script_lies(monkeypatch):
    installed = Path(pytest.__file__).resolve().parents[1]
    monkeypatch.setattr(sys.modules["__main__"], "__file__", str(installed / "launcher.py"), raising=False)
    monkeypatch.setattr(sys, "path", [str(installed), "/opt/library"])

    assert module_path()[0] == str(installed)

"""One worker process as its parent holds it: started, spoken to, ended, waited for."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import pickle
import site
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Sequence
from io import FileIO
from pathlib import Path
from typing import cast

import psutil

from jupyter_metaml.evaluation.frames import read_frame, write_frame
from jupyter_metaml.evaluation.process_group import descendants, has_ended, kill_group, private_mib
from jupyter_metaml.evaluation.worker import READY, Answer, Request

BOOTSTRAP = Path(__file__).with_name("worker_bootstrap.py")
# How long a process whose pipe is closed may take to end by itself before it is ended.
FAREWELL_S = 0.5
_REAP_S = 5.0
# One thread each, and threads that sleep while they wait: the pool is what runs in parallel.
_ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "BLIS_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
        "NUMEXPR_NUM_THREADS",
        "NUMBA_NUM_THREADS",
        "LOKY_MAX_CPU_COUNT",
    ),
    "1",
)
_ENVIRONMENT = {**_ONE_THREAD, "OMP_WAIT_POLICY": "PASSIVE", "MPLBACKEND": "agg"}
# What would let the user's shell change how a worker starts. The path is handed over in full instead.
_NOT_INHERITED = (
    "PYTHONPATH",
    "PYTHONWARNINGS",
    "PYTHONINSPECT",
    "PYTHONSTARTUP",
    "PYTHONFAULTHANDLER",
    "PYTHONDEVMODE",
    "PYTHONTRACEMALLOC",
)


class WorkerProcess:
    """A process that runs one job at a time.

    Starting, sending and receiving belong to one thread, which has to live as long as the process: Linux ends the
    process when that thread ends. Ending and measuring may be done by any thread.

    Parameters
    ----------
    preload : sequence of str
        Modules that it imports at its start.

    Raises
    ------
    OSError
        If the system gives no further process or descriptor.
    """

    def __init__(self, preload: Sequence[str]) -> None:
        if not sys.executable:  # Python inside another program
            raise FileNotFoundError(errno.ENOENT, "Python does not know where its own executable is")
        self.started = time.monotonic()
        start = json.dumps({"path": module_path(), "preload": list(preload)})
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(BOOTSTRAP), start],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=_environment(),
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        self._requests = cast("FileIO", self._process.stdin)
        self._answers = cast("FileIO", self._process.stdout)
        self._measured = psutil.Process(self.pid)
        self._lock = threading.Lock()
        self._is_over = False
        self._seen_below: list[psutil.Process] = []

    @property
    def pid(self) -> int:
        """Number of the process, and of its group."""
        return self._process.pid

    def wait_until_ready(self) -> bool:
        """Wait for the first sign of life; False when the process ended instead."""
        frame = read_frame(self._answers)
        return frame is not None and bytes(frame) == READY

    def ask(self, payload: bytes, *, wall_s: float | None) -> Answer | None:
        """Run a job and return its answer; None when the process ended instead."""
        request = Request(path=module_path(), wall_s=wall_s, payload=payload)
        try:
            write_frame(self._requests, pickle.dumps(request, protocol=5))
        except OSError:
            return None
        frame = read_frame(self._answers)
        return None if frame is None else cast("Answer", pickle.loads(frame))  # noqa: S301 - our own process

    def kill(self) -> None:
        """End the process and everything it started; does nothing once it is over."""
        with self._lock:
            if not self._is_over:
                kill_group(self.pid, self._seen_below)
                self._is_over = True

    def close(self) -> int | None:
        """End what is left, take the exit code and give the descriptors back.

        Returns
        -------
        int or None
            Exit code, negative for a signal; None when the process had to be ended here.
        """
        patience = time.monotonic() + FAREWELL_S
        while not self._is_over and not has_ended(self.pid) and time.monotonic() < patience:
            time.sleep(0.005)
        had_ended = has_ended(self.pid)
        self.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):  # stuck in the system: nothing can be done about it
            self._process.wait(_REAP_S)
        self._requests.close()
        self._answers.close()
        return self._process.returncode if had_ended else None

    def memory_mib(self) -> float:
        """Measure the private memory of the process and its descendants in MiB."""
        self._seen_below = descendants(self.pid)
        return sum(private_mib(process) for process in (self._measured, *self._seen_below))


def module_path() -> list[str]:
    """Return this process's module path for a worker: absolute, and the unsafe entries last.

    The working directory and the script's own directory may hold a file named ``signal.py`` or ``pandas.py``. A
    worker still finds a user's modules there, but looks in the standard library and among installed packages first.
    """
    main_file = getattr(sys.modules.get("__main__"), "__file__", None)
    unsafe = {_working_directory()} | ({str(Path(main_file).resolve().parent)} if main_file else set())
    unsafe -= _installed_directories()
    entries = [_absolute(entry) for entry in sys.path]
    return list(dict.fromkeys(sorted(entries, key=unsafe.__contains__)))


def _absolute(entry: str) -> str:
    return str(Path(os.fsdecode(entry)).resolve()) if entry else _working_directory()


def _working_directory() -> str:
    try:
        return str(Path.cwd())
    except OSError:  # it was deleted
        return os.curdir


def _installed_directories() -> set[str]:
    paths = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    return {str(Path(path).resolve()) for path in (*paths, *site.getsitepackages(), site.getusersitepackages())}


def _environment() -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
    # One order of sets in all workers: the same configuration gives the same model in each of them.
    return {"PYTHONHASHSEED": "0", **inherited, **_ENVIRONMENT}

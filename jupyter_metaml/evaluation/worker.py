"""The loop inside a worker process: take a job, run it, answer, tidy up.

::

    parent --(path, wall_s, job)--> listener thread --> inbox --> main thread --(answer)--> parent
                                        |
                                        +-- pipe closed: the parent is gone, so everything here ends at once
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import gc
import importlib
import os
import pickle
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from io import FileIO
from pathlib import Path
from queue import SimpleQueue
from typing import NoReturn

import cloudpickle
import psutil

from jupyter_metaml.evaluation.attempt import attempt
from jupyter_metaml.evaluation.frames import read_frame, write_frame
from jupyter_metaml.evaluation.parent_death import ask_system_to_end_us, end_everything
from jupyter_metaml.evaluation.process_group import descendants, kill_all, private_mib
from jupyter_metaml.evaluation.worker_errors import WorkerDiedError
from jupyter_metaml.exceptions import EvaluationError

READY = b"ready"
# A worker that after a job still holds so much more than at its start gives way to a fresh one.
RETIRE_MIB = 500.0
# The parent enforces limits. Should it be unable to, a worker ends itself so long after its limit.
LAST_RESORT_S = 10.0
_LONGEST_S = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the parent sends for one job.

    Parameters
    ----------
    path : list of str
        Where modules are looked for.
    wall_s : float or None
        The limit of the job in seconds.
    payload : bytes
        A cloudpickle of function, arguments and keyword arguments.
    """

    path: list[str]
    wall_s: float | None
    payload: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the worker sends back.

    Parameters
    ----------
    succeeded : bool
        Whether `payload` is the result; else it is the exception.
    payload : bytes
        A cloudpickle.
    retires : bool
        Whether this worker should be replaced.
    """

    succeeded: bool
    payload: bytes
    retires: bool


def serve(requests: FileIO, answers: FileIO, *, preload: Sequence[str]) -> NoReturn:
    """Answer requests one after another until the process is ended.

    Parameters
    ----------
    requests, answers : FileIO
        Pipes from and to the parent.
    preload : sequence of str
        Modules to import before the first request; those that cannot be imported are left out.
    """
    ask_system_to_end_us()
    inbox: SimpleQueue[Request] = SimpleQueue()
    threading.Thread(target=_listen, args=(requests, inbox), daemon=True).start()
    _settle_down()
    for name in preload:
        attempt(partial(importlib.import_module, name))  # a broken optional package shows when a job needs it
    gc.collect()
    gc.freeze()  # what is imported stays: collections between jobs need not look at it
    empty_mib = private_mib(psutil.Process())
    write_frame(answers, READY)
    while True:
        request = inbox.get()
        succeeded, payload = _run(request)
        retires = _tidy_up() or private_mib(psutil.Process()) > empty_mib + RETIRE_MIB
        write_frame(answers, pickle.dumps(Answer(succeeded=succeeded, payload=payload, retires=retires), protocol=5))


def _listen(requests: FileIO, inbox: SimpleQueue[Request]) -> None:
    while (frame := read_frame(requests)) is not None:
        inbox.put(pickle.loads(frame))  # noqa: S301 - the pipe comes from our parent
    end_everything()


def _settle_down() -> None:
    """Make this process quiet, private, and the first one that a machine without memory ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.simplefilter("ignore")
    os.umask(0o077)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _run(request: Request) -> tuple[bool, bytes]:
    sys.path[:] = request.path
    if request.wall_s is not None:
        # A timer in C: it works while native code holds the interpreter lock.
        faulthandler.dump_traceback_later(
            min(request.wall_s + LAST_RESORT_S, _LONGEST_S), exit=True, file=sys.__stderr__ or sys.stderr
        )
    outcome = attempt(partial(_work, request.payload))
    faulthandler.cancel_dump_traceback_later()
    if outcome.error is None:
        return True, outcome.value or b""
    return False, _portable(outcome.error)


def _work(payload: bytes) -> bytes:
    function, arguments, keywords = cloudpickle.loads(payload)
    result: bytes = cloudpickle.dumps(function(*arguments, **keywords), protocol=5)
    return result


def _portable(error: BaseException) -> bytes:
    """Pickle an exception with its traceback as a note; one that does not survive that becomes an EvaluationError."""
    report = "".join(traceback.format_exception(error))
    if not isinstance(error, Exception):
        error = WorkerDiedError.from_raised(error)
    copied = attempt(partial(_copied, error, f"In the worker process:\n{report}"))
    if copied.value is not None:
        return copied.value
    summary = "".join(traceback.format_exception_only(error)).partition("\n")[0]
    return pickle.dumps(EvaluationError(summary), protocol=5)


def _copied(error: BaseException, note: str) -> bytes:
    error.add_note(note)
    payload: bytes = cloudpickle.dumps(error, protocol=5)
    if not isinstance(pickle.loads(payload), type(error)):  # noqa: S301 - made one line above
        raise TypeError(type(error).__name__)
    return payload


def _tidy_up() -> bool:
    """End what the job has left running, give its memory back, and tell whether something had been left running.

    Then another process has to take over: what belongs to this one may still count on what was ended, as joblib's
    pool of processes does.
    """
    left = descendants(os.getpid())
    kill_all(left)
    psutil.wait_procs(left, timeout=1.0)
    gc.collect()
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError, OSError):  # a C library other than glibc
            ctypes.CDLL(None).malloc_trim(0)
    return bool(left)

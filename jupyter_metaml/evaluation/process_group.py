"""A worker process and everything that it has started, seen from outside or from itself."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil

MIB = 2**20


def descendants(pid: int) -> list[psutil.Process]:
    """Return the processes below a process; empty when it is gone."""
    numbers = listed_descendants(pid)
    found = []
    with contextlib.suppress(psutil.Error):
        if numbers is None:
            return psutil.Process(pid).children(recursive=True)
    for number in numbers or ():
        with contextlib.suppress(psutil.Error):
            found.append(psutil.Process(number))
    return found


def listed_descendants(pid: int, *, proc: Path = Path("/proc")) -> list[int] | None:
    """Read the numbers of the processes below a process from Linux's own lists; None where it keeps none.

    Their cost grows with the family; elsewhere all processes of the machine are looked at.
    """
    found: list[int] = []
    waiting = [pid]
    while waiting:
        directory = proc / str(waiting.pop()) / "task"
        try:
            lists = [(thread / "children").read_text(encoding="ascii") for thread in directory.iterdir()]
        except OSError:
            if not found:
                return None
            continue  # it has ended meanwhile
        numbers = [int(number) for numbers in lists for number in numbers.split()]
        found += numbers
        waiting += numbers
    return found


def kill_group(pid: int, seen_below: Sequence[psutil.Process] = ()) -> None:
    """End a process, its process group, and its descendants in other groups. Gone ones are no error.

    Parameters
    ----------
    pid : int
        A process that leads its own group (POSIX) and has not been waited for, so its number is not in use again.
    seen_below : sequence of Process, default=()
        Earlier descendants, for a process that has ended and whose descendants cannot be listed any more.
    """
    below = [*descendants(pid), *seen_below]
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            os.kill(pid, signal.SIGTERM)  # TerminateProcess
        else:
            os.killpg(pid, signal.SIGKILL)
    kill_all(below)


def kill_all(processes: Sequence[psutil.Process]) -> None:
    """End processes; gone ones are no error."""
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()


def private_mib(process: psutil.Process) -> float:
    """Measure the resident memory of a process without the pages of mapped files, in MiB; 0 when it is gone."""
    try:
        memory = process.memory_info()
    except psutil.Error:
        return 0.0
    # `shared` exists on Linux: mapped files, among them the matrix that all workers read, and libraries.
    return float(memory.rss - getattr(memory, "shared", 0)) / MIB


def has_ended(pid: int) -> bool:
    """Tell whether a child process has ended, without taking its exit code away."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.Error:
        return True

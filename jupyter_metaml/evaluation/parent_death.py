"""What happens to a worker when its parent is gone, even while native code holds the interpreter lock."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

from jupyter_metaml.evaluation.process_group import descendants, kill_all

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def end_everything() -> None:
    """End this process, its group and its descendants, at once."""
    kill_all(descendants(os.getpid()))
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def ask_system_to_end_us() -> None:
    """Let Linux end this process one second after its parent; elsewhere nothing happens.

    The worker's listener sees the end of its parent as the end of their pipe and ends the whole group
    (`end_everything`), but it is a Python thread and cannot run while native code holds the interpreter lock. So the
    system is asked to send SIGHUP, number 1, when the thread that started this process ends, and its handler is the C
    function ``alarm``: called with 1, it has SIGALRM end the process in one second, with no Python involved. Also
    makes grandchildren whose own parent has ended children of this process, so that `descendants` finds them.
    """
    if sys.platform != "linux":
        return
    library = ctypes.CDLL(None)
    library.signal.argtypes = [ctypes.c_int, ctypes.c_void_p]
    library.signal.restype = ctypes.c_void_p
    library.signal(signal.SIGHUP, ctypes.cast(library.alarm, ctypes.c_void_p))
    library.prctl(_PR_SET_PDEATHSIG, signal.SIGHUP)
    library.prctl(_PR_SET_CHILD_SUBREAPER, 1)

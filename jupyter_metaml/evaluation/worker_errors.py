"""How a worker process can be lost, in plain words."""

from __future__ import annotations

import signal

from jupyter_metaml.exceptions import EvaluationError

_CRASHES = {
    "SIGSEGV": "native code touched memory that is not its own",
    "SIGBUS": "native code touched memory that is not its own",
    "SIGILL": "native code has an instruction that this processor does not know",
    "SIGFPE": "native code divided by zero",
    "SIGABRT": "native code gave up",
}


class WorkerTimeoutError(TimeoutError, EvaluationError):
    """A job ran longer than its limit and was ended."""

    @classmethod
    def after(cls, wall_s: float) -> WorkerTimeoutError:
        """Name the limit in seconds."""
        return cls(f"It ran longer than its limit of {wall_s:.3g} s and was ended. Allow more time, or fewer rows.")


class WorkerMemoryError(EvaluationError, MemoryError):
    """A job took more memory than its limit, or than the machine has, and was ended."""

    @classmethod
    def beyond(cls, used_mib: float, limit_mib: float) -> WorkerMemoryError:
        """Name what was used and what is allowed, in MiB."""
        return cls(
            f"It used {used_mib:.0f} MiB of memory, its limit is {limit_mib:.0f} MiB, and was ended. "
            "Allow more memory, or run fewer jobs at a time."
        )

    @classmethod
    def from_system(cls) -> WorkerMemoryError:
        """Tell that the operating system ran out of memory and chose this worker."""
        return cls(
            "The system ran out of memory and ended its worker process. Run fewer jobs at a time, or fewer rows."
        )


class WorkerDiedError(EvaluationError):
    """A worker process ended, or was ended, before its job had an answer."""

    @classmethod
    def from_exit(cls, code: int | None) -> WorkerDiedError:
        """Say what an exit code or the number of a signal (negative, as in `subprocess`) means."""
        if code is None:
            return cls(
                "Its worker process closed its channel, so it was ended. Its code must not close what it did not open."
            )
        if code >= 0:
            return cls(f"It ended its worker process with exit code {code}.")
        name = _signal_name(-code)
        if name == "SIGKILL":
            return cls(
                "Its worker process was killed from outside (SIGKILL); most likely the machine ran out of memory."
            )
        why = f": {_CRASHES[name]}" if name in _CRASHES else ""
        return cls(f"It crashed its worker process ({name}{why}).")

    @classmethod
    def from_raised(cls, error: BaseException) -> WorkerDiedError:
        """Tell of an exception that is meant to end a process, such as SystemExit."""
        return cls(f"Its code raised {type(error).__name__}, which is meant to end a whole process.")

    @classmethod
    def stopped(cls) -> WorkerDiedError:
        """Tell that the job was given up on request."""
        return cls("It was stopped on request.")

    @classmethod
    def not_started(cls, reason: str) -> WorkerDiedError:
        """Tell why there is no worker process at all."""
        return cls(f"No worker process could be started: {reason}. Run trials in this process instead.")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"

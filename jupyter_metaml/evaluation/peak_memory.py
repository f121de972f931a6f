"""The largest memory that this process has held since a mark."""

from __future__ import annotations

import sys
from pathlib import Path

import psutil

_KIB_PER_MIB = 1024
_BYTES_PER_MIB = 2**20
_RESET = "5"  # proc(5), clear_refs: reset the high-water mark of the resident set


def mark_peak_memory() -> None:
    """Forget earlier peaks where the system can do that (Linux); elsewhere the peak is that of the whole process."""
    if sys.platform == "linux":
        try:
            Path("/proc/self/clear_refs").write_text(_RESET, encoding="ascii")
        except OSError:
            return


def peak_memory_mib() -> float:
    """Return the largest resident memory of this process since the mark, in MiB."""
    if sys.platform == "win32":
        return float(psutil.Process().memory_info().peak_wset) / _BYTES_PER_MIB
    if sys.platform == "linux" and (peak_kib := _high_water_kib()) is not None:
        return peak_kib / _KIB_PER_MIB
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (_BYTES_PER_MIB if sys.platform == "darwin" else _KIB_PER_MIB)


def _high_water_kib() -> float | None:
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    return next((float(line.split()[1]) for line in lines if line.startswith("VmHWM:")), None)

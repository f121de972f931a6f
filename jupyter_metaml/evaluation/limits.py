"""How many processors and how much memory this process may use: the container's share, not the host's."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path

import psutil

MIB = 2**20
# Of the memory that is free when a search starts, the part that its workers may fill together.
WORKERS_SHARE = 0.8
# Below this a worker cannot even import what it needs.
LEAST_LIMIT_MIB = 512.0
_ROOT = Path("/sys/fs/cgroup")
_MEMBERSHIP = Path("/proc/self/cgroup")
_VMSTAT = Path("/proc/vmstat")


def allowed_cpus(*, root: Path = _ROOT, membership: Path = _MEMBERSHIP) -> int:
    """Count the processors that this process may use.

    The affinity mask and the quota of its control group (version 1 or 2) both count; a quota of 1.5 processors is 1.

    Parameters
    ----------
    root, membership : Path
        Where control groups are mounted, and the file that says which ones this process is in.

    Returns
    -------
    int
        At least 1.

    Examples
    --------
    >>> from jupyter_metaml.evaluation import allowed_cpus
    >>> allowed_cpus() >= 1
    True
    """
    quotas = [quota for group in _groups("cpu", root, membership) if (quota := _cpu_quota(group)) is not None]
    return max(1, math.floor(min([_cpus_of_mask(), *quotas])))


def available_memory_mib(*, root: Path = _ROOT, membership: Path = _MEMBERSHIP) -> float:
    """Estimate the memory that can still be taken without swapping or being killed, in MiB.

    Parameters
    ----------
    root, membership : Path
        As for `allowed_cpus`.

    Examples
    --------
    >>> from jupyter_metaml.evaluation import available_memory_mib
    >>> available_memory_mib() > 0
    True
    """
    free = [left for group in _groups("memory", root, membership) if (left := _memory_left(group)) is not None]
    return max(0.0, min([float(psutil.virtual_memory().available), *free]) / MIB)


def memory_limit_mib(n_workers: int, *, available_mib: float | None = None) -> float:
    """Choose the memory limit of one worker when `n_workers` share what is free now, in MiB.

    Parameters
    ----------
    n_workers : int
        Workers at the same time.
    available_mib : float or None, default=None
        What they share; None asks the system.

    Examples
    --------
    >>> from jupyter_metaml.evaluation import memory_limit_mib
    >>> memory_limit_mib(2, available_mib=4000)
    1600.0
    """
    available_mib = available_memory_mib() if available_mib is None else available_mib
    return max(LEAST_LIMIT_MIB, WORKERS_SHARE * available_mib / max(1, n_workers))


def oom_kills(path: Path = _VMSTAT) -> int:
    """Count the processes that the system has ended for want of memory since it started; 0 where it does not tell."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("oom_kill ")), 0)


def _cpus_of_mask() -> int:
    if hasattr(os, "process_cpu_count"):  # Python 3.13: also knows PYTHON_CPU_COUNT
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _groups(controller: str, root: Path, membership: Path) -> Iterator[Path]:
    """Yield the directories of the control groups this process is in, innermost first, up to the mount."""
    try:
        lines = membership.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers and controller not in controllers.split(","):
            continue
        mounts = [root / controllers, root / controller] if controllers else [root, root / "unified"]
        mount = next((known for known in mounts if known.is_dir()), None)
        if mount is None:
            continue
        inner = mount / path.lstrip("/")
        # A container often sees the path of its group on the host, which is not there inside: then the mount counts.
        while inner != mount and mount in inner.parents:
            yield inner
            inner = inner.parent
        yield mount


def _cpu_quota(group: Path) -> float | None:
    words = _words(group / "cpu.max")
    if len(words) == 2:
        quota, period = words
    else:
        quota = next(iter(_words(group / "cpu.cfs_quota_us")), "-1")
        period = next(iter(_words(group / "cpu.cfs_period_us")), "100000")
    return None if quota in {"max", "-1"} else int(quota) / int(period)


def _memory_left(group: Path) -> float | None:
    for limit_name, used_name in (
        ("memory.max", "memory.current"),
        ("memory.limit_in_bytes", "memory.usage_in_bytes"),
    ):
        limit, used = _words(group / limit_name), _words(group / used_name)
        if limit and used and limit[0] != "max":
            return float(limit[0]) - float(used[0]) + _reclaimable(group)
    return None


def _reclaimable(group: Path) -> float:
    """Bytes of the file cache that the system takes back before it kills anybody."""
    words = _words(group / "memory.stat")
    counts = dict(zip(words[::2], words[1::2], strict=False))
    return float(counts.get("total_inactive_file", counts.get("inactive_file", 0)))


def _words(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):
        return []

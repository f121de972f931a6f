from __future__ import annotations

import os
from pathlib import Path

import psutil
import pytest

from jupyter_metaml.evaluation.limits import (
    allowed_cpus,
    available_memory_mib,
    memory_limit_mib,
    oom_kills,
)

MIB = 2**20
N_CPUS = allowed_cpus(membership=Path("/nowhere"))


def write(root: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


@pytest.fixture
def system(tmp_path):
    """Return a maker of a pretended system: its control groups, and those this process is in."""

    def make(membership: str, files: dict[str, str]) -> dict[str, Path]:
        root = tmp_path / "cgroup"
        root.mkdir()
        write(root, files)
        (tmp_path / "self").write_text(membership)
        return {"root": root, "membership": tmp_path / "self"}

    return make


def test_processors_of_the_affinity_mask_are_counted():
    expected = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()

    assert expected == N_CPUS


QUOTAS = {
    "version 2": ("0::/\n", {"cpu.max": "100000 100000\n"}, 1),
    "version 2, part of a processor": ("0::/\n", {"cpu.max": "20000 100000\n"}, 1),
    "version 2, no quota": ("0::/\n", {"cpu.max": "max 100000\n"}, N_CPUS),
    "version 2, quota of an outer group": (
        "0::/outer/inner\n",
        {"outer/cpu.max": "100000 100000", "outer/inner/cpu.max": "max 100000"},
        1,
    ),
    "version 1": (
        "4:cpu,cpuacct:/\n",
        {"cpu,cpuacct/cpu.cfs_quota_us": "100000", "cpu,cpuacct/cpu.cfs_period_us": "100000"},
        1,
    ),
    "version 1, no quota": ("4:cpu:/\n", {"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, N_CPUS),
    "version 1, path of the host": (
        "4:cpu:/docker/0123\n",
        {"cpu/cpu.cfs_quota_us": "100000", "cpu/cpu.cfs_period_us": "100000"},
        1,
    ),
    "no control groups": ("", {}, N_CPUS),
}


@pytest.mark.parametrize(("membership", "files", "expected"), QUOTAS.values(), ids=QUOTAS.keys())
def test_quota_of_the_container_counts(system, membership, files, expected):
    assert allowed_cpus(**system(membership, files)) == expected


MEMORIES = {
    "version 2": ("0::/\n", {"memory.max": str(300 * MIB), "memory.current": str(100 * MIB)}, 200),
    "version 2, cache is given back": (
        "0::/\n",
        {
            "memory.max": str(300 * MIB),
            "memory.current": str(100 * MIB),
            "memory.stat": f"anon 1\ninactive_file {50 * MIB}\nactive_file 7\n",
        },
        250,
    ),
    "version 1": (
        "9:memory:/job\n",
        {
            "memory/job/memory.limit_in_bytes": str(64 * MIB),
            "memory/job/memory.usage_in_bytes": str(60 * MIB),
            "memory/job/memory.stat": f"total_inactive_file {10 * MIB}\n",
        },
        14,
    ),
    "more used than allowed": ("0::/\n", {"memory.max": str(10 * MIB), "memory.current": str(20 * MIB)}, 0),
}


@pytest.mark.parametrize(("membership", "files", "expected"), MEMORIES.values(), ids=MEMORIES.keys())
def test_memory_of_the_container_counts(system, membership, files, expected):
    assert available_memory_mib(**system(membership, files)) == pytest.approx(expected)


def test_memory_of_the_machine_counts_without_a_limit(system):
    available = available_memory_mib(**system("0::/\n", {"memory.max": "max", "memory.current": "5"}))

    assert 0 < available <= psutil.virtual_memory().total / MIB


def test_workers_share_most_of_what_is_free():
    assert memory_limit_mib(4, available_mib=10_000) == 2_000


def test_worker_gets_what_it_needs_to_start():
    assert memory_limit_mib(8, available_mib=100) == 512
    assert memory_limit_mib(1) >= 512


def test_kills_for_want_of_memory_are_counted(tmp_path):
    path = tmp_path / "vmstat"
    path.write_text("nr_free_pages 7\noom_kill 3\n")

    assert oom_kills(path) == 3
    assert oom_kills(tmp_path / "absent") == 0

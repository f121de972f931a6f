from __future__ import annotations

import os
import subprocess
import sys

import psutil
import pytest

from jupyter_metaml.evaluation.process_group import (
    descendants,
    has_ended,
    kill_group,
    listed_descendants,
    private_mib,
)

WITH_A_CHILD = """
import subprocess
child = subprocess.Popen(["sleep", "1000"], start_new_session=True)
print(child.pid, flush=True)
child.wait()
"""


@pytest.fixture
def family():
    """Start a process that leads a group and has a child in another one; give both numbers."""
    with subprocess.Popen(
        [sys.executable, "-c", WITH_A_CHILD], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as parent:
        child = int(parent.stdout.readline())
        yield parent, child
        kill_group(parent.pid)


@pytest.mark.skipif(os.name != "posix", reason="process groups")
def test_group_ends_with_children_that_left_it(family):
    parent, child = family
    watched = psutil.Process(child)

    kill_group(parent.pid)

    assert parent.wait(5) == -9
    psutil.wait_procs([watched], timeout=5)
    assert has_ended(child)


@pytest.mark.skipif(os.name != "posix", reason="process groups")
def test_children_of_a_process_are_found(family):
    parent, child = family

    assert [process.pid for process in descendants(parent.pid)] == [child]


def test_process_that_is_gone_has_no_descendants_no_memory_and_can_be_killed():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        known = psutil.Process(process.pid)
        assert not has_ended(process.pid)
    assert has_ended(process.pid)
    assert descendants(process.pid) == []
    assert private_mib(known) == 0.0
    kill_group(process.pid)


def test_lists_of_the_system_are_read_down_to_the_last_child(tmp_path):
    for path, children in {"1/task/1": "20 ", "1/task/5": "30 ", "20/task/20": "", "30/task/30": "40"}.items():
        (tmp_path / path).mkdir(parents=True)
        (tmp_path / path / "children").write_text(children)

    assert sorted(listed_descendants(1, proc=tmp_path)) == [20, 30, 40]


def test_system_without_such_lists_is_told_apart(tmp_path):
    assert listed_descendants(1, proc=tmp_path) is None


def test_private_memory_is_measured():
    assert 1 < private_mib(psutil.Process()) < 100_000

"""A real kernel that is busy with a cell, asked as a front end asks it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import ipykernel
import pytest
from jupyter_client.manager import start_new_kernel

from jupyter_metaml.notebook.panel import hearing as hearing_module
from jupyter_metaml.notebook.panel.hearing import Hearing

# Listens for as long as it takes, as a search does, and says what it has heard.
CELL = """
import time
from jupyter_metaml.notebook.panel.hearing import Hearing
from jupyter_metaml.notebook.panel.widget import Panel
heard, panel = [], Panel()
hearing = Hearing(panel.comm, get_ipython().kernel, heard.append)
panel.on_msg(lambda panel, content, buffers: heard.append(content))
print("comm", panel.comm.comm_id, hearing.is_sure, flush=True)
until = time.monotonic() + 20
while not heard and time.monotonic() < until:
    hearing.listen()
    time.sleep(0.02)
print("heard", heard, flush=True)
"""
IS_SURE = ipykernel.version_info[0] == 6 or ipykernel.version_info[:2] >= (7, 4)


@pytest.fixture
def client() -> Iterator[Any]:
    """Start a kernel."""
    manager, client = start_new_kernel(kernel_name="python3")
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def answers(client: Any, request: str) -> Iterator[str]:
    """Return lines that are printed, until the cell of a request has ended."""
    while True:
        try:
            message = client.get_iopub_msg(timeout=30)
        except queue.Empty:
            return
        if message["msg_type"] == "stream":
            # The kernel complains about a comm that it does not know.
            yield from (line for line in message["content"]["text"].splitlines() if "No such comm" not in line)
        is_ours = message["parent_header"].get("msg_id") == request
        if is_ours and message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return


def send(client: Any, comm_id: str, content: Any) -> None:
    """Send what the browser sends when a button is pressed."""
    data = {"comm_id": comm_id, "data": {"method": "custom", "content": content}}
    client.shell_channel.send(client.session.msg("comm_msg", data))


@pytest.mark.skipif(not IS_SURE, reason="ipykernel 7.1 to 7.3 hears through front ends with subshells only")
def test_a_button_is_heard_while_the_cell_runs_and_waiting_cells_stay_in_order(client):
    request = client.execute(CELL)
    second, third = client.execute("print('second')"), client.execute("print('third')")
    lines = []
    for line in answers(client, third):
        lines.append(line)
        if line.startswith("comm "):
            send(client, "another", {"command": "stop"})
            send(client, line.split()[1], {"command": "stop"})

    assert lines[0].endswith("True")
    assert lines[1].startswith("heard [{'command': 'stop'}")
    assert lines[2:] == ["second", "third"]
    assert len({request, second, third}) == 3


class Comm:
    """A comm of a kernel that has no way to hear early."""

    comm_id = "abc"


def test_a_kernel_without_a_way_says_so():
    hearing = Hearing(Comm(), None, lambda content: None)
    hearing.listen()

    assert not hearing.is_sure


def test_the_way_of_a_message_is_left_to_the_front_end():
    heard: list[Any] = []
    comm = Comm()
    comm._reply_subshell_for = lambda data, default: None
    hearing = Hearing(comm, None, heard.append)

    assert comm._reply_subshell_for({"method": "custom", "content": {"command": "stop"}}, "thread 1") == "thread 1"
    assert comm._reply_subshell_for({"method": "request_state"}, None) is None
    assert heard == [{"command": "stop"}, None]
    assert hearing.is_sure


class OldKernel:
    """A kernel of ipykernel 6 in which messages wait."""

    def __init__(self, *arguments: Any) -> None:
        self.flushed_by: list[str] = []
        self.msg_queue = SimpleNamespace(_queue=[(number, None, entry) for number, entry in enumerate(arguments)])
        self.shell_stream = SimpleNamespace(flush=lambda: self.flushed_by.append(threading.current_thread().name))
        self.session = SimpleNamespace(feed_identities=self.feed, deserialize=self.read, unpack=lambda content: content)

    @staticmethod
    def feed(frames: list[Any], *, copy: bool) -> tuple[list[Any], list[Any]]:
        return [], frames

    @staticmethod
    def read(frames: list[Any], *, content: bool, copy: bool) -> Any:
        if frames == ["unsigned"]:
            message = "Unsigned Message"
            raise ValueError(message)
        return frames[0]


def waiting(comm_id: str, command: str, kind: str = "comm_msg") -> tuple[list[Any]]:
    data = {"method": "custom", "content": {"command": command}}
    return ([{"header": {"msg_type": kind}, "content": {"comm_id": comm_id, "data": data}}],)


def test_what_waits_in_an_old_kernel_is_read_once_and_left_there(monkeypatch):
    monkeypatch.setattr(hearing_module, "version_info", (6, 31, 0))
    others = [(["unsigned"],), (), ("text",), waiting("other", "stop"), waiting("abc", "stop", "execute_request")]
    kernel, heard = OldKernel(*others, waiting("abc", "stop_after_trial")), []
    hearing = Hearing(Comm(), kernel, heard.append)

    for _ in range(3):
        hearing.listen()

    assert hearing.is_sure
    assert heard == [{"command": "stop_after_trial"}]
    assert len(kernel.msg_queue._queue) == 6


def test_a_search_in_another_thread_does_not_touch_the_sockets_of_the_kernel(monkeypatch):
    monkeypatch.setattr(hearing_module, "version_info", (6, 31, 0))
    kernel = OldKernel()
    hearing = Hearing(Comm(), kernel, lambda content: None)

    thread = threading.Thread(target=hearing.listen)
    thread.start()
    thread.join()

    assert kernel.flushed_by == []

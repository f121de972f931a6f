from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import comm
import pytest

from jupyter_metaml.notebook.active_runs import ActiveRuns
from jupyter_metaml.notebook.lab.link import COMM_ID, LabLink


class Comm:
    """The kernel's end of a comm; what is sent is kept."""

    def __init__(self, comm_id: str, **about: Any) -> None:
        self.comm_id = comm_id
        self.about = about
        self.sent: list[dict[str, Any]] = []
        self.answered = threading.Event()

    def on_msg(self, hear: Any) -> None:
        self.hear = hear

    def send(self, data: dict[str, Any]) -> None:
        self.sent.append(data)
        if "reply" in data:
            self.answered.set()

    def ask(self, data: Any) -> dict[str, Any] | None:
        """Let a message arrive, and return the answer."""
        before = len(self.sent)
        self.hear({"content": {"data": data}})
        return self.sent[-1] if len(self.sent) > before else None


class Manager:
    """The comms of a kernel."""

    def __init__(self) -> None:
        self.comms: dict[str, Comm] = {}

    def register_comm(self, one: Comm) -> None:
        self.comms[one.comm_id] = one

    def comm_close(self, stream: Any, ident: str, message: Any) -> None:
        del self.comms[message["content"]["comm_id"]]


class Button:
    asked: bool | None = None

    def request(self, *, after_trial: bool = False) -> None:
        self.asked = after_trial


@pytest.fixture
def comms(monkeypatch: pytest.MonkeyPatch) -> dict[str, Comm]:
    manager = Manager()
    monkeypatch.setattr(comm, "create_comm", Comm)
    monkeypatch.setattr(comm, "get_comm_manager", lambda: manager)
    return manager.comms


@pytest.fixture
def active() -> ActiveRuns:
    return ActiveRuns()


@pytest.fixture
def link(comms, active, tmp_path) -> LabLink:
    return LabLink(active, {}, runs_dir=lambda: tmp_path)


def test_it_is_there_without_being_opened_and_says_so(comms, link, read_messages):
    assert comms[COMM_ID].about["primary"] is False
    assert comms[COMM_ID].sent == [read_messages("pushes")["good"][0]]


def test_changes_of_runs_are_told(comms, link, active, make_active, read_messages):
    active.open(make_active(key=""), Button())

    assert comms[COMM_ID].sent[-1] == read_messages("pushes")["good"][1]


def test_the_runs_of_the_kernel_are_answered_at_once(comms, link, active, make_active):
    active.open(make_active(key=""), Button())

    answer = comms[COMM_ID].ask({"id": "a", "request": "runs", "stored": False})

    assert answer is not None
    assert (answer["reply"], answer["id"], answer["stored"]) == ("runs", "a", [])
    assert [run["key"] for run in answer["active"]] == ["1"]


def test_stored_runs_are_answered_from_their_folder(comms, link, tmp_path):
    (tmp_path / "20261127-003000-abcdef").mkdir()
    (tmp_path / "20261127-003000-abcdef" / "run.json").write_text('{"schema": 1, "state": "done"}')

    comms[COMM_ID].ask({"id": "a", "request": "runs", "stored": True})

    assert comms[COMM_ID].answered.wait(timeout=60)
    assert [run["run_id"] for run in comms[COMM_ID].sent[-1]["stored"]] == ["20261127-003000-abcdef"]


def test_a_store_that_cannot_be_read_is_said_so(comms, active, tmp_path, monkeypatch):
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    LabLink(active, {}, runs_dir=lambda: tmp_path)
    monkeypatch.setattr(Path, "iterdir", refuse)

    comms[COMM_ID].ask({"id": "a", "request": "runs", "stored": True})

    assert comms[COMM_ID].answered.wait(timeout=60)
    message = "The stored runs cannot be listed (Permission denied)."
    assert comms[COMM_ID].sent[-1] == {"reply": "error", "message": message, "id": "a"}


def test_stop_reaches_the_run(comms, link, active, make_active):
    button = Button()
    active.open(make_active(key=""), button)

    answer = comms[COMM_ID].ask({"id": "a", "request": "stop", "key": "1", "after_trial": True})

    assert answer == {"reply": "stop", "done": True, "id": "a"}
    assert button.asked is True


def test_stopping_what_is_not_there_says_so(comms, link, read_messages):
    answer = comms[COMM_ID].ask(read_messages("requests")["good"][2])

    assert answer == read_messages("replies")["good"][2]


def test_what_is_no_request_gets_one_line(comms, link, read_messages):
    for data in read_messages("requests")["bad"]:
        assert comms[COMM_ID].ask(data) == read_messages("replies")["good"][3]


def test_what_nobody_waits_for_is_passed_over(comms, link, read_messages):
    for data in read_messages("requests")["unanswered"]:
        assert comms[COMM_ID].ask(data) is None


def test_after_the_end_nothing_is_told(comms, link, active, make_active, read_messages):
    ours = comms[COMM_ID]

    link.close()
    active.open(make_active(key=""), Button())

    assert COMM_ID not in comms
    assert ours.sent[-1] == read_messages("pushes")["good"][2]

from __future__ import annotations

import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.notebook.lab.messages import AskedFrames, AskedRuns, AskedStop, read_id, read_request


def test_the_examples_are_read(read_messages):
    read = [read_request(data) for data in read_messages("requests")["good"]]

    assert read == [
        AskedRuns(id="a-1", stored=True),
        AskedFrames(id="a-2"),
        AskedStop(id="a-3", key="7", after_trial=False),
    ]


def test_whatever_else_is_refused_and_not_repeated(read_messages):
    for data in read_messages("requests")["bad"]:
        with pytest.raises(UsageError, match=r"^This is no request\. Ask for runs .* after_trial\.$"):
            read_request(data)


def test_what_has_no_id_waits_for_no_answer(read_messages):
    ids = [read_id(data) for data in read_messages("requests")["unanswered"]]

    assert ids == [None] * len(ids)


def test_a_huge_id_or_key_is_refused():
    assert read_id({"id": "a" * 10_000}) is None
    with pytest.raises(UsageError):
        read_request({"id": "a", "request": "stop", "key": "1" * 10_000, "after_trial": False})

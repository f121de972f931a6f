from __future__ import annotations

import os
import threading
from io import FileIO

import pytest

from jupyter_metaml.evaluation.frames import read_frame, write_frame


@pytest.fixture
def pipe():
    source, sink = os.pipe()
    with FileIO(source, "rb") as reader, FileIO(sink, "wb") as writer:
        yield reader, writer


@pytest.mark.parametrize("payload", [b"", b"one", b"\x00" * 70])
def test_message_arrives_whole(pipe, payload):
    reader, writer = pipe

    write_frame(writer, payload)

    assert read_frame(reader) == payload


def test_messages_keep_their_order_and_borders(pipe):
    reader, writer = pipe

    for payload in (b"first", b"", b"third"):
        write_frame(writer, payload)

    assert [bytes(read_frame(reader)) for _ in range(3)] == [b"first", b"", b"third"]


def test_message_larger_than_the_pipe_arrives_whole(pipe):
    reader, writer = pipe
    payload = os.urandom(1_000_000)
    sender = threading.Thread(target=write_frame, args=(writer, payload))

    sender.start()

    assert read_frame(reader) == payload
    sender.join()


def test_closed_pipe_is_the_end(pipe):
    reader, writer = pipe

    writer.close()

    assert read_frame(reader) is None


def test_message_that_breaks_off_is_the_end(pipe):
    reader, writer = pipe

    writer.write((100).to_bytes(8, "little") + b"only so much")
    writer.close()

    assert read_frame(reader) is None


def test_writing_to_nobody_is_an_error(pipe):
    reader, writer = pipe
    reader.close()

    with pytest.raises(OSError, match=r"Broken pipe|Invalid"):
        write_frame(writer, b"lost")

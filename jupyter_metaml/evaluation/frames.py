"""Messages over a pipe: eight bytes of length, then the bytes.

The streams are unbuffered files: their reads and writes hold no lock, so a thread that is blocked in one of them
stands in nobody's way when the interpreter ends.
"""

from __future__ import annotations

from io import FileIO

HEADER_BYTES = 8


def write_frame(stream: FileIO, payload: bytes) -> None:
    """Write one message.

    Raises
    ------
    OSError
        If the other end is closed.
    """
    for part in (len(payload).to_bytes(HEADER_BYTES, "little"), payload):
        rest = memoryview(part)
        while rest:
            rest = rest[stream.write(rest) :]


def read_frame(stream: FileIO) -> bytearray | None:
    """Read one message; None when the other end is closed."""
    header = _read_exactly(stream, HEADER_BYTES)
    return None if header is None else _read_exactly(stream, int.from_bytes(header, "little"))


def _read_exactly(stream: FileIO, size: int) -> bytearray | None:
    buffer = bytearray(size)
    rest = memoryview(buffer)
    while rest:
        try:
            n_read = stream.readinto(rest)
        except OSError:
            return None
        if not n_read:
            return None
        rest = rest[n_read:]
    return buffer

"""Look at a file before a database opens it: what is no store is refused, what is a damaged one is set aside.

Nothing is ever deleted: a damaged file gets another name beside the old one.
"""

from __future__ import annotations

import contextlib
import logging
import os
from pathlib import Path

from jupyter_metaml.exceptions import StorageError

logger = logging.getLogger(__name__)

# Of APPLICATION_ID in the header; `tables` would load SQLAlchemy.
_MARK = b"MLKB"
_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_BESIDE = ("-wal", "-shm", "-journal")


def check_file(path: Path, *, is_default: bool) -> None:
    """Make sure that a database can be opened at a place, or made there.

    Parameters
    ----------
    path : Path
        Of an SQLite store.
    is_default : bool
        Whether nobody named it. Whatever lies there under our own name can be set aside; at a place that a person
        named, only what carries our mark.

    Raises
    ------
    StorageError
        If there is something that is no store.
    """
    if path.is_dir() or (path.exists() and not path.is_file()):
        message = f"The store {str(path)!r} is {'a directory' if path.is_dir() else 'no file'}. Name a file."
        raise StorageError(message)
    if not path.exists():
        _check_empty_place(path)
        return
    header = _header(path)
    has_log = _size(_beside(path, "-wal")) > 0
    if not header and not has_log:
        return  # a database that nothing was written into
    if not header.startswith(_MAGIC):
        if not is_default and header:
            message = f"{str(path)!r} is no store of experience, so nothing is written there. Name another file."
            raise StorageError(message)
        set_aside(path, "is damaged")
    elif not has_log and _is_cut(path, header) and (is_default or _carries_mark(header)):
        set_aside(path, "was cut short")


def set_aside(path: Path, what: str) -> Path:
    """Rename a file and what belongs to it, so that a new store can be made; says so once.

    Parameters
    ----------
    path : Path
    what : str
        What is wrong with it, for the warning.

    Returns
    -------
    Path
        The new name.

    Raises
    ------
    StorageError
        If it cannot be renamed.
    """
    number = 1
    while os.path.lexists(aside := path.with_name(f"{path.name}.damaged-{number}")):
        number += 1
    try:
        with contextlib.suppress(FileNotFoundError):  # another program was first
            path.rename(aside)
        for ending in _BESIDE:
            if os.path.lexists(_beside(path, ending)):
                _beside(path, ending).rename(_beside(aside, ending))
    except OSError as error:
        message = f"The store {str(path)!r} {what} and cannot be renamed ({error.strerror}). Move it away."
        raise StorageError(message) from error
    logger.warning("The store %s %s. It was renamed to %s, and a new one begun.", path, what, aside.name)
    return aside


def may_be_set_aside(path: Path, *, is_default: bool) -> bool:
    """Tell whether a file that turned out to be damaged is ours to rename."""
    return is_default or _carries_mark(_header(path))


def _check_empty_place(path: Path) -> None:
    """See to what hides where no file is: a link to nowhere, or the log of a file that is gone."""
    if path.is_symlink() and not path.resolve().parent.is_dir():
        set_aside(path, "is a link to a place that does not exist")
    elif _size(_beside(path, "-wal")) > 0:
        # SQLite would delete it
        number = 1
        while os.path.lexists(aside := path.with_name(f"{path.name}.damaged-{number}-wal")):
            number += 1
        _beside(path, "-wal").rename(aside)


def _header(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_HEADER_BYTES)
    except OSError as error:
        message = f"The store {str(path)!r} cannot be read ({error.strerror}). Change its permissions or name another."
        raise StorageError(message) from error


def _is_cut(path: Path, header: bytes) -> bool:
    """Tell whether the file is shorter than its header says (sqlite.org/fileformat.html, section 1.3)."""
    if len(header) < _HEADER_BYTES:
        return True
    page_size = int.from_bytes(header[16:18], "big")
    n_pages = int.from_bytes(header[28:32], "big")
    # the number of pages counts only if it was written by the same change as the rest
    is_valid = header[24:28] == header[92:96]
    return is_valid and path.stat().st_size < n_pages * (65_536 if page_size == 1 else page_size)


def _carries_mark(header: bytes) -> bool:
    return header[68:72] == _MARK


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0

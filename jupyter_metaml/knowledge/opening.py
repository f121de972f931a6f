"""Get from an address to a database that can be used, whatever lies there."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.knowledge.database import Database
from jupyter_metaml.knowledge.salvage import check_file, may_be_set_aside, set_aside
from jupyter_metaml.knowledge.storage_errors import StoreBusyError, StoreDamagedError, StoreReadOnlyError

if TYPE_CHECKING:
    from jupyter_metaml.knowledge.address import Address

logger = logging.getLogger(__name__)


def connect(address: Address) -> Database | None:
    """Open a database.

    Parameters
    ----------
    address : Address

    Returns
    -------
    Database or None
        One that can only be read where it cannot be written.  None when nobody named a place and the user's data
        directory has none: experience then stays in memory.

    Raises
    ------
    StorageError
        If there is something else, a store of a newer version, or nothing that could be used.
    """
    path = address.path
    if path is None:
        return _prepared(address)
    check_file(path, is_default=address.is_default)
    if not _can_be_written(path):
        return _read_only(address)
    try:
        return _prepared(address)
    except StoreDamagedError:
        set_damaged_aside(address)
        return _prepared(address)
    except StoreReadOnlyError:
        return _read_only(address)


def set_damaged_aside(address: Address) -> None:
    """Rename a damaged file, if it is ours.

    Raises
    ------
    StorageError
        If it is not, or cannot be renamed.
    """
    path = address.path
    if path is None or not may_be_set_aside(path, is_default=address.is_default):
        message = f"The store {str(address)!r} is damaged. Move it away, or name another one."
        raise StorageError(message)
    set_aside(path, "is damaged")


def _prepared(address: Address) -> Database:
    database = Database(address)
    try:
        database.prepare()
    except StoreBusyError as error:
        logger.debug("%s", error)  # prepared when it is used; who uses it can do without
    except StorageError:
        database.dispose()
        raise
    return database


def _read_only(address: Address) -> Database | None:
    path = address.path
    if path is not None and path.is_file() and path.stat().st_size > 0:
        # without write access to its directory, a file in write-ahead mode opens only where nobody can be writing
        for immutable in (False, True):
            database = Database(address.read_only(immutable=immutable))
            try:
                database.prepare(writable=False)
            except StoreReadOnlyError as error:
                logger.debug("%s", error)
                database.dispose()
            else:
                return database
    if address.is_default:
        return None
    message = f"The store {str(address)!r} cannot be made or opened. Name a file in a directory that can be written."
    raise StoreReadOnlyError(message)


def _can_be_written(path: Path) -> bool:
    """Tell whether a file can be written; makes it, readable by its owner only, where there is none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            path.touch(mode=0o600)
    except OSError:
        return False
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)

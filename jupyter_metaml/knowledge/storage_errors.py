"""What can be wrong with a store, told apart by what can be done about it."""

from __future__ import annotations

from jupyter_metaml.exceptions import StorageError


class StoreBusyError(StorageError):
    """Another program holds a lock; the same later may work."""


class StoreDamagedError(StorageError):
    """The file is not as it was written; it can be set aside and a new one begun."""


class StoreReadOnlyError(StorageError):
    """The store can be read, or is not there, and cannot be written."""

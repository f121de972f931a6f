"""The store of a user's own experience: it grows with every run, and never stands in the way of one.

::

    open -> add (waits in memory while the database is locked or cannot be written) -> read -> close
         -> merge a pack of somebody else | export one's own

SQLAlchemy is loaded when a store is opened, not before.
"""

from __future__ import annotations

import logging
import math
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.knowledge.garbage import collection_paused
from jupyter_metaml.knowledge.knowledge_base import KnowledgeBase
from jupyter_metaml.knowledge.location import default_path, named_store
from jupyter_metaml.knowledge.records import TaskRecord, TrialRecord
from jupyter_metaml.knowledge.storage_errors import StoreBusyError, StoreDamagedError, StoreReadOnlyError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from jupyter_metaml.knowledge.address import Address
    from jupyter_metaml.knowledge.database import Database
    from jupyter_metaml.knowledge.packs import PackReport

logger = logging.getLogger(__name__)
Result = TypeVar("Result")
Waiting = deque[tuple[TaskRecord, tuple[TrialRecord, ...]]]

RETRY_S = 5.0
"""Seconds after a lock during which closing a store does not wait for it again."""

MAX_WAITING = 200
"""Tasks that wait in memory to be written; the oldest give way."""

# What the stores of this process could not write yet, and what was said about it, by address.
_left_over: dict[str, Waiting] = {}
_noticed: set[tuple[str, str]] = set()


class Store:
    """Experience in a database; made by `Store.open`, used as a context manager.

    Any number of programs may use the same store at once.

    Parameters
    ----------
    address : Address
        Where it is.
    database : Database or None
        None keeps everything in memory.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from jupyter_metaml.knowledge import Store, TaskRecord, TrialRecord
    >>> from jupyter_metaml.pipelines import Configuration
    >>> task = TaskRecord(
    ...     id="t1", family="shops", origin="own", kind="binary", metric="roc_auc", n_rows=200, n_columns=5, n_classes=2
    ... )
    >>> trial = TrialRecord(configuration=Configuration.of("linear", C=1.0), status="done", score=0.8, loss=0.5)
    >>> with Store.open(Path(tempfile.mkdtemp()) / "mine.sqlite3") as store:
    ...     store.add(task, [trial])
    ...     print(store.read().n_trials)
    1
    """

    def __init__(self, address: Address, database: Database | None) -> None:
        self._address = address
        self._database = database
        self._lock = threading.RLock()
        self._is_open = True
        self._busy_at = -math.inf
        self._waiting: Waiting = _left_over.pop(self._key, deque(maxlen=MAX_WAITING))

    @classmethod
    def open(cls, url: str | Path | None = None) -> Store:
        """Open a store, and make it if there is none.

        A damaged file is renamed, never deleted, and a new one begun, with a warning. Where the user's data directory
        cannot be written, experience stays in memory, with a warning.

        Parameters
        ----------
        url : str, Path or None, default=None
            A file; ``sqlite://`` for memory; the SQLAlchemy URL of an SQLite file or a PostgreSQL database. None for
            what ``$JUPYTER_METAML_STORE`` names, else ``knowledge.sqlite3`` in ``$JUPYTER_METAML_HOME``, or in the
            user's data directory.

        Returns
        -------
        Store

        Raises
        ------
        StorageError
            If there is something else, a store of a newer version, or a named place cannot be used.
        MissingPackageError
            If the driver of the database is not installed.
        """
        with collection_paused():
            from jupyter_metaml.knowledge.address import Address
            from jupyter_metaml.knowledge.opening import connect

            address = Address.of(url)
            return cls(address, connect(address))

    @classmethod
    def is_begun(cls) -> bool:
        """Tell whether this user may have experience: in a named store, in the default place, or waiting in memory.

        No database is loaded for it.
        """
        if named_store() is not None:
            return True
        path = default_path()
        # unlike `Path.exists`, this says no where a directory may not be entered
        return os.path.exists(path) or str(path) in _left_over  # noqa: PTH110

    @property
    def location(self) -> str:
        """The file or URL, without a password."""
        return str(self._address)

    def add(self, task: TaskRecord, trials: Sequence[TrialRecord]) -> None:
        """Add a task of one's own, or more trials of it; the same again changes nothing.

        Of several trials of a configuration the last with a result counts. While the store is locked, and where the
        user's data directory cannot be written, records wait in memory; `read` knows them already.

        Parameters
        ----------
        task : TaskRecord
        trials : sequence of TrialRecord

        Raises
        ------
        StorageError
            If the disk is full, the database is gone, or a named file cannot be written. The records wait then too.
        """
        with self._lock:
            self._check_open()
            self._waiting.append((task, tuple(trials)))
            try:
                self._write_waiting()
            except StorageError:
                raise
            except BaseException:
                self._waiting.pop()  # what cannot be written at all must not stand in the way of others
                raise

    def read(self, *, source: str | None = None) -> KnowledgeBase:
        """Read everything into arrays.

        Parameters
        ----------
        source : str or None, default=None
            None for all experience, ``"own"`` for what this user's runs gave, else the name of a merged pack.

        Returns
        -------
        KnowledgeBase
            Of families that exist here.

        Raises
        ------
        StorageError
            If the database is gone.
        """
        from jupyter_metaml.knowledge.reading import read_base
        from jupyter_metaml.knowledge.tables import OWN

        with self._lock, collection_paused():
            self._check_open()
            try:
                base = self._reading(lambda connection: read_base(connection, source), KnowledgeBase.empty())
            except StoreBusyError as error:
                self._notice(f"{error} Earlier experience is left out.")
                base = KnowledgeBase.empty()
            return KnowledgeBase.of(self._waiting).joined(base) if self._waiting and source in {None, OWN} else base

    def trials(self, task_id: str) -> tuple[TrialRecord, ...]:
        """Read all that is stored of the trials of one task: statuses, scores per fold, versions.

        Raises
        ------
        StorageError
            If the store is locked or gone.
        """
        from jupyter_metaml.knowledge.reading import read_trials

        with self._lock:
            self._check_open()
            return self._reading(lambda connection: read_trials(connection, task_id), ())

    def clear(self, source: str | None = None) -> None:
        """Delete everything, or what came from one source.

        Parameters
        ----------
        source : str or None, default=None
            ``"own"``, or the name of a merged pack; None for everything.

        Raises
        ------
        StorageError
            If the store cannot be written.
        """
        from jupyter_metaml.knowledge.tables import OWN
        from jupyter_metaml.knowledge.writing import clear

        with self._lock:
            self._check_open()
            if source in {None, OWN}:
                self._waiting.clear()
            self._writing(lambda connection: clear(connection, source))

    def merge(self, path: str | Path) -> PackReport:
        """Add what somebody else has seen; a pack that was merged before changes nothing.

        Rows of others are marked with the name of their pack, never replace one's own, and are limited in number.

        Parameters
        ----------
        path : str or Path
            A file that `export` wrote.

        Returns
        -------
        PackReport
            What was taken, what was left out and why; its `source` is the name for `read` and `clear`.

        Raises
        ------
        StorageError
            If the file is no pack, or the store cannot be written.
        """
        from jupyter_metaml.knowledge.merging import merge

        with self._lock:
            self._check_open()
            return self._writing(lambda connection: merge(connection, Path(path)))

    def export(self, path: str | Path) -> int:
        """Write one's own experience to a file for others: statistics, under names that nobody can trace.

        Tables of fewer than 100 rows stay out, and so does what came from others.

        Parameters
        ----------
        path : str or Path
            Written whole or not at all.

        Returns
        -------
        int
            Number of tasks in the file.

        Raises
        ------
        StorageError
            If a file cannot be written.
        """
        from jupyter_metaml.knowledge.merging import salt_of
        from jupyter_metaml.knowledge.packs import write_pack
        from jupyter_metaml.knowledge.privacy import shareable
        from jupyter_metaml.knowledge.tables import OWN

        with self._lock:
            base = shareable(self.read(source=OWN), salt=self._writing(salt_of))
            write_pack(base, Path(path))
            return base.n_tasks

    def close(self) -> None:
        """Write what waits, if that is possible now, and close the store; a second time does nothing."""
        with self._lock:
            if not self._is_open:
                return
            if time.monotonic() - self._busy_at > RETRY_S:
                self._try_to_write_waiting()
            self._is_open = False
            if self._waiting:
                _left_over[self._key] = self._waiting
            if self._database is not None:
                self._database.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _key(self) -> str:
        return str(self._address)

    def _try_to_write_waiting(self) -> None:
        try:
            self._write_waiting()
        except StorageError as error:
            self._notice(f"{error} New experience is kept in memory until this process ends.")

    def _write_waiting(self) -> None:
        from jupyter_metaml.knowledge.tables import OWN
        from jupyter_metaml.knowledge.writing import write

        if not self._waiting:
            return
        seen = list(self._waiting)
        try:
            self._writing(lambda connection: write(connection, seen, OWN))
        except StoreBusyError as error:
            self._busy_at = time.monotonic()
            self._notice(f"{error} New experience waits in memory until then.")
        except StoreReadOnlyError as error:
            if not self._address.is_default:
                raise
            self._notice(f"{error} New experience is kept in memory until this process ends.")
        else:
            self._waiting.clear()

    def _reading(self, work: Callable[[Connection], Result], nothing: Result) -> Result:
        def read(database: Database) -> Result:
            with database.reading() as connection:
                return work(connection)

        return nothing if self._database is None else self._with_database(read)

    def _writing(self, work: Callable[[Connection], Result]) -> Result:
        def write(database: Database) -> Result:
            with database.writing() as connection:
                return work(connection)

        return self._with_database(write)

    def _with_database(self, work: Callable[[Database], Result]) -> Result:
        """Work on the database; a damaged one is set aside, and the work done on a new one."""
        from jupyter_metaml.knowledge.opening import connect, set_damaged_aside

        try:
            database = self._usable()
            database.prepare()
            return work(database)
        except StoreDamagedError:
            if self._database is not None:
                self._database.dispose()
            set_damaged_aside(self._address)
            self._database = connect(self._address)
            return work(self._usable())

    def _usable(self) -> Database:
        if self._database is None:
            message = f"The store {str(self._address)!r} cannot be made. Set JUPYTER_METAML_HOME to a directory."
            raise StoreReadOnlyError(message)
        return self._database

    def _check_open(self) -> None:
        if not self._is_open:
            message = f"The store {str(self._address)!r} is closed. Open it again."
            raise StorageError(message)

    def _notice(self, message: str) -> None:
        if (self._key, message) not in _noticed:
            _noticed.add((self._key, message))
            logger.warning("%s", message)

"""A database that holds a store: connections, transactions, what its errors mean.

::

    Database(address) -> prepare (whose file is it, which schema, migrations) -> reading / writing -> dispose

Every transaction has its own connection: between them no file is open, and nothing is shared with forked processes
or other threads.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy import Connection, Engine, event, inspect, select
from sqlalchemy.exc import DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool, StaticPool

from jupyter_metaml.exceptions import MissingPackageError, StorageError
from jupyter_metaml.knowledge.migrations.sequence import migrate, newest
from jupyter_metaml.knowledge.storage_errors import StoreBusyError, StoreDamagedError, StoreReadOnlyError
from jupyter_metaml.knowledge.tables import APPLICATION, APPLICATION_ID, META, METADATA

if TYPE_CHECKING:
    from jupyter_metaml.knowledge.address import Address

BUSY_S = 5.0
"""Seconds to wait for a lock that another program holds."""
SERVER_S = 20.0
"""Seconds to wait for a server, to connect as for each answer: a search has a clock."""

# Primary result codes of SQLite (sqlite.org/rescode.html).
_SQLITE_BUSY, _SQLITE_LOCKED, _SQLITE_PROTOCOL = 5, 6, 15
_SQLITE_FULL, _SQLITE_CORRUPT, _SQLITE_NOTADB = 13, 11, 26
_SQLITE_PERM, _SQLITE_READONLY, _SQLITE_CANTOPEN = 3, 8, 14
# Of PostgreSQL (its manual, appendix A): lock not available, deadlock, serialization failure; read-only transaction.
_POSTGRES_BUSY = frozenset({"55P03", "40P01", "40001"})
_POSTGRES_READ_ONLY = "25006"
_WRITES = "metaml_writes"


class Database:
    """An open database.

    Parameters
    ----------
    address : Address
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self._engine = _engine(address)
        self._is_prepared = False
        self._writer = self._engine.execution_options(**{_WRITES: True})

    @property
    def is_sqlite(self) -> bool:
        """Whether it is SQLite; else PostgreSQL."""
        return self._engine.dialect.name == "sqlite"

    def prepare(self, *, writable: bool = True) -> None:
        """See whose database it is, and bring an empty or older one to the newest schema; once is enough.

        Parameters
        ----------
        writable : bool, default=True
            Whether to make or change tables; without, a schema that is not the newest is refused.

        Raises
        ------
        StorageError
            If it belongs to another program, is of a newer version, or cannot be used.
        """
        if self._is_prepared:
            return
        with self.reading() as connection:
            self._is_prepared = self._schema(connection) == newest()
        if self._is_prepared:
            return
        if not writable:
            message = f"The store {str(self.address)!r} is empty or of an older version, and cannot be written."
            raise StoreReadOnlyError(message)
        with self.writing() as connection:
            if not self.is_sqlite:  # two programs may be the first at the same time
                connection.execute(select(sqlalchemy.func.pg_advisory_xact_lock(APPLICATION_ID)))
            schema = self._schema(connection)
            if schema < newest():
                migrate(connection, schema)
            if self.is_sqlite:
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        if self.is_sqlite:
            self._write_ahead()
        self._is_prepared = True

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees one state of the store."""
        with self._worded(), self._engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")  # noqa: PLW2901 - itself
            with connection.begin():
                yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that writes all or nothing."""
        with self._worded(), self._writer.begin() as connection:
            yield connection

    def dispose(self) -> None:
        """Close what is open."""
        self._engine.dispose()

    def _schema(self, connection: Connection) -> int:
        """Return the number of the schema, 0 for an empty database."""
        tables = set(inspect(connection).get_table_names())
        if self.is_sqlite:
            marked = connection.exec_driver_sql("PRAGMA application_id").scalar()
            if marked != APPLICATION_ID and (marked or tables):
                raise StorageError(_FOREIGN.format(where=str(self.address)))
        if META.name not in tables:
            if tables & set(METADATA.tables):
                raise StorageError(_FOREIGN.format(where=str(self.address)))
            return 0
        found = {row.name: row.value for row in connection.execute(select(META.c.name, META.c.value))}
        schema = found.get("schema", "")
        if found.get("application") != APPLICATION or not schema.isdecimal():
            raise StorageError(_FOREIGN.format(where=str(self.address)))
        if int(schema) > newest():
            message = (
                f"The store {str(self.address)!r} was written by a newer version (schema {schema}; this one reads "
                f"{newest()}). Upgrade jupyter_metaml, or name another store."
            )
            raise StorageError(message)
        return int(schema)

    def _write_ahead(self) -> None:
        """Let readers and one writer work side by side; the file remembers it."""
        # refused while another connection is open, which then does the same, and on file systems that cannot
        refusals = (StoreBusyError, sqlite3.OperationalError)  # the driver is asked itself: SQLAlchemy words nothing
        with contextlib.suppress(*refusals), self._worded(), self._engine.connect() as connection:
            connection.connection.dbapi_connection.execute("PRAGMA journal_mode = WAL")  # type: ignore[union-attr]

    @contextlib.contextmanager
    def _worded(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise _storage_error(error, str(self.address)) from error


_FOREIGN = "{where!r} holds data of another program, so nothing is written there. Name another file or database."


def _engine(address: Address) -> Engine:
    is_sqlite = address.url.get_backend_name() == "sqlite"
    in_memory = is_sqlite and address.path is None
    arguments: dict[str, Any] = {"check_same_thread": False} if in_memory else {}
    if address.url.drivername == "postgresql+pg8000":
        arguments["timeout"] = SERVER_S
    try:
        engine = sqlalchemy.create_engine(
            address.url, poolclass=StaticPool if in_memory else NullPool, connect_args=arguments
        )
    except ModuleNotFoundError as error:
        raise MissingPackageError.for_extra(error.name or "pg8000", "postgres") from error
    except NoSuchModuleError as error:
        message = f"SQLAlchemy has no driver {address.url.drivername!r}. Write postgresql://user@host/database."
        raise StorageError(message) from error
    if is_sqlite:
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _set_up_postgresql)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # None: transactions begin where `_begin_sqlite` says, not where the driver guesses
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {int(BUSY_S * 1000)}")
    connection.execute("PRAGMA synchronous = NORMAL")  # with a write-ahead log no crash damages the file
    connection.execute("PRAGMA secure_delete = ON")  # what is cleared is overwritten
    connection.execute("PRAGMA trusted_schema = OFF")  # a file from somebody else calls no functions
    connection.execute("PRAGMA cell_size_check = ON")  # damage is found where it is read


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: to wait for it later, after reading, is refused.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _set_up_postgresql(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"SET lock_timeout = {int(BUSY_S * 1000)}")
    cursor.close()
    connection.commit()


def _storage_error(error: DBAPIError, where: str) -> StorageError:
    said = " ".join(str(error.orig).split())[:200]
    code = getattr(error.orig, "sqlite_errorcode", None)
    code = code & 0xFF if isinstance(code, int) else None
    state = _sqlstate(error.orig)
    if code in {_SQLITE_BUSY, _SQLITE_LOCKED, _SQLITE_PROTOCOL} or state in _POSTGRES_BUSY:
        return StoreBusyError(f"The store {where!r} is locked by another program. Try again later.")
    if code in {_SQLITE_CORRUPT, _SQLITE_NOTADB}:
        return StoreDamagedError(f"The store {where!r} is damaged ({said}).")
    if code in {_SQLITE_PERM, _SQLITE_READONLY, _SQLITE_CANTOPEN} or state == _POSTGRES_READ_ONLY:
        return StoreReadOnlyError(f"The store {where!r} cannot be written ({said}). Name another one.")
    if code == _SQLITE_FULL:
        return StorageError(f"The disk of the store {where!r} is full. Nothing was written; make room.")
    return StorageError(f"The store {where!r} cannot be used: {said}.")


def _sqlstate(original: object) -> str | None:
    """Return the code of PostgreSQL's error: psycopg has an attribute, pg8000 a dictionary."""
    state = getattr(original, "sqlstate", None)
    details = getattr(original, "args", ())
    if state is None and details and isinstance(details[0], dict):
        state = details[0].get("C")
    return state if isinstance(state, str) else None

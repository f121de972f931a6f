"""Connections, transactions, and what the errors of a database mean."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.knowledge.address import Address
from jupyter_metaml.knowledge.database import Database, _storage_error
from jupyter_metaml.knowledge.storage_errors import StoreBusyError, StoreDamagedError, StoreReadOnlyError


@pytest.fixture
def database(tmp_path):
    opened = Database(Address.of(tmp_path / "a.sqlite3"))
    opened.prepare()
    yield opened
    opened.dispose()


def pragma(database, name):
    with database.reading() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


@pytest.mark.parametrize(
    ("name", "value"), [("journal_mode", "wal"), ("trusted_schema", 0), ("secure_delete", 1), ("busy_timeout", 5_000)]
)
def test_sqlite_is_set_up(database, name, value):
    assert pragma(database, name) == value


def test_writing_is_all_or_nothing(database):
    twice = text("INSERT INTO metaml_meta VALUES ('colour', 'red')")

    def write():
        with database.writing() as connection:
            connection.execute(twice)
            connection.execute(twice)

    with pytest.raises(StorageError, match="UNIQUE"):
        write()

    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM metaml_meta WHERE name = 'colour'")).scalar() == 0


def test_reader_sees_one_state(database):
    with database.reading() as reader:
        before = reader.execute(text("SELECT count(*) FROM metaml_meta")).scalar()
        with database.writing() as writer:
            writer.execute(text("INSERT INTO metaml_meta VALUES ('colour', 'red')"))

        assert reader.execute(text("SELECT count(*) FROM metaml_meta")).scalar() == before


def test_preparing_an_empty_database_that_cannot_be_written_is_refused(tmp_path):
    database = Database(Address.of(tmp_path / "a.sqlite3"))

    with pytest.raises(StoreReadOnlyError, match="empty or of an older version"):
        database.prepare(writable=False)


class FromPg8000(Exception):
    """An error as pg8000 raises it."""


class FromPsycopg(Exception):
    """An error as psycopg raises it."""

    sqlstate = "55P03"


def from_sqlite(code):
    error = sqlite3.OperationalError("something\nhappened")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("original", "kind", "said"),
    [
        (from_sqlite(5), StoreBusyError, "locked"),
        (from_sqlite(5 | (1 << 8)), StoreBusyError, "locked"),  # while a log is being recovered
        (from_sqlite(6), StoreBusyError, "locked"),
        (from_sqlite(15), StoreBusyError, "locked"),
        (from_sqlite(11), StoreDamagedError, "damaged"),
        (from_sqlite(26), StoreDamagedError, "damaged"),
        (from_sqlite(8), StoreReadOnlyError, "cannot be written"),
        (from_sqlite(14), StoreReadOnlyError, "cannot be written"),
        (from_sqlite(13), StorageError, "full"),
        (from_sqlite(10), StorageError, "cannot be used: something happened"),
        (FromPg8000({"C": "40P01", "M": "deadlock detected"}), StoreBusyError, "locked"),
        (FromPg8000({"C": "25006", "M": "read-only"}), StoreReadOnlyError, "cannot be written"),
        (FromPsycopg("lock"), StoreBusyError, "locked"),
        (FromPg8000("no dictionary"), StorageError, "cannot be used"),
        (FromPg8000(), StorageError, "cannot be used"),
    ],
)
def test_errors_are_told_apart_by_what_can_be_done(original, kind, said):
    error = _storage_error(DBAPIError("statement", {}, original), "here")

    assert type(error) is kind
    assert said in str(error)
    assert "'here'" in str(error)
    assert "\n" not in str(error)


def test_message_holds_no_statement_and_no_values():
    error = _storage_error(IntegrityError("INSERT INTO x", {"id": "secret"}, sqlite3.IntegrityError("unique")), "here")

    assert "INSERT" not in str(error)
    assert "secret" not in str(error)


def test_a_reader_of_another_program_does_not_keep_a_new_store_from_opening(tmp_path, monkeypatch):
    monkeypatch.setattr("jupyter_metaml.knowledge.database.BUSY_S", 0.01)
    path = tmp_path / "a.sqlite3"
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("CREATE TABLE theirs (value)")
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM theirs").fetchall()  # holds a lock until the end of the transaction
    database = Database(Address.of(path))

    database._write_ahead()
    assert pragma(database, "journal_mode") == "delete"

    reader.close()
    database._write_ahead()
    assert pragma(database, "journal_mode") == "wal"
    database.dispose()

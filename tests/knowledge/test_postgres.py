"""A store on a real PostgreSQL server: what differs from a file. `test_store.py` runs the common contract there too."""

from __future__ import annotations

import socket

import pytest
import sqlalchemy

from jupyter_metaml.exceptions import MissingPackageError, StorageError
from jupyter_metaml.knowledge import Store
from jupyter_metaml.knowledge import database as database_module
from jupyter_metaml.knowledge.storage_errors import StoreBusyError, StoreReadOnlyError


@pytest.fixture
def engine(postgres_url):
    """Connect to the database as another program would."""
    url = sqlalchemy.make_url(postgres_url).set(drivername="postgresql+pg8000")
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.pool.NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def admin(postgres_server):
    """Return what runs a statement that concerns whole databases."""
    engine = sqlalchemy.create_engine(postgres_server, isolation_level="AUTOCOMMIT", poolclass=sqlalchemy.pool.NullPool)

    def execute(statement):
        with engine.connect() as connection:
            connection.execute(sqlalchemy.text(statement))

    yield execute
    engine.dispose()


def refused(url, match):
    with pytest.raises(StorageError, match=match) as caught:
        Store.open(url)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_tables_of_others_in_the_same_database_do_not_matter(postgres_url, engine, make_task):
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE tasks (id INTEGER)"))

    with Store.open(postgres_url) as store:
        store.add(make_task(), [])

    with engine.connect() as connection:
        assert connection.execute(sqlalchemy.text("SELECT count(*) FROM tasks")).scalar_one() == 0


def test_tables_of_our_names_that_are_not_ours_are_left_alone(postgres_url, engine):
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE metaml_tasks (id INTEGER)"))

    refused(postgres_url, "another program")


def test_newer_schema_is_refused(postgres_url, engine):
    Store.open(postgres_url).close()
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("UPDATE metaml_meta SET value = '9' WHERE name = 'schema'"))

    refused(postgres_url, "newer version")


def test_locked_tables_let_experience_wait(postgres_url, engine, make_task, make_trial, monkeypatch, caplog):
    monkeypatch.setattr(database_module, "BUSY_S", 0.01)
    with Store.open(postgres_url) as store:
        with engine.begin() as connection:
            connection.execute(sqlalchemy.text("LOCK TABLE metaml_trials IN ACCESS EXCLUSIVE MODE"))
            store.add(make_task("first"), [make_trial()])
            assert [task.id for task in store.read().tasks] == ["first"]
            with pytest.raises(StoreBusyError):
                store.clear()
            store.add(make_task("first"), [make_trial()])
        store.add(make_task("second"), [make_trial()])

    assert any("waits in memory" in record.message for record in caplog.records)
    with Store.open(postgres_url) as store:
        assert store.read().n_tasks == 2


def test_database_that_can_only_be_read_is_read_and_says_so(spare_url, admin, make_task, make_trial):
    with Store.open(spare_url) as store:
        store.add(make_task("first"), [make_trial()])
        admin("ALTER DATABASE spare SET default_transaction_read_only = on")

        with pytest.raises(StoreReadOnlyError, match="cannot be written"):
            store.add(make_task("second"), [make_trial()])

        assert store.read().n_tasks == 2


def test_database_that_is_gone_is_a_storage_error_and_the_records_wait(spare_url, admin, make_task, make_trial, caplog):
    store = Store.open(spare_url)
    admin("DROP DATABASE spare")

    with pytest.raises(StorageError, match="does not exist"):
        store.add(make_task(), [make_trial()])
    store.close()

    assert any("kept in memory" in record.message for record in caplog.records)


def test_database_that_never_was_is_named(postgres_server):
    refused(postgres_server.set(database="never").render_as_string(hide_password=False), "never")


def test_server_that_is_not_there_is_refused_in_one_line():
    pytest.importorskip("pg8000")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

        refused(f"postgresql://ada:secret@127.0.0.1:{port}/base", "cannot be used")


def test_driver_that_is_missing_names_the_extra(monkeypatch):
    def missing(*_, **__):
        raise ModuleNotFoundError("No module named 'pg8000'", name="pg8000")

    monkeypatch.setattr(database_module.sqlalchemy, "create_engine", missing)

    with pytest.raises(MissingPackageError, match=r"jupyter_metaml\[postgres\]"):
        Store.open("postgresql+pg8000://ada@host/base")


def test_driver_that_does_not_exist_is_refused():
    refused("postgresql+imaginary://ada:secret@host/base", "no driver")

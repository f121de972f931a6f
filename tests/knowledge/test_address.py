"""What a person names when a store is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.knowledge import address as address_module
from jupyter_metaml.knowledge.address import Address


def test_nothing_means_the_file_in_the_home_directory(home):
    address = Address.of(None)

    assert address.path == home / "knowledge.sqlite3"
    assert address.is_default


@pytest.mark.parametrize("named", ["a.sqlite3", Path("a.sqlite3"), "sqlite:///a.sqlite3"])
def test_file_can_be_named_in_three_ways(named):
    address = Address.of(named)

    assert address.path == Path("a.sqlite3")
    assert not address.is_default
    assert str(address) == "a.sqlite3"


def test_nothing_means_what_the_environment_names(monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_METAML_STORE", str(tmp_path / "team.sqlite3"))

    address = Address.of(None)

    assert address.path == tmp_path / "team.sqlite3"
    assert not address.is_default


def test_tilde_means_the_person(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))

    assert Address.of("~/a.sqlite3").path == tmp_path / "a.sqlite3"


@pytest.mark.parametrize("named", ["sqlite://", "sqlite:///:memory:"])
def test_memory_has_no_file(named):
    assert Address.of(named).path is None


@pytest.mark.parametrize("name", ["postgres", "postgresql"])
def test_server_without_a_driver_gets_the_one_of_the_extra(name, monkeypatch):
    monkeypatch.setattr(address_module, "find_spec", lambda _: object())

    assert Address.of(f"{name}://ada@host/base").url.drivername == "postgresql+pg8000"


def test_driver_that_a_person_names_is_kept():
    assert Address.of("postgresql+psycopg://ada@host/base").url.drivername == "postgresql+psycopg"


def test_password_is_not_shown():
    assert "secret" not in str(Address.of("postgresql://ada:secret@host/base"))


@pytest.mark.parametrize("named", ["mysql://ada:secret@host/base", "http://host/secret", "://secret", "secret://"])
def test_other_databases_are_refused_without_the_password(named):
    with pytest.raises(StorageError, match=r"SQLite file|Write it like") as caught:
        Address.of(named)

    assert "ada:secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["a b.sqlite3", "a?mode=memory.sqlite3", "ä#%20.sqlite3"])
def test_odd_names_of_files_survive_being_opened_for_reading(tmp_path, name):
    from jupyter_metaml.knowledge import Store, TaskRecord

    path = tmp_path / name
    task = TaskRecord(
        id="odd", family="f", origin="own", kind="binary", metric="auc", n_rows=9, n_columns=1, n_classes=2
    )
    with Store.open(path) as store:
        store.add(task, [])
    assert [found.name for found in tmp_path.iterdir()] == [name]

    from jupyter_metaml.knowledge.database import Database

    for immutable in (False, True):
        database = Database(Address.of(path).read_only(immutable=immutable))
        database.prepare(writable=False)
        database.dispose()

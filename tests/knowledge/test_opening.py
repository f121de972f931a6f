"""From an address to a database, whatever lies there; `test_salvage.py` and `test_store.py` hold the faults."""

from __future__ import annotations

import pytest

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.knowledge.address import Address
from jupyter_metaml.knowledge.opening import connect, set_damaged_aside


def test_missing_directories_are_made(tmp_path):
    database = connect(Address.of(tmp_path / "deep" / "er" / "a.sqlite3"))

    assert database is not None
    assert (tmp_path / "deep" / "er" / "a.sqlite3").is_file()
    database.dispose()


def test_place_that_nobody_named_and_that_cannot_be_made_gives_no_database(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("JUPYTER_METAML_HOME", str(tmp_path / "file"))

    assert connect(Address.of(None)) is None


@pytest.mark.parametrize("url", ["sqlite://", "postgresql://ada@host/base"])
def test_what_is_no_file_cannot_be_set_aside(url):
    with pytest.raises(StorageError, match="Move it away"):
        set_damaged_aside(Address.of(url))


def test_file_that_does_not_carry_our_mark_is_not_renamed(tmp_path):
    (tmp_path / "theirs").write_bytes(bytes(200))

    with pytest.raises(StorageError, match="Move it away"):
        set_damaged_aside(Address.of(tmp_path / "theirs"))

    assert [path.name for path in tmp_path.iterdir()] == ["theirs"]

"""Files that are no store, or a damaged one (E13): set aside or refused, never deleted."""

from __future__ import annotations

import logging
import os
import sqlite3

import numpy as np
import pytest

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.knowledge import Store
from jupyter_metaml.knowledge.salvage import check_file, set_aside
from jupyter_metaml.knowledge.tables import APPLICATION_ID


@pytest.fixture
def path(home, make_task, make_trial):
    """Make the default store of a user, with enough in it to fill some pages; return its file."""
    with Store.open() as store:
        for number in range(20):
            store.add(make_task(f"task {number}"), [make_trial(float(C)) for C in range(1, 30)])
    return home / "knowledge.sqlite3"


def set_aside_files(path):
    names = (found.name for found in path.parent.iterdir() if ".damaged-" in found.name)
    # SQLite may leave its log and its file of locks beside a damaged file; they go with it
    return sorted(name for name in names if not name.endswith(("-wal", "-shm")))


def warnings_of(caplog):
    return [record.message for record in caplog.records if record.levelno >= logging.WARNING]


def works(make_task, make_trial, path=None):
    with Store.open(path) as store:
        store.add(make_task("new"), [make_trial()])
        return {task.id for task in store.read().tasks} == {"new"}


DAMAGES = {
    "random bytes": lambda content: np.random.default_rng(0).bytes(len(content)),
    "text": lambda content: b"name,age\nAda,36\n",
    "one byte": lambda content: content[:1],
    "only a header": lambda content: content[:100],
    "half of a header": lambda content: content[:50],
    "half of it": lambda content: content[: len(content) // 2],
    "cut by a byte": lambda content: content[:-1],
    "zeros in the middle": lambda content: content[:4096] + bytes(len(content) - 4096),
    "noise after the header": lambda content: content[:100] + np.random.default_rng(1).bytes(len(content) - 100),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damaged_store_is_set_aside_and_a_new_one_begun(path, damage, make_task, make_trial, caplog):
    content = damage(path.read_bytes())
    path.write_bytes(content)

    assert works(make_task, make_trial)

    assert set_aside_files(path) == ["knowledge.sqlite3.damaged-1"]
    assert path.with_name("knowledge.sqlite3.damaged-1").read_bytes() == content
    assert len(warnings_of(caplog)) == 1
    assert "knowledge.sqlite3.damaged-1" in warnings_of(caplog)[0]


def test_damage_that_shows_while_reading_is_handled_then(path, make_task, make_trial, caplog):
    with Store.open() as store:
        content = path.read_bytes()
        path.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))

        store.add(make_task("new"), [make_trial()])

        assert [task.id for task in store.read().tasks] == ["new"]
    assert set_aside_files(path) == ["knowledge.sqlite3.damaged-1"]
    assert len(warnings_of(caplog)) == 1


def test_second_damage_gets_the_next_number(path, make_task, make_trial):
    for _ in range(2):
        path.write_bytes(b"not a database at all")
        assert works(make_task, make_trial)

    assert set_aside_files(path) == ["knowledge.sqlite3.damaged-1", "knowledge.sqlite3.damaged-2"]


def test_empty_file_becomes_a_store_without_a_word(home, make_task, make_trial, caplog):
    home.mkdir()
    (home / "knowledge.sqlite3").touch()

    assert works(make_task, make_trial)

    assert warnings_of(caplog) == []
    assert set_aside_files(home / "knowledge.sqlite3") == []


def test_log_of_a_store_that_is_gone_is_kept(home, make_task, make_trial):
    home.mkdir()
    (home / "knowledge.sqlite3-wal").write_bytes(b"something")

    assert works(make_task, make_trial)

    assert (home / "knowledge.sqlite3.damaged-1-wal").read_bytes() == b"something"


def test_log_of_a_store_that_was_emptied_is_kept(path, make_task, make_trial):
    path.write_bytes(b"")
    path.with_name("knowledge.sqlite3-wal").write_bytes(b"something")

    assert works(make_task, make_trial)

    assert path.with_name("knowledge.sqlite3.damaged-1-wal").read_bytes() == b"something"


@pytest.mark.parametrize("url", [None, "named"])
def test_directory_is_refused(home, url, tmp_path):
    folder = home / "knowledge.sqlite3" if url is None else tmp_path / "named"
    folder.mkdir(parents=True)

    with pytest.raises(StorageError, match="is a directory"):
        Store.open(None if url is None else folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_what_is_no_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(StorageError, match="is no file"):
        Store.open(tmp_path / "pipe")


def test_link_to_nowhere_is_set_aside(home, tmp_path, make_task, make_trial, caplog):
    home.mkdir()
    (home / "knowledge.sqlite3").symlink_to(tmp_path / "gone" / "store")

    assert works(make_task, make_trial)

    assert (home / "knowledge.sqlite3.damaged-1").readlink() == tmp_path / "gone" / "store"
    assert len(warnings_of(caplog)) == 1


def test_link_to_a_place_where_a_store_can_be_made_is_followed(home, tmp_path, make_task, make_trial):
    home.mkdir()
    (home / "knowledge.sqlite3").symlink_to(tmp_path / "elsewhere")

    assert works(make_task, make_trial)

    assert (tmp_path / "elsewhere").is_file()
    assert (home / "knowledge.sqlite3").is_symlink()


@pytest.mark.parametrize("place", ["default", "named"])
def test_database_of_another_program_is_refused_and_untouched(home, tmp_path, place):
    path = home / "knowledge.sqlite3" if place == "default" else tmp_path / "theirs"
    home.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()
    before = path.read_bytes()

    with pytest.raises(StorageError, match="another program"):
        Store.open(None if place == "default" else path)

    assert path.read_bytes() == before


def test_wrong_application_id_is_refused(path):
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA application_id = 42")
    connection.close()

    with pytest.raises(StorageError, match="another program"):
        Store.open()


@pytest.mark.parametrize("schema", ["9", "9000"])
def test_newer_schema_is_refused_and_untouched(path, schema):
    connection = sqlite3.connect(path)
    connection.execute("UPDATE metaml_meta SET value = ? WHERE name = 'schema'", (schema,))
    connection.commit()
    connection.close()

    with pytest.raises(StorageError, match=rf"newer version \(schema {schema}.*Upgrade"):
        Store.open()

    assert set_aside_files(path) == []


def test_file_that_a_person_named_is_never_renamed(tmp_path):
    path = tmp_path / "thesis.docx"
    path.write_bytes(b"PK\x03\x04 years of work")

    with pytest.raises(StorageError, match="no store of experience"):
        Store.open(path)

    assert path.read_bytes() == b"PK\x03\x04 years of work"


def test_damaged_store_that_a_person_named_is_set_aside(path, make_task, make_trial):
    path.write_bytes(path.read_bytes()[:-4096])

    assert works(make_task, make_trial, path)

    assert set_aside_files(path) == ["knowledge.sqlite3.damaged-1"]


def test_application_id_stands_in_the_header(path):
    assert int.from_bytes(path.read_bytes()[68:72], "big") == APPLICATION_ID


def test_sound_store_is_left_alone(path):
    check_file(path, is_default=True)

    assert set_aside_files(path) == []


def test_files_beside_the_store_go_with_it(tmp_path):
    for ending in ("", "-wal", "-shm"):
        (tmp_path / f"store{ending}").write_text(ending)

    aside = set_aside(tmp_path / "store", "is damaged")

    assert aside.name == "store.damaged-1"
    assert (tmp_path / "store.damaged-1-wal").read_text() == "-wal"
    assert not (tmp_path / "store-shm").exists()


def test_file_that_another_program_set_aside_first_is_no_error(tmp_path):
    assert set_aside(tmp_path / "store", "is damaged").name == "store.damaged-1"

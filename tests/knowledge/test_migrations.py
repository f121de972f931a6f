"""Older stores get to the newest schema, whole or not at all; files of released versions open for ever."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlalchemy

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.knowledge import Store, read_pack
from jupyter_metaml.knowledge import migrations as migrations_package
from jupyter_metaml.knowledge.migrations import sequence
from jupyter_metaml.knowledge.tables import META
from jupyter_metaml.pipelines import Configuration

FIXTURES = Path(__file__).parent / "fixtures"


def add_colour(connection):
    connection.execute(sqlalchemy.text("ALTER TABLE metaml_tasks ADD COLUMN colour VARCHAR(20)"))


def fail(connection):
    add_colour(connection)
    raise StorageError("not today")


def columns_of(store):
    with store._database.reading() as connection:
        return {column["name"] for column in sqlalchemy.inspect(connection).get_columns("metaml_tasks")}


def schema_of(store):
    with store._database.reading() as connection:
        return connection.execute(sqlalchemy.select(META.c.value).where(META.c.name == "schema")).scalar_one()


@pytest.fixture(params=["file", "postgresql"])
def url(request, tmp_path):
    return tmp_path / "a.sqlite3" if request.param == "file" else request.getfixturevalue("postgres_url")


@pytest.fixture
def old_store(url, make_task, make_trial):
    """Make a store of the schema of today, which the tests call old; return its URL."""
    with Store.open(url) as store:
        store.add(make_task(), [make_trial()])
    return url


def test_new_store_has_the_newest_schema(url):
    with Store.open(url) as store:
        assert schema_of(store) == str(sequence.newest())


def test_older_store_is_brought_to_the_newest_schema_and_keeps_its_rows(old_store, monkeypatch):
    monkeypatch.setattr(sequence, "MIGRATIONS", (*sequence.MIGRATIONS, add_colour))

    with Store.open(old_store) as store:
        assert "colour" in columns_of(store)
        assert schema_of(store) == str(len(sequence.MIGRATIONS))
        assert store.read().n_trials == 1


def test_each_migration_runs_once(old_store, monkeypatch):
    monkeypatch.setattr(sequence, "MIGRATIONS", (*sequence.MIGRATIONS, add_colour))

    for _ in range(2):  # a second ALTER TABLE would fail
        with Store.open(old_store) as store:
            assert "colour" in columns_of(store)


def test_migration_that_fails_leaves_the_store_as_it_was(old_store, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(sequence, "MIGRATIONS", (*sequence.MIGRATIONS, fail))
        with pytest.raises(StorageError, match="not today"):
            Store.open(old_store)

    with Store.open(old_store) as store:
        assert "colour" not in columns_of(store)
        assert store.read().n_trials == 1


def test_files_of_migrations_are_numbered_without_a_gap():
    folder = Path(migrations_package.__file__).parent
    numbers = sorted(int(path.name[1:5]) for path in folder.glob("v[0-9]*.py"))

    assert numbers == list(range(1, sequence.newest() + 1))


# ------------------------------------------------------------------ released formats, see fixtures/README.md


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("store_schema_*.sqlite3")), ids=lambda path: path.stem)
def test_store_of_every_released_schema_opens(path, tmp_path):
    copy = shutil.copy(path, tmp_path)

    with Store.open(copy) as store:
        base = store.read()

        assert [task.id for task in base.tasks] == ["fixture 0", "fixture 1", "fixture 2"]
        assert base.tasks[0].meta_features == {"log_rows": 2.0, "imbalance": 0.25}
        assert base.configurations[0] == Configuration.of("linear", C=0.5)
        assert base.loss[0, 0] == 0.25
        assert base.n_trials == 8
        assert store.trials("fixture 0")[0].fold_scores == (0.5, 0.75)


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("pack_version_*.zip")), ids=lambda path: path.stem)
def test_pack_of_every_released_version_opens(path):
    base, report = read_pack(path)

    assert report.n_left_out == 0
    assert [task.id for task in base.tasks] == ["fixture 0", "fixture 1", "fixture 2"]
    assert base.tasks[0].meta_features == {"log_rows": 2.0, "imbalance": 0.25}
    assert base.configurations[0] == Configuration.of("linear", C=0.5)
    assert base.loss[0, 0] == 0.25
    assert base.n_trials == 8


def test_there_is_a_store_of_every_schema():
    assert len(list(FIXTURES.glob("store_schema_*.sqlite3"))) == sequence.newest()

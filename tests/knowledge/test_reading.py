"""What the tables hold, in arrays: also what this version did not write."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import text

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.knowledge import Store
from jupyter_metaml.knowledge.reading import count, read_base, read_trials


@pytest.fixture
def path(tmp_path, make_task, make_trial):
    with Store.open(tmp_path / "a.sqlite3") as store:
        store.add(make_task("first"), [make_trial(1.0), make_trial(2.0)])
        store.add(make_task("second"), [make_trial(1.0)])
    return tmp_path / "a.sqlite3"


def change(path, statement):
    with Store.open(path) as store, store._database.writing() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "content",
    [
        '{"family":"gone","params":{}}',
        '{"family":"linear","params":{"C":1e99}}',
        '{"family":"linear","params":{"C":NaN}}',
        '{"family":"linear","params":{"C":[1]}}',
        '{"family":"linear","params":{"z":1,"C":1}}',
        '{"family":"linear","params":[1]}',
        '{"family":["linear"],"params":{}}',
        '{"family":"linear"}',
        "[]",
        "7",
    ],
)
def test_configuration_that_cannot_be_built_is_left_out(path, content):
    change(path, f"UPDATE metaml_configurations SET content = '{content}' WHERE number = 1".replace(":", r"\:"))

    with Store.open(path) as store:
        base = store.read()

    assert [configuration.get("C") for configuration in base.configurations] == [2.0]
    assert (base.n_tasks, base.n_trials) == (2, 1)


@pytest.mark.parametrize(
    ("place", "content"),
    [
        ("metaml_configurations SET content", "{"),
        ("metaml_configurations SET content", "]"),
        ("metaml_configurations SET content", "1,2"),
        ("metaml_tasks SET meta_features", "{"),
        ("metaml_tasks SET meta_features", "[]"),
        ("metaml_tasks SET meta_features", '{"log_rows"\\:"many"}'),
    ],
)
def test_text_that_nobody_wrote_means_damage_and_is_set_aside(path, place, content, caplog):
    change(path, f"UPDATE {place} = '{content}' WHERE number = 1")

    with Store.open(path) as store:
        assert store.read().n_tasks == 0

    assert (path.parent / "a.sqlite3.damaged-1").is_file()
    assert len([record for record in caplog.records if record.levelno == logging.WARNING]) == 1


def test_trial_of_a_task_that_is_gone_is_left_out(path):
    change(path, "DELETE FROM metaml_tasks WHERE id = 'first'")

    with Store.open(path) as store:
        base = store.read()

    assert [task.id for task in base.tasks] == ["second"]
    assert base.n_trials == 1


def test_base_has_a_limit_on_its_cells(path):
    with Store.open(path) as store, store._database.reading() as connection:
        base = read_base(connection, max_cells=3)

    assert [configuration.get("C") for configuration in base.configurations] == [1.0]


def test_trials_of_a_task_that_nobody_knows(path):
    with Store.open(path) as store, store._database.reading() as connection:
        assert read_trials(connection, "third") == ()


def test_rows_of_others_are_counted(path):
    with Store.open(path) as store, store._database.reading() as connection:
        assert count(connection, but=["pack"]) == (2, 3)
        assert count(connection, but=["own", "pack"]) == (0, 0)


def test_missing_table_is_a_storage_error(path):
    change(path, "DROP TABLE metaml_trials")

    with Store.open(path) as store, pytest.raises(StorageError, match="no such table"):
        store.read()

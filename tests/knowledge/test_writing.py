"""Tasks and trials into the tables; the store's own tests say what comes out again."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from jupyter_metaml.knowledge.tables import CONFIGURATIONS, TASKS, TRIALS
from jupyter_metaml.knowledge.writing import clear, write
from jupyter_metaml.pipelines import Configuration


@pytest.fixture
def writing(store):
    """Return what opens a transaction that writes."""
    return store._database.writing


def counts(connection):
    return tuple(
        connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (TASKS, CONFIGURATIONS, TRIALS)
    )


def test_more_configurations_than_one_statement_takes(writing, make_task, make_trial):
    trials = [make_trial(float(C)) for C in range(1, 1_202)]

    with writing() as connection:
        write(connection, [(make_task(), trials)], "own")

        assert counts(connection) == (1, 1_201, 1_201)


def test_configuration_is_stored_once_for_all_tasks(writing, make_task, make_trial):
    with writing() as connection:
        write(connection, [(make_task("first"), [make_trial()]), (make_task("second"), [make_trial()])], "own")

        assert counts(connection) == (2, 1, 2)


@pytest.mark.parametrize("value", [1, 1.0, True, "1", None])
def test_values_keep_their_types(store, make_task, make_trial, value):
    configuration = Configuration.of("linear", C=value)

    store.add(make_task(), [make_trial(configuration=configuration)])

    found = store.trials("first")[0].configuration.get("C")
    assert (found, type(found)) == (value, type(value))


def test_one_trial_per_configuration_and_task_the_last_with_a_result(store, make_task, make_trial):
    store.add(make_task(), [make_trial(loss=0.3), make_trial(loss=0.2), make_trial(loss=None, status="failed")])

    assert [trial.loss for trial in store.trials("first")] == [0.2]


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [("own", "own", "new"), ("own", "pack", "old"), ("pack", "own", "new"), ("pack", "pack", "new"), ("a", "b", "old")],
)
def test_whose_rows_replace_whose(store, make_task, make_trial, first, second, kept):
    with store._database.writing() as connection:
        write(connection, [(make_task(family="old"), [make_trial(versions="old")])], first)
        write(connection, [(make_task(family="new"), [make_trial(versions="new")])], second)

    assert store.trials("first")[0].versions == kept
    assert store.read().tasks[0].family == kept


def test_clearing_one_source_keeps_tasks_that_others_tried(writing, make_task, make_trial):
    with writing() as connection:
        write(connection, [(make_task("shared"), [make_trial(1.0)]), (make_task("theirs"), [make_trial(2.0)])], "pack")
        write(connection, [(make_task("shared"), [make_trial(3.0)])], "own")

        clear(connection, "pack")

        assert counts(connection) == (1, 1, 1)


def test_long_texts_are_kept(store, make_task, make_trial):
    store.add(make_task("n" * 2_000, family="f" * 2_000), [make_trial(versions="x" * 2_000)])

    assert len(store.trials("n" * 2_000)[0].versions) == 2_000
    assert store.read().tasks[0].family == "f" * 2_000

"""What every store does, in whatever database; and what happens when a database cannot do it."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import sqlalchemy

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.knowledge import Store, TaskRecord, TrialRecord, read_pack, write_pack
from jupyter_metaml.knowledge import database as database_module
from jupyter_metaml.knowledge import merging as merging_module
from jupyter_metaml.knowledge import store as store_module
from jupyter_metaml.knowledge.knowledge_base import KnowledgeBase
from jupyter_metaml.knowledge.storage_errors import StoreBusyError, StoreReadOnlyError
from jupyter_metaml.knowledge.writing import write
from jupyter_metaml.pipelines import Configuration

NASTY = "'; DROP TABLE metaml_tasks; --"


def cell(base, name, task=0, configuration=0):
    return getattr(base, name)[task, configuration]


# ------------------------------------------------------------------ the contract of every store (SQL in names: F7)


def test_new_store_is_empty(store):
    assert store.read().n_tasks == 0
    assert store.read().configurations == ()


def test_what_was_added_is_read(store, make_task, make_trial):
    store.add(make_task(), [make_trial()])

    base = store.read()

    assert base.tasks == (make_task(),)
    assert base.configurations == (Configuration.of("linear", C=1.0),)
    assert [cell(base, name) for name in ("loss", "score", "test_loss", "test_score", "fit_s", "predict_s")] == [
        0.4,
        0.8,
        0.41,
        0.79,
        1.5,
        0.25,
    ]


def test_all_of_a_trial_comes_back(store, make_task, make_trial):
    trials = (make_trial(1.0), make_trial(2.0, fold_scores=(), status="cut", test_score=None, test_loss=None))
    store.add(make_task(), trials)

    assert store.trials("first") == trials


def test_fold_without_a_score_stays_without(store, make_task, make_trial):
    store.add(make_task(), [make_trial(fold_scores=(0.5, float("nan")))])

    (trial,) = store.trials("first")

    assert trial.fold_scores[0] == 0.5
    assert np.isnan(trial.fold_scores[1])


def test_trial_without_result_has_an_infinite_loss(store, make_task, make_trial):
    store.add(make_task(), [make_trial(status="timed out", loss=None, score=None)])

    base = store.read()

    assert cell(base, "loss") == np.inf
    assert np.isnan(cell(base, "score"))


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_numbers_that_are_none_count_as_no_result(store, make_task, make_trial, number):
    store.add(make_task(), [make_trial(loss=number, score=number)])

    assert cell(store.read(), "loss") == np.inf
    assert store.trials("first")[0].score is None


def test_pairs_that_nobody_tried_are_nan(store, make_task, make_trial):
    store.add(make_task("first"), [make_trial(1.0)])
    store.add(make_task("second"), [make_trial(2.0)])

    np.testing.assert_array_equal(store.read().loss, [[0.4, np.nan], [np.nan, 0.4]])


def test_adding_twice_changes_nothing(store, make_task, make_trial):
    for _ in range(2):
        store.add(make_task(), [make_trial(1.0), make_trial(2.0)])

    assert store.read().n_trials == 2
    assert len(store.trials("first")) == 2


def test_newer_result_replaces_an_older_one(store, make_task, make_trial):
    store.add(make_task(), [make_trial(loss=0.4)])
    store.add(make_task(n_rows=600), [make_trial(loss=0.3)])

    base = store.read()

    assert cell(base, "loss") == 0.3
    assert base.tasks[0].n_rows == 600


def test_failure_does_not_replace_a_result(store, make_task, make_trial):
    store.add(make_task(), [make_trial(loss=0.4), make_trial(loss=None, status="failed")])
    store.add(make_task(), [make_trial(loss=None, status="failed")])

    assert cell(store.read(), "loss") == 0.4


def test_task_without_trials_is_kept(store, make_task):
    store.add(make_task(), [])

    assert store.read().n_tasks == 1


def test_names_are_values_and_never_statements(store, make_task, make_trial):
    task = make_task(NASTY, family=NASTY, meta_features={NASTY: 1.0})
    store.add(task, [make_trial(versions=NASTY)])

    assert store.read().tasks == (task,)
    assert store.trials(NASTY)[0].versions == NASTY
    assert store.read(source=NASTY).n_tasks == 0
    store.clear(NASTY)
    assert store.read().tasks == (task,)


def test_configurations_of_families_that_do_not_exist_stay_out_of_the_base(store, make_task, make_trial):
    store.add(make_task(), [make_trial(), make_trial(configuration=Configuration.of("gone", depth=3))])

    base = store.read()

    assert [configuration.family for configuration in base.configurations] == ["linear"]
    assert base.n_trials == 1


def test_cleared_store_is_empty(store, make_task, make_trial):
    store.add(make_task(), [make_trial()])

    store.clear()

    assert store.read().n_tasks == 0
    assert store.read().configurations == ()


def test_record_that_cannot_be_written_does_not_stand_in_the_way(store, make_task, make_trial):
    with pytest.raises(TypeError):
        store.add(make_task("odd", meta_features={"a": None}), [])

    store.add(make_task("first"), [make_trial()])

    assert [task.id for task in store.read().tasks] == ["first"]


def test_closed_store_says_so(store, make_task):
    store.close()
    store.close()

    with pytest.raises(StorageError, match="is closed"):
        store.add(make_task(), [])


def test_base_of_the_store_equals_the_base_of_the_records(store, make_task, make_trial):
    seen = [
        (make_task(f"task {i}"), [make_trial(float(j + 1), loss=i + j / 10) for j in range(i, 5)]) for i in range(5)
    ]
    for task, trials in seen:
        store.add(task, trials)

    found, expected = store.read(), KnowledgeBase.of(seen)

    assert found.tasks == expected.tasks
    assert found.configurations == expected.configurations
    np.testing.assert_array_equal(found.loss, expected.loss)


# ------------------------------------------------------------------ packs of others


@pytest.fixture
def pack(tmp_path, make_task, make_trial):
    path = tmp_path / "stranger.zip"
    tasks = [(make_task(f"theirs {i}"), [make_trial(2.0), make_trial(3.0)]) for i in range(3)]
    write_pack(KnowledgeBase.of([*tasks, (make_task("first"), [make_trial(1.0, loss=0.9), make_trial(4.0)])]), path)
    return path


def test_merged_rows_stand_beside_own_ones(store, pack, make_task, make_trial):
    store.add(make_task(), [make_trial(1.0)])

    report = store.merge(pack)

    assert (report.n_tasks, report.n_trials, report.n_left_out) == (4, 8, 0)
    assert store.read().n_tasks == 4
    assert store.read(source="own").n_tasks == 1
    assert store.read(source="own").n_trials == 1
    assert store.read(source=report.source).n_trials == 7


def test_strangers_never_replace_own_rows(store, pack, make_task, make_trial):
    store.add(make_task(n_rows=123), [make_trial(1.0, loss=0.4)])

    store.merge(pack)

    base = store.read(source="own")
    assert (base.tasks[0].n_rows, cell(base, "loss")) == (123, 0.4)


def test_own_rows_replace_those_of_strangers(store, pack, make_task, make_trial):
    store.merge(pack)

    store.add(make_task(n_rows=123), [make_trial(1.0, loss=0.4)])

    base = store.read(source="own")
    assert (base.tasks[0].n_rows, base.n_trials, cell(base, "loss")) == (123, 1, 0.4)


def test_merging_twice_changes_nothing(store, pack):
    first = store.merge(pack)
    second = store.merge(pack)

    assert first == second
    assert store.read().n_trials == 8


def test_one_pack_can_be_cleared(store, pack, make_task, make_trial):
    store.add(make_task(), [make_trial(1.0)])
    report = store.merge(pack)

    store.clear(report.source)

    base = store.read()
    assert [task.id for task in base.tasks] == ["first"]
    assert base.configurations == (Configuration.of("linear", C=1.0),)


def test_clearing_own_rows_keeps_what_others_gave(store, pack, make_task, make_trial):
    store.add(make_task("mine"), [make_trial(1.0)])
    store.merge(pack)

    store.clear("own")

    assert {task.id for task in store.read().tasks} == {"first", "theirs 0", "theirs 1", "theirs 2"}


def test_rows_of_strangers_are_limited(store, pack, monkeypatch):
    monkeypatch.setattr(merging_module, "MAX_FOREIGN_TASKS", 2)

    report = store.merge(pack)

    assert report.n_tasks == 2
    assert report.left_out == {"task: no more room for tasks of others": 2}
    assert store.read().n_tasks == 2


def test_export_holds_own_rows_under_other_names(store, pack, make_task, make_trial, tmp_path):
    store.add(make_task("mine"), [make_trial(1.0)])
    store.add(make_task("tiny", n_rows=99), [make_trial(9.0)])
    store.merge(pack)

    assert store.export(tmp_path / "mine.zip") == 1

    base, _ = read_pack(tmp_path / "mine.zip")
    assert base.configurations == (Configuration.of("linear", C=1.0),)
    assert base.tasks[0].id not in {"mine", "tiny"}
    assert base.tasks[0].n_rows == 500


def test_export_gives_the_same_names_every_time(store, make_task, make_trial, tmp_path):
    store.add(make_task(), [make_trial()])

    for name in ("a.zip", "b.zip"):
        store.export(tmp_path / name)

    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


# ------------------------------------------------------------------ the user's own file


def test_default_store_is_a_file_in_the_home_directory(home, make_task, make_trial):
    with Store.open() as store:
        store.add(make_task(), [make_trial()])

    assert store.location == str(home / "knowledge.sqlite3")
    with Store.open() as store:
        assert store.read().n_tasks == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_file_belongs_to_its_owner_alone(home, make_task):
    with Store.open() as store:
        store.add(make_task(), [])

        assert {path.stat().st_mode & 0o077 for path in home.iterdir()} == {0}


def test_file_is_single_when_nobody_uses_it(home, make_task):
    with Store.open() as store:
        store.add(make_task(), [])

    assert [path.name for path in home.iterdir()] == ["knowledge.sqlite3"]


def test_what_was_cleared_is_overwritten(home, make_task, make_trial):
    with Store.open() as store:
        store.add(make_task("token-of-the-task"), [make_trial()])
        store.clear()

    assert b"token-of-the-task" not in (home / "knowledge.sqlite3").read_bytes()


def test_sqlalchemy_is_loaded_when_a_store_is_opened_not_before():
    code = "import sys; import jupyter_metaml.knowledge; print('sqlalchemy' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


# ------------------------------------------------------------------ locks (E14)


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(database_module, "BUSY_S", 0.01)


@pytest.fixture
def locked(home, impatient):
    """Hold the store as another program would; return a function that lets it go."""
    Store.open().close()
    engine = sqlalchemy.create_engine(f"sqlite:///{home / 'knowledge.sqlite3'}", isolation_level="AUTOCOMMIT")
    connection = engine.connect()
    connection.exec_driver_sql("BEGIN EXCLUSIVE")

    def let_go():
        if not connection.closed:
            connection.exec_driver_sql("COMMIT")
            connection.close()
            engine.dispose()

    yield let_go
    let_go()


def test_while_the_store_is_locked_experience_waits_in_memory(locked, make_task, make_trial, caplog):
    with Store.open() as store:
        store.add(make_task("first"), [make_trial()])
        store.add(make_task("second"), [make_trial()])

        assert store.read().n_tasks == 2
    warnings = [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(set(warnings)) == len(warnings)
    assert any("waits in memory" in message for message in warnings)


def test_what_waited_is_written_when_the_lock_is_gone(locked, home, make_task, make_trial):
    with Store.open() as store:
        store.add(make_task("first"), [make_trial()])
        locked()
        store.add(make_task("second"), [make_trial()])

    with Store.open() as store:
        assert store.read().n_tasks == 2


def test_what_waited_when_the_store_was_closed_is_written_by_the_next_one(locked, make_task, make_trial):
    with Store.open() as store:
        store.add(make_task("first"), [make_trial()])
    locked()

    with Store.open() as store:
        store.add(make_task("second"), [make_trial()])

    with Store.open() as store:
        assert {task.id for task in store.read().tasks} == {"first", "second"}


def test_closing_does_not_wait_for_the_same_lock_again(locked, make_task, make_trial, monkeypatch):
    store = Store.open()
    store.add(make_task("first"), [make_trial()])
    monkeypatch.setattr(store, "_writing", lambda _: pytest.fail("waits again"))

    store.close()


def test_closing_later_tries_again(locked, make_task, make_trial, monkeypatch):
    monkeypatch.setattr(store_module, "RETRY_S", -1.0)
    with Store.open() as store:
        store.add(make_task("first"), [make_trial()])
        locked()

    with Store.open() as store:
        assert store.read(source="own").n_tasks == 1
        assert not store._waiting


def test_earlier_experience_is_read_beside_a_writer(home, impatient, make_task, make_trial):
    with Store.open() as store:
        store.add(make_task("first"), [make_trial()])
    engine = sqlalchemy.create_engine(f"sqlite:///{home / 'knowledge.sqlite3'}", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

        with Store.open() as store:
            store.add(make_task("second"), [make_trial()])
            assert {task.id for task in store.read().tasks} == {"first", "second"}
    engine.dispose()


def test_merging_into_a_locked_store_says_so(locked, pack):
    with Store.open() as store, pytest.raises(StoreBusyError, match="locked by another program"):
        store.merge(pack)


def write_from_another_process(url, start):
    """Add twenty tasks; all that is imported is, before the other writer starts."""
    trials = [
        TrialRecord(configuration=Configuration.of("linear", C=float(C)), status="done", score=0.5, loss=0.5)
        for C in range(1, 6)
    ]
    with Store.open(url) as store:
        start.wait()
        for number in range(20):
            store.add(
                TaskRecord(
                    id=f"theirs {number}",
                    family="f",
                    origin="own",
                    kind="binary",
                    metric="roc_auc",
                    n_rows=9,
                    n_columns=1,
                    n_classes=2,
                ),
                trials,
            )


@pytest.fixture(params=["file", "postgresql"])
def shared_url(request, tmp_path):
    """Name a database that several programs can use, and nobody has used yet."""
    return str(tmp_path / "a.sqlite3") if request.param == "file" else request.getfixturevalue("postgres_url")


def test_programs_that_are_all_the_first_make_one_store(shared_url, make_task, make_trial):
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(Store.open, [shared_url] * 4))

    stores[0].add(make_task(), [make_trial()])

    assert [store.read().n_tasks for store in stores] == [1, 1, 1, 1]
    for store in stores:
        store.close()


def test_two_processes_that_write_at_once_both_progress(shared_url, make_task, make_trial):
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(2)
    other = context.Process(target=write_from_another_process, args=(shared_url, start))
    other.start()

    with Store.open(shared_url) as store:
        start.wait()
        for number in range(20):
            store.add(make_task(f"ours {number}"), [make_trial(float(C)) for C in range(1, 6)])
        other.join()

        assert other.exitcode == 0
        base = store.read()
    assert (base.n_tasks, base.n_trials, len(base.configurations)) == (40, 200, 5)


def write_quietly_from_another_process(path, name, start):
    """Add ten tasks; leave with a failure if a person would have been told anything."""
    told = []
    handler = logging.Handler(level=logging.WARNING)
    handler.emit = told.append
    logging.getLogger().addHandler(handler)
    trial = TrialRecord(configuration=Configuration.of("linear"), status="done", score=0.5, loss=0.5)
    fields = {"family": "f", "origin": "own", "kind": "binary", "metric": "roc_auc"}
    with Store.open(path) as store:
        start.wait()
        for number in range(10):
            task = TaskRecord(id=f"{name} {number}", **fields, n_rows=9, n_columns=1, n_classes=2)
            store.add(task, [trial])
    raise SystemExit(len(told))


@pytest.mark.slow
def test_eight_processes_progress_beside_a_long_reader_and_say_nothing(tmp_path, make_task, make_trial):
    path = tmp_path / "a.sqlite3"
    with Store.open(path) as store:
        store.add(make_task("first"), [make_trial()])
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(8)
    writers = [
        context.Process(target=write_quietly_from_another_process, args=(path, f"writer {number}", start))
        for number in range(8)
    ]

    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        seen_before = reader.execute("SELECT count(*) FROM metaml_tasks").fetchone()
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        seen_after = reader.execute("SELECT count(*) FROM metaml_tasks").fetchone()

    assert [writer.exitcode for writer in writers] == [0] * 8
    assert seen_before == seen_after == (1,)
    with Store.open(path) as store:
        assert store.read().n_tasks == 81


def test_copy_of_a_store_that_is_open_can_be_opened(tmp_path, make_task, make_trial):
    with Store.open(tmp_path / "a.sqlite3") as store:
        store.add(make_task("first"), [make_trial()])
        (tmp_path / "b.sqlite3").write_bytes((tmp_path / "a.sqlite3").read_bytes())
        store.add(make_task("second"), [make_trial()])

    with Store.open(tmp_path / "b.sqlite3") as copy:
        assert [task.id for task in copy.read().tasks] == ["first"]


@pytest.mark.parametrize("ending", ["-wal", "-shm"])
def test_stale_files_beside_the_store_do_no_harm(tmp_path, make_task, make_trial, ending):
    path = tmp_path / "a.sqlite3"
    with Store.open(path) as store:
        store.add(make_task("first"), [make_trial()])
    path.with_name(path.name + ending).write_bytes(np.random.default_rng(0).bytes(40_000))

    with Store.open(path) as store:
        store.add(make_task("second"), [make_trial()])
        assert store.read().n_tasks == 2


# ------------------------------------------------------------------ a disk that is full, a place that cannot be written


def fill_disk(store):
    """Let the file grow no further."""
    engine = store._database._engine
    sqlalchemy.event.listen(
        engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 1").close()
    )


def test_full_disk_is_a_storage_error_and_nothing_is_half_written(tmp_path, make_task, make_trial):
    path = tmp_path / "a.sqlite3"
    with Store.open(path) as store:
        store.add(make_task("first"), [make_trial()])
    store = Store.open(path)
    fill_disk(store)

    with pytest.raises(StorageError, match="is full"):
        store.add(make_task("second"), [make_trial(float(C)) for C in range(1, 500)])

    assert {task.id for task in store.read().tasks} == {"first", "second"}
    store.close()
    with Store.open(path) as again:  # what waited in memory is written when there is room
        again.add(make_task("third"), [])
        assert again.read(source="own").n_trials == 500


def test_home_that_cannot_be_made_leaves_experience_in_memory_with_one_notice(
    tmp_path, monkeypatch, make_task, make_trial, caplog
):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("JUPYTER_METAML_HOME", str(tmp_path / "file" / "home"))

    for name in ("first", "second"):
        with Store.open() as store:
            store.add(make_task(name), [make_trial()])
    with Store.open() as store:
        assert store.read().n_tasks == 2

    assert [record.message.count("kept in memory") for record in caplog.records] == [1]


def test_merging_without_a_place_says_what_to_do(tmp_path, monkeypatch, pack):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("JUPYTER_METAML_HOME", str(tmp_path / "file" / "home"))

    with Store.open() as store, pytest.raises(StoreReadOnlyError, match="JUPYTER_METAML_HOME"):
        store.merge(pack)


def test_named_place_that_cannot_be_made_is_an_error(tmp_path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StorageError, match="cannot be made"):
        Store.open(tmp_path / "file" / "a.sqlite3")


@pytest.fixture
def as_nobody(home, make_task, make_trial):
    """Return a context in which permissions of a store of one task count, which for root they do not."""
    if not hasattr(os, "setresuid"):
        pytest.skip("no way to become another user for a while")
    with Store.open() as store:  # which also loads the modules that another user could not
        store.add(make_task("first"), [make_trial()])
        store.read()
    file = home / "knowledge.sqlite3"
    # pytest keeps its folders to their owner
    changed = [file, *(home, *home.parents)[:4]]
    modes = {path: path.stat().st_mode for path in changed}
    is_root = os.getuid() == 0

    @contextlib.contextmanager
    def run(home_mode, file_mode):
        for path in changed[2:]:
            path.chmod(0o755)
        file.chmod(file_mode)
        home.chmod(home_mode)
        if is_root:
            os.setresuid(65534, 65534, 0)
        try:
            yield
        finally:
            if is_root:
                os.setresuid(0, 0, 0)

    yield run
    for path, mode in reversed(modes.items()):
        path.chmod(mode)


def test_store_that_can_only_be_read_is_read_and_grows_in_memory(as_nobody, make_task, make_trial, caplog):
    with as_nobody(home_mode=0o555, file_mode=0o444), Store.open() as store:
        store.add(make_task("new"), [make_trial()])
        tasks = {task.id for task in store.read().tasks}

    assert tasks == {"first", "new"}
    assert [record.message.count("kept in memory") for record in caplog.records] == [1]


def test_store_that_cannot_be_read_is_an_error(as_nobody):
    with as_nobody(home_mode=0o555, file_mode=0o000), pytest.raises(StorageError, match="cannot be read"):
        Store.open()


# ------------------------------------------------------------------ size


def test_ten_thousand_trials_on_five_hundred_tables_are_read_whole(tmp_path, make_task, make_trial):
    """What reading them costs is measured by `tests/benchmarks/run_knowledge.py` (G7)."""
    trials = [make_trial(float(C)) for C in range(1, 21)]
    with Store.open(tmp_path / "a.sqlite3") as store:
        with store._database.writing() as connection:
            write(connection, [(make_task(f"task {number}"), trials) for number in range(500)], "own")

        assert (store.read().n_tasks, store.read().n_trials) == (500, 10_000)


def test_very_wide_base_keeps_what_most_tasks_tried(tmp_path, make_task, make_trial):
    from jupyter_metaml.knowledge.reading import read_base

    with Store.open(tmp_path / "a.sqlite3") as store:
        for number in range(4):
            store.add(make_task(f"task {number}"), [make_trial(1.0), make_trial(10.0 + number)])
        with store._database.reading() as connection:
            base = read_base(connection, max_cells=8)

    assert [configuration.get("C") for configuration in base.configurations] == [1.0, 13.0]
    assert base.n_tasks == 4


def test_transaction_that_fails_leaves_nothing(tmp_path, make_task, make_trial):
    with Store.open(tmp_path / "a.sqlite3") as store:
        half = iter([(make_task(), [make_trial()]), (None, [])])

        with pytest.raises(AttributeError), store._database.writing() as connection:
            write(connection, half, "own")

        assert store.read().n_tasks == 0

"""Runs on disk: listed newest first, found by part of their name, pruned by number."""

from __future__ import annotations

import os
import stat
import sys

import pytest

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.search import RunStore
from jupyter_metaml.search import runs as runs_module
from jupyter_metaml.search.runs import read_json, this_process, write_json


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "runs")


def add(store, state="done", **fields):
    path = store.create()
    write_json(path / "run.json", {"state": state, "kind": "binary", "n_trials": 3, **fields})
    return path


def test_store_that_does_not_exist_yet_is_empty(store):
    assert store.list() == ()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_directory_of_a_run_belongs_to_its_owner_alone(store):
    assert stat.S_IMODE(store.create().stat().st_mode) == 0o700


def test_run_whose_process_is_gone_counts_as_interrupted(store):
    add(store, "running", pid=2**22 + 1)

    (run,) = store.list()

    assert run.state == "interrupted"
    assert run.resumable


@pytest.mark.parametrize("known", [{"pid": os.getpid()}, this_process()])
def test_run_of_a_living_process_is_running(store, known):
    add(store, "running", **known)

    assert store.list()[0].state == "running"


def test_run_whose_process_has_left_its_number_to_another_is_interrupted(store):
    known = this_process()
    add(store, "running", **{**known, "pid_since_boot_s": known["pid_since_boot_s"] - 60.0})

    assert store.list()[0].state == "interrupted"


@pytest.mark.parametrize(
    ("known", "shown"),
    [({"metric": "roc_auc", "metric_title": "ROC AUC"}, "ROC AUC"), ({"metric": "roc_auc"}, "roc_auc"), ({}, "")],
)
def test_metric_is_shown_by_its_title_where_the_record_has_it(store, known, shown):
    add(store, **known)

    assert store.list()[0].metric == shown


@pytest.mark.parametrize("content", ["", "{", "[]", '{"schema": 99}', '{"no": "schema"}'])
def test_unreadable_record_is_left_out_and_left_alone(store, content):
    path = add(store)
    (path / "run.json").write_text(content)

    assert store.list() == ()
    assert (path / "run.json").read_text() == content


def test_run_is_found_by_the_end_of_its_name(store):
    path = add(store)
    add(store)

    assert store.find(path.name[-6:]).run_id == path.name


@pytest.mark.parametrize("name", ["nothing", "", "../../etc"])
def test_unknown_run_is_refused_with_the_latest_names(store, name):
    path = add(store)

    with pytest.raises(StorageError, match=path.name):
        store.find(name)


def test_oldest_finished_runs_are_deleted_beyond_the_number_kept(store, monkeypatch):
    monkeypatch.setattr(runs_module, "KEEP_RUNS", 2)
    paths = [store.root / f"2026010{day}-000000-abcdef" for day in range(1, 5)]
    for number, path in enumerate(paths):
        path.mkdir(parents=True)
        write_json(path / "run.json", {"state": "running" if number == 0 else "done", "pid": os.getpid()})

    store.prune()

    assert [path.exists() for path in paths] == [True, False, True, True]


def test_write_that_fails_leaves_the_old_record(store):
    path = add(store) / "run.json"
    before = path.read_text()

    class Refuses:
        def __str__(self):
            raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        write_json(path, {"bad": Refuses()})

    assert path.read_text() == before
    assert read_json(path)["state"] == "done"
    assert [file.name for file in path.parent.iterdir() if file.is_file()] == ["run.json"]

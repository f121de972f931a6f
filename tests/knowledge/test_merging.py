"""Packs into stores, within limits; the store's own tests hold the rest."""

from __future__ import annotations

import pytest

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.knowledge import KnowledgeBase, Store, merging, write_pack
from jupyter_metaml.knowledge.merging import salt_of


@pytest.fixture
def pack(tmp_path, make_task, make_trial):
    """Return a maker of packs: names of tasks, two trials each."""

    def make(*names):
        path = tmp_path / f"{'-'.join(names)}.zip"
        write_pack(KnowledgeBase.of([(make_task(name), [make_trial(1.0), make_trial(2.0)]) for name in names]), path)
        return path

    return make


def test_limit_on_tasks_holds_over_several_packs(store, pack, monkeypatch):
    monkeypatch.setattr(merging, "MAX_FOREIGN_TASKS", 3)

    assert store.merge(pack("a", "b")).n_tasks == 2
    report = store.merge(pack("c", "d", "e"))

    assert (report.n_tasks, report.n_trials, report.n_left_out) == (1, 2, 2)
    assert store.read().n_tasks == 3


def test_limit_on_trials_holds(store, pack, monkeypatch):
    monkeypatch.setattr(merging, "MAX_FOREIGN_TRIALS", 3)

    report = store.merge(pack("a", "b"))

    assert (report.n_tasks, report.n_trials) == (1, 2)


def test_merging_again_does_not_count_twice(store, pack, monkeypatch):
    monkeypatch.setattr(merging, "MAX_FOREIGN_TASKS", 2)

    for _ in range(2):
        assert store.merge(pack("a", "b")).n_tasks == 2


def test_own_rows_do_not_count(store, pack, monkeypatch, make_task):
    monkeypatch.setattr(merging, "MAX_FOREIGN_TASKS", 1)
    store.add(make_task("mine"), [])

    assert store.merge(pack("a")).n_tasks == 1


def test_file_that_is_no_pack_changes_nothing(store, tmp_path, make_task):
    store.add(make_task("mine"), [])
    (tmp_path / "pack.zip").write_bytes(b"no pack")

    with pytest.raises(StorageError, match="no knowledge pack"):
        store.merge(tmp_path / "pack.zip")

    assert store.read().n_tasks == 1


def test_every_store_has_its_own_salt_and_keeps_it(tmp_path):
    salts = []
    for name in ("a", "a", "b"):
        with Store.open(tmp_path / name) as store, store._database.writing() as connection:
            salts.append(salt_of(connection))

    assert salts[0] == salts[1] != salts[2]
    assert len(salts[0]) == 32

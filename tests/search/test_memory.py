"""Which knowledge a search may use."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.knowledge import KnowledgeBase, Store, TaskRecord, TrialRecord
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.profiling import profile_task
from jupyter_metaml.search import SearchSettings, memory, recommend_start

TRIAL = TrialRecord(configuration=Configuration.of("linear"), status="done", score=0.9, loss=0.1)


def record(number: int) -> TaskRecord:
    return TaskRecord(
        id=f"own-{number}",
        family=f"own-{number}",
        origin="own",
        kind="binary",
        metric="roc_auc",
        n_rows=100,
        n_columns=3,
        n_classes=2,
    )


@pytest.fixture(autouse=True)
def fresh_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("JUPYTER_METAML_HOME", str(tmp_path))
    memory._first_look.cache_clear()
    yield
    memory._first_look.cache_clear()


def add(number: int) -> None:
    with Store.open() as store:
        store.add(record(number), [TRIAL])


def test_own_past_grows_from_run_to_run():
    add(1)
    before = memory.knowledge_for(SearchSettings(meta="mine")).n_tasks
    add(2)

    assert (before, memory.knowledge_for(SearchSettings(meta="mine")).n_tasks) == (1, 2)


def test_a_chosen_seed_sees_the_past_as_it_was_at_first():
    settings = SearchSettings(meta="mine", is_seeded=True)
    add(1)
    before = memory.knowledge_for(settings).n_tasks
    add(2)

    assert (before, memory.knowledge_for(settings).n_tasks) == (1, 1)


def test_nothing_is_made_where_there_is_no_past(tmp_path: Path):
    assert memory.own_past().n_tasks == 0
    assert not list(tmp_path.iterdir())


def test_a_past_that_could_not_be_written_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog):
    (tmp_path / "file").touch()
    monkeypatch.setenv("JUPYTER_METAML_HOME", str(tmp_path / "file" / "home"))
    add(1)

    assert memory.own_past().n_tasks == 1
    assert len(caplog.records) == 1


def test_a_store_that_cannot_be_opened_is_empty_with_a_warning(tmp_path: Path, caplog):
    (tmp_path / "knowledge.sqlite3").mkdir()

    assert memory.own_past().n_tasks == 0
    assert "past runs are not used" in caplog.text


def test_together_the_shipped_base_and_the_past_count(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(memory, "shipped_base", lambda: KnowledgeBase.of([(record(7), [TRIAL])]))
    add(1)

    assert {task.id for task in memory.knowledge_for(SearchSettings(meta="all")).tasks} == {"own-7", "own-1"}


@pytest.mark.parametrize("meta", ["mine", "all"])
def test_what_did_not_grow_is_learned_from_once(meta):
    settings = SearchSettings(meta=meta)
    add(1)
    first, again = memory.knowledge_for(settings), memory.knowledge_for(settings)
    add(2)
    grown = memory.knowledge_for(settings)

    assert again is first
    assert grown is not first
    assert grown.n_tasks == first.n_tasks + 1


def test_a_better_score_of_the_same_trial_counts():
    settings = SearchSettings(meta="mine")
    add(1)
    memory.knowledge_for(settings)
    with Store.open() as store:
        store.add(record(1), [replace(TRIAL, score=0.95, loss=0.05)])

    assert memory.knowledge_for(settings).score.tolist() == [[0.95]]


def test_what_is_recalled_early_is_what_is_known(monkeypatch: pytest.MonkeyPatch):
    prepared = []
    monkeypatch.setattr(
        memory.default_recommender().__class__, "prepare", lambda self, kind: prepared.append((self, kind))
    )
    add(1)

    base = memory.recall(SearchSettings(meta="mine"), "binary").result()

    assert [task.id for task in base.tasks] == ["own-1"]
    assert [(recommender.base, kind) for recommender, kind in prepared] == [(base, "binary")]


def test_what_goes_wrong_early_is_tried_again_when_it_is_needed(binary_task, monkeypatch: pytest.MonkeyPatch):
    broken: Future[KnowledgeBase] = Future()
    broken.set_exception(FutureWarning("an error, as somebody wants it"))
    profile, settings = profile_task(binary_task), SearchSettings(meta="off")

    found = recommend_start(binary_task, profile, settings, knowledge=broken)

    assert found == recommend_start(binary_task, profile, settings)


def test_nothing_is_learned_from_nothing():
    assert memory.recall(SearchSettings(meta="off"), "regression").result().n_tasks == 0


def test_other_knowledge_is_refused():
    with pytest.raises(UsageError, match="meta='yours'"):
        SearchSettings(meta="yours")


def test_past_runs_are_those_of_the_store_that_the_environment_names(monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_METAML_STORE", str(tmp_path / "team.sqlite3"))
    add(1)

    assert (tmp_path / "team.sqlite3").exists()
    assert not (tmp_path / "knowledge.sqlite3").exists()
    assert memory.own_past().n_tasks == 1


def test_store_without_its_driver_costs_the_knowledge_not_the_search(monkeypatch, caplog):
    monkeypatch.setenv("JUPYTER_METAML_STORE", "postgresql+nothing://ada:secret@host/base")

    assert memory.own_past().n_tasks == 0
    assert "not used" in caplog.text
    assert "secret" not in caplog.text

"""What a run leaves behind, and what it says it owes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_metaml.automl import fit
from jupyter_metaml.automl.experience import what_knowledge_gave
from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.knowledge import Store
from jupyter_metaml.pipelines import Configuration


@pytest.fixture(autouse=True)
def fresh_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUPYTER_METAML_HOME", str(tmp_path))
    return tmp_path


def test_a_run_joins_the_past(frame, quick):
    run = fit(frame, target="species", meta="off", **quick)

    with Store.open() as store:
        base = store.read()
    assert [task.n_rows for task in base.tasks] == [60]
    assert base.configurations == (Configuration.of("linear"),)
    assert base.score[0, 0] == pytest.approx(run.history.trials[1].score)


def test_a_run_that_is_not_to_be_remembered_leaves_nothing(frame, quick, fresh_home: Path):
    fit(frame, target="species", remember=False, save_run=False, **quick)

    assert not list(fresh_home.rglob("*.sqlite3"))


def test_the_environment_keeps_all_runs_out(frame, quick, fresh_home: Path, monkeypatch):
    monkeypatch.setenv("JUPYTER_METAML_REMEMBER", "off")

    fit(frame, target="species", remember=True, save_run=False, **quick)

    assert not list(fresh_home.rglob("*.sqlite3"))


def test_a_setting_that_nobody_understands_is_refused_before_the_search(frame, quick, fresh_home: Path, monkeypatch):
    monkeypatch.setenv("JUPYTER_METAML_REMEMBER", "never")

    with pytest.raises(UsageError, match="'never' is not usable"):
        fit(frame, target="species", **quick)
    assert not list(fresh_home.iterdir())


def test_a_store_that_cannot_be_written_costs_no_result(frame, quick, fresh_home: Path, caplog):
    (fresh_home / "knowledge.sqlite3").mkdir()

    run = fit(frame, target="species", **quick)

    assert len(run.predict(frame)) == 60
    assert "does not join your past ones" in caplog.text


@pytest.mark.parametrize("content", [b"", b"no database", bytes(range(256)) * 64])
def test_a_file_that_is_no_store_costs_neither_result_nor_file(frame, quick, fresh_home: Path, content: bytes):
    """What can be saved of a damaged store is set aside, see `tests/knowledge/test_salvage.py` (E13)."""
    (fresh_home / "knowledge.sqlite3").write_bytes(content)

    run = fit(frame, target="species", **(quick | {"meta": "all"}))

    assert len(run.predict(frame)) == 60
    with Store.open() as store:
        assert store.read().n_tasks == 1
    kept = [path.read_bytes() for path in fresh_home.iterdir() if path.name.startswith("knowledge.sqlite3.damaged-")]
    assert kept == ([content] if content else [])


def test_a_run_teaches_statistics_and_no_cells(classes_run):
    taught = classes_run.experience

    assert (taught.task.kind, taught.task.n_rows) == ("multiclass", 60)
    assert [trial.configuration for trial in taught.trials] == [classes_run.history.asked[1]]
    assert taught.trials[0].configuration.family == "linear"
    assert taught.shape.n_rows == 60
    assert "gentoo" not in repr(taught)
    assert "island" not in repr(taught)


def test_nothing_is_owed_without_knowledge(frame, quick):
    run = fit(frame, target="species", **quick)

    assert what_knowledge_gave(run.history, run.task) == ""


def test_scores_that_read_the_same_are_called_the_same(classes_run):
    first = classes_run.history.trials[1]
    asked = {number: Configuration.of("linear", C=float(number)) for number in range(1, 5)}
    trials = [replace(first, number=n, configuration=each, score=-0.1 - n * 1e-9) for n, each in asked.items()]
    history = replace(
        classes_run.history,
        trials=(classes_run.history.baseline, *trials),
        asked=asked,
        cold_start=tuple(reversed(asked.values())),
        n_known_tasks=50,
    )

    assert what_knowledge_gave(history, classes_run.task).endswith("the best of those reached the same.")


def test_the_first_trials_are_compared_with_a_cold_start(classes_run):
    """Five trials, the best first; the fixed order would have run them the other way round."""
    first = classes_run.history.trials[1]
    asked = {number: Configuration.of("linear", C=float(number)) for number in range(1, 6)}
    trials = [
        replace(first, number=number, configuration=configuration, score=-number / 10)
        for number, configuration in asked.items()
    ]
    history = replace(
        classes_run.history,
        trials=(classes_run.history.baseline, *trials),
        asked=asked,
        cold_start=tuple(reversed(asked.values())),
        n_known_tasks=50,
    )

    said = what_knowledge_gave(history, classes_run.task)

    assert "Knowledge of 50 tables" in said
    assert "the best of the first 3 reached log loss 0.1." in said
    assert said.endswith("another 3 of these trials would have come first, and the best of those reached 0.3.")


def test_a_cold_start_that_would_have_begun_alike_is_called_so(classes_run):
    first = classes_run.history.trials[1]
    asked = {number: Configuration.of("linear", C=float(number)) for number in range(1, 4)}
    trials = [replace(first, number=number, configuration=each) for number, each in asked.items()]
    history = replace(
        classes_run.history,
        trials=(classes_run.history.baseline, *trials),
        asked=asked,
        cold_start=tuple(reversed(asked.values())),
        n_known_tasks=50,
    )

    assert what_knowledge_gave(history, classes_run.task).endswith("would have begun with the same 3.")

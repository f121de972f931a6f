"""The directory of a run: what stays, what goes, and whose model is opened."""

from __future__ import annotations

import pytest
from sklearn.dummy import DummyClassifier
from sklearn.pipeline import Pipeline

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.search import RunStore, SearchSettings, load_model
from jupyter_metaml.search.workspace import open_workspace


@pytest.fixture
def settings(tmp_path):
    return SearchSettings(runs_dir=tmp_path / "runs")


def fitted():
    return Pipeline([("model", DummyClassifier().fit([[0], [1]], [0, 1]))])


def test_model_is_kept_and_opened_again(binary_task, settings):
    workspace, resumed = open_workspace(binary_task, settings, None)
    workspace.keep_model(fitted())
    workspace.update(state="done")
    workspace.close(resumable=False)

    model = load_model(RunStore(settings.runs_dir).find(workspace.run_id))

    assert resumed == {}
    assert model.predict([[5]]).tolist() == [0]
    assert not workspace.models_dir.exists()


def test_metric_is_listed_as_it_is_shown(binary_task, settings):
    open_workspace(binary_task, settings, None)

    assert RunStore(settings.runs_dir).list()[0].metric == binary_task.metric.display_name


def test_run_without_a_model_says_so(binary_task, settings):
    workspace, _ = open_workspace(binary_task, settings, None)

    with pytest.raises(StorageError, match="kept no model"):
        load_model(RunStore(settings.runs_dir).find(workspace.run_id))


def test_model_that_others_may_write_is_not_opened(binary_task, settings):
    workspace, _ = open_workspace(binary_task, settings, None)
    workspace.keep_model(fitted())
    run = RunStore(settings.runs_dir).find(workspace.run_id)
    load_model(run)
    (run.path / "model.pkl").chmod(0o666)

    with pytest.raises(StorageError, match="not opened"):
        load_model(run)


def test_directory_that_cannot_be_made_costs_the_record_and_not_the_run(binary_task, tmp_path, caplog):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")

    workspace, _ = open_workspace(binary_task, SearchSettings(runs_dir=blocked / "runs"), None)

    assert workspace.directory.is_dir()
    assert "not kept" in caplog.text
    workspace.close(resumable=False)


def test_running_run_cannot_be_resumed_by_another(binary_task, settings):
    workspace, _ = open_workspace(binary_task, settings, None)

    with pytest.raises(RuntimeError, match="still running"):
        open_workspace(binary_task, settings, workspace.run_id)

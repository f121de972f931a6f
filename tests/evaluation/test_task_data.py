from __future__ import annotations

import dataclasses
import os
import pickle
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.metrics import make_scorer
from sklearn.preprocessing import FunctionTransformer

from jupyter_metaml.evaluation import TaskData, task_data
from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.tasks import Metric


def test_everything_comes_back(binary_data, tmp_path):
    weighted = dataclasses.replace(binary_data, sample_weight=np.linspace(1, 2, 60))

    loaded = weighted.save(tmp_path / "data").load()

    assert (loaded.kind, loaded.n_classes, loaded.shape) == ("binary", 2, binary_data.shape)
    assert np.array_equal(loaded.classes, ["no", "yes"])
    assert np.array_equal(loaded.y, binary_data.y)
    assert np.array_equal(loaded.sample_weight, weighted.sample_weight)
    assert np.array_equal(loaded.splits.test_rows, binary_data.splits.test_rows)
    assert np.array_equal(loaded.views["dense"][0], binary_data.views["dense"][0])
    assert loaded.views["dense"][1] == binary_data.views["dense"][1]
    assert loaded.metric.name == "roc_auc"


def test_sparse_view_comes_back_sparse(binary_data, layout, tmp_path):
    matrix = sparse.csr_matrix(np.eye(60)[:, :2])
    both = dataclasses.replace(binary_data, views={**binary_data.views, "sparse": (matrix, layout)})

    loaded = both.save(tmp_path / "data").load().views["sparse"][0]

    assert sparse.issparse(loaded)
    assert (loaded[[0, 1, 5]].toarray() == matrix[[0, 1, 5]].toarray()).all()


def test_matrix_is_mapped_and_cannot_be_changed(binary_data, tmp_path):
    matrix, _ = binary_data.save(tmp_path / "data").load().views["dense"]

    assert type(matrix) is np.ndarray
    with pytest.raises(ValueError, match="read-only"):
        matrix[0, 0] = 1.0


def test_metric_of_a_notebook_travels(binary_data, tmp_path):
    bonus = 0.25
    metric = Metric(
        name="mine", scorer=make_scorer(lambda y, prediction: bonus + (y == prediction).mean()), greater_is_better=True
    )

    loaded = dataclasses.replace(binary_data, metric=metric).save(tmp_path / "data").load()

    assert loaded.metric.score(np.array([0, 1]), np.array([[0.9, 0.1], [0.1, 0.9]])) == 1.25


def test_last_two_tasks_are_kept_in_memory(binary_data, tmp_path, monkeypatch):
    monkeypatch.setattr(task_data, "_cache", type(task_data._cache)())
    handles = [binary_data.save(tmp_path / name) for name in ("a", "b", "c")]
    first, second, third = (handle.load() for handle in handles)

    assert handles[2].load() is third
    assert handles[1].load() is second
    assert handles[0].load() is not first


def test_second_save_into_a_directory_is_another_task(binary_data, regression_data, tmp_path):
    first = binary_data.save(tmp_path / "data")
    assert first.load().kind == "binary"

    second = regression_data.save(tmp_path / "data")

    assert second.load().kind == "regression"


@pytest.mark.skipif(os.name != "posix", reason="permissions")
def test_directory_is_for_this_user_only(binary_data, tmp_path):
    binary_data.save(tmp_path / "data")

    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_handle_is_small_and_travels(binary_data, tmp_path):
    handle = binary_data.save(tmp_path / "data")

    assert pickle.loads(pickle.dumps(handle)) == handle
    assert len(pickle.dumps(handle)) < 500


def test_disk_that_cannot_be_written_is_a_storage_error(binary_data, tmp_path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StorageError, match="could not be written"):
        binary_data.save(tmp_path / "file" / "data")


def test_files_that_are_gone_are_a_storage_error(binary_data, tmp_path):
    handle = binary_data.save(tmp_path / "data")
    (tmp_path / "data" / "header.pkl").unlink()

    with pytest.raises(StorageError, match="cannot be read"):
        handle.load()


def test_data_are_collected_from_a_task_and_its_views(regression_data):
    matrix, layout = regression_data.views["dense"]
    task = SimpleNamespace(
        kind="regression",
        n_classes=0,
        classes=None,
        metric=regression_data.metric,
        y=regression_data.y,
        sample_weight=None,
        splits=regression_data.splits,
        X=pd.DataFrame(matrix),
    )
    view = SimpleNamespace(matrix=matrix, layout=layout, transformer=FunctionTransformer())

    data = TaskData.of(task, {"dense": view}, regression_data.shape)

    assert data.views["dense"] == (matrix, layout)
    assert data.y is task.y
    assert data.prepare_row_s["dense"] > 0.0


def test_what_one_row_takes_to_prepare_travels_with_the_data(binary_data, tmp_path):
    assert binary_data.save(tmp_path / "data").load().prepare_row_s == binary_data.prepare_row_s

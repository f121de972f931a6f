"""The model that ignores all columns: what every result is measured against."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.pipeline import Pipeline

from jupyter_metaml.evaluation import Trial, TrialStatus
from jupyter_metaml.evaluation.losses import log_loss, squared_error, target_scale
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.search.blending import score_of

if TYPE_CHECKING:
    from jupyter_metaml.tasks import Task
    from jupyter_metaml.typing import FloatArray, IntArray

FAMILY = "baseline"


def baseline_model(task: Task, rows: IntArray | None = None) -> Pipeline:
    """Fit class frequencies, or the mean, on some rows (all by default)."""
    rows = np.arange(task.n_rows) if rows is None else rows
    model = DummyRegressor() if task.kind == "regression" else DummyClassifier(strategy="prior")
    weight = None if task.sample_weight is None else task.sample_weight[rows]
    model.fit(np.zeros((len(rows), 1)), task.y[rows], sample_weight=weight)
    return Pipeline([("model", model)])


def measure_baseline(task: Task) -> Trial:
    """Measure the baseline on the folds of the task, in a few milliseconds.

    Raises
    ------
    MetricError
        If the metric cannot be used on predictions of this task at all.
    """
    started = time.perf_counter()
    rows = task.splits.test_rows
    oof = np.zeros((task.n_rows, task.n_classes) if task.kind != "regression" else task.n_rows)
    for fold in task.splits.folds:
        oof[fold.test] = _predict(task, fold.train, len(fold.test))
    score = score_of(oof[rows], task)
    losses = [_loss(task, oof, fold.test) for fold in task.splits.folds]
    return Trial(
        number=0,
        configuration=Configuration.of(FAMILY),
        origin="baseline",
        status=TrialStatus.DONE,
        reason="",
        fold_scores=(),
        score=score,
        fold_losses=tuple(losses),
        loss=float(np.mean(losses)),
        # Numbers stay in double precision: large targets would become infinite.
        oof=oof[rows] if task.kind == "regression" else oof[rows].astype(np.float32),
        fit_s=time.perf_counter() - started,
        predict_s=0.0,
        memory_mib=0.0,
        found={},
        model_file=None,
        model_mib=0.0,
        n_models=0,
    )


def _predict(task: Task, train: IntArray, n_rows: int) -> FloatArray:
    if task.kind == "regression":
        return np.full(n_rows, np.average(task.y[train], weights=_weight(task, train)))
    counts = np.bincount(task.y[train], weights=_weight(task, train), minlength=task.n_classes)
    return np.tile(counts / counts.sum(), (n_rows, 1))


def _loss(task: Task, oof: FloatArray, rows: IntArray) -> float:
    if task.kind == "regression":
        return squared_error(task.y[rows], oof[rows], _weight(task, rows), scale=target_scale(task.y))
    return log_loss(task.y[rows], oof[rows], _weight(task, rows))


def _weight(task: Task, rows: IntArray) -> FloatArray | None:
    return None if task.sample_weight is None else np.asarray(task.sample_weight[rows])

"""Bare workers, which start in a tenth of a second, literal tables, and families around any estimator."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.metrics import get_scorer
from sklearn.pipeline import Pipeline

from jupyter_metaml.evaluation import IsolatedExecutor, Limits, TaskData, TrialJob
from jupyter_metaml.pipelines import (
    BuildContext,
    Configuration,
    Family,
    FeatureLayout,
    FitContext,
    FitOutcome,
    TableShape,
)
from jupyter_metaml.tasks import Fold, Metric, Splits

N_ROWS = 60

sys.path.append(str(Path(__file__).parents[1] / "contracts"))


@pytest.fixture(scope="session")
def workers() -> Iterator[IsolatedExecutor]:
    """Two bare workers, used again and again; a test may end them, not shut them down."""
    with IsolatedExecutor(2, preload=()) as executor:
        yield executor


@pytest.fixture
def single() -> Iterator[IsolatedExecutor]:
    """Return one bare worker for one test."""
    executor = IsolatedExecutor(1, preload=())
    yield executor
    executor.kill_running()
    executor.shutdown()


@pytest.fixture
def layout() -> FeatureLayout:
    """Two numbers."""
    return FeatureLayout(names=("signal", "noise"), kinds=("number", "number"), n_levels=(0, 0))


def table_shape(kind: str, n_classes: int) -> TableShape:
    return TableShape(
        kind=kind,
        n_rows=N_ROWS,
        n_columns=2,
        n_features=2,
        n_classes=n_classes,
        n_numbers=2,
        n_categories=0,
        max_levels=0,
        n_texts=0,
        n_dates=0,
        missing_share=0.0,
    )


def folds_of(n_folds: int) -> tuple[Fold, ...]:
    rows = np.arange(N_ROWS)
    return tuple(
        Fold(train=rows[rows % n_folds != place], test=rows[rows % n_folds == place]) for place in range(n_folds)
    )


@pytest.fixture
def binary_data(layout) -> TaskData:
    """Sixty rows of two classes in turns of two, one column that nearly tells them apart, three folds."""
    y = np.tile([0, 0, 1, 1], N_ROWS // 4)
    signal = y + np.linspace(-1.2, 1.2, N_ROWS)
    return TaskData(
        kind="binary",
        n_classes=2,
        classes=np.array(["no", "yes"]),
        metric=Metric(name="roc_auc", scorer=get_scorer("roc_auc"), greater_is_better=True),
        y=y,
        sample_weight=None,
        splits=Splits(strategy="stratified", folds=folds_of(3), reason="for a test"),
        views={"dense": (np.column_stack([signal, np.linspace(1, 0, N_ROWS)]), layout)},
        prepare_row_s={"dense": 0.25},
        shape=table_shape("binary", 2),
    )


@pytest.fixture
def regression_data(layout) -> TaskData:
    """Sixty rows on a line, three folds."""
    x = np.linspace(0, 1, N_ROWS)
    return TaskData(
        kind="regression",
        n_classes=0,
        classes=None,
        metric=Metric(name="rmse", scorer=get_scorer("neg_root_mean_squared_error"), greater_is_better=False),
        y=3 * x + 1e9,
        sample_weight=None,
        splits=Splits(strategy="plain", folds=folds_of(3), reason="for a test"),
        views={"dense": (np.column_stack([x, x[::-1]]), layout)},
        prepare_row_s={"dense": 0.25},
        shape=table_shape("regression", 0),
    )


@pytest.fixture
def make_job(tmp_path) -> Callable[..., TrialJob]:
    """Return a maker of jobs."""

    def make(family: str = "stand_in", **changes: Any) -> TrialJob:
        fields: dict[str, Any] = {
            "number": 7,
            "configuration": Configuration.of(family),
            "origin": "searched",
            "random_state": 5,
            "n_jobs": 1,
            "limits": Limits(wall_s=60.0),
            "deadline_s": 60.0,
            "model_dir": str(tmp_path / "models"),
        }
        return TrialJob(**{**fields, **changes})

    return make


@pytest.fixture
def make_family(monkeypatch) -> Callable[..., Family]:
    """Return a maker of families around one estimator; the last one made is the one that configurations name."""

    def make(estimator: Any, **changes: Any) -> Family:
        def build(params: Any, context: BuildContext) -> Pipeline:
            return Pipeline([("model", clone(estimator, safe=False).set_params(**params))])

        def fit(pipeline: Pipeline, X: Any, y: Any, context: FitContext) -> FitOutcome:
            return FitOutcome(pipeline=pipeline.fit(X, y))

        fields: dict[str, Any] = {
            "name": "stand_in",
            "title": "Stand-in",
            "kinds": frozenset({"binary", "multiclass", "regression"}),
            "suits": lambda shape: None,
            "space": lambda shape: {},
            "default": lambda shape: {},
            "build": build,
            "fit": fit,
        }
        made = Family(**{**fields, **changes})
        monkeypatch.setattr("jupyter_metaml.evaluation.folds.family", lambda name: made)
        return made

    return make

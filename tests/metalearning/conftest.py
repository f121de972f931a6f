"""Bases for the tests of metalearning: tiny literal ones, and one whose truth is known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from latent_base import latent_base

from jupyter_metaml.knowledge import KnowledgeBase, TaskRecord
from jupyter_metaml.pipelines import Configuration

LINEAR, TREES, SLOW = Configuration.of("linear"), Configuration.of("lightgbm"), Configuration.of("catboost")


def task(number: int = 0, **changes: object) -> TaskRecord:
    """Describe a task."""
    return TaskRecord(
        **{
            "id": f"task-{number}",
            "family": f"family-{number}",
            "origin": "real",
            "kind": "binary",
            "metric": "roc_auc",
            "n_rows": 1_000,
            "n_columns": 10,
            "n_classes": 2,
            "meta_features": {"log_n_rows": float(number)},
            **changes,
        }
    )


def base_with(
    losses: list[list[float]],
    configurations: tuple[Configuration, ...] = (LINEAR, TREES, SLOW),
    tasks: list[TaskRecord] | None = None,
    **arrays: list[list[float]],
) -> KnowledgeBase:
    """Make a base of literal losses, one row per task."""
    loss = np.array(losses, dtype=float).reshape(len(losses), len(configurations))
    known = ~np.isnan(loss)
    given = {name: np.array(values, dtype=float) for name, values in arrays.items()}
    return KnowledgeBase(
        tasks=tuple(tasks or [task(number) for number in range(len(losses))]),
        configurations=configurations,
        loss=loss,
        score=given.get("score", np.where(np.isfinite(loss), 1.0 - loss, np.nan)),
        test_loss=given.get("test_loss", np.where(np.isfinite(loss), loss, np.nan)),
        test_score=np.where(np.isfinite(loss), 1.0 - loss, np.nan),
        fit_s=given.get("fit_s", np.where(known, 1.0, np.nan)),
        predict_s=np.where(known, 0.0, np.nan),
    )


@pytest.fixture
def make_task() -> Callable[..., TaskRecord]:
    return task


@pytest.fixture
def make_base() -> Callable[..., KnowledgeBase]:
    return base_with


@pytest.fixture(scope="session")
def latent() -> KnowledgeBase:
    """Forty tasks whose meta-features tell which of 18 configurations suit."""
    return latent_base(40, 18, seed=1)

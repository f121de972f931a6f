"""Small tasks, and searches that cost next to nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from jupyter_metaml import AutoMLClassifier, AutoMLRegressor
from jupyter_metaml.search import honest_score

QUICK: dict[str, Any] = {
    "time_budget_s": 240.0,
    "max_trials": 2,
    "families": ("linear", "nearest_neighbours"),
    "n_folds": 2,
    "n_jobs": 1,
    "executor": "inline",
    "random_state": 0,
    "meta": "off",
}


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the honest score short: it is most of what so small a search costs, and tested elsewhere."""
    monkeypatch.setattr(honest_score, "N_RESAMPLES", 5)


@pytest.fixture
def classifier() -> Callable[..., AutoMLClassifier]:
    """Return a maker of classifiers with the smallest of searches."""
    return lambda **changes: AutoMLClassifier(**(QUICK | changes))


@pytest.fixture
def regressor() -> Callable[..., AutoMLRegressor]:
    """Return a maker of regressors with the smallest of searches."""
    return lambda **changes: AutoMLRegressor(**(QUICK | changes))


@pytest.fixture
def rings() -> Callable[..., tuple[Any, Any]]:
    """Return a maker of tasks: in or out of a circle, seen from elsewhere. Neighbours know, a line does not."""

    def make(number: int, n_rows: int = 80) -> tuple[Any, Any]:
        rng = np.random.default_rng(number)
        X = rng.normal(size=(n_rows, 2))
        radii = np.hypot(*X.T)
        return X + rng.normal(size=2), np.where(radii > np.median(radii), "out", "in")

    return make


@pytest.fixture
def lines() -> Callable[..., tuple[Any, Any]]:
    """Return a maker of tasks: numbers on a line through eight columns."""

    def make(number: int, n_rows: int = 60) -> tuple[Any, Any]:
        rng = np.random.default_rng(number)
        X = rng.normal(size=(n_rows, 8))
        return X, X @ rng.normal(size=8) + 0.1 * rng.normal(size=n_rows)

    return make

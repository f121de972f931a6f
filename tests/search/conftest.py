"""Literal trials and tasks for the tests of the search."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.evaluation import Trial, TrialStatus
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.tasks import Task, make_task

N_ROWS = 40


@pytest.fixture
def binary_task() -> Task:
    """Forty rows, two classes in turn, one column that tells them apart."""
    y = np.tile([0, 1], N_ROWS // 2)
    frame = pd.DataFrame({"signal": y * 2.0 + np.linspace(0, 1, N_ROWS), "noise": np.linspace(1, 0, N_ROWS), "y": y})
    return make_task(frame, "y")


@pytest.fixture
def regression_task() -> Task:
    """Forty rows on a line."""
    x = np.linspace(0, 1, N_ROWS)
    return make_task(pd.DataFrame({"x": x, "z": x[::-1] ** 2, "y": 3 * x + 0.01}), "y", kind="regression")


@pytest.fixture
def make_trial() -> Callable[..., Trial]:
    """Return a maker of finished trials with given predictions."""

    def make(number: int, oof: Any = None, *, family: str = "linear", loss: float = 0.5, **changes: Any) -> Trial:
        fields: dict[str, Any] = {
            "number": number,
            "configuration": Configuration.of(family, C=float(number)),
            "origin": "recommended",
            "status": TrialStatus.DONE,
            "reason": "",
            "fold_scores": (0.9, 0.9),
            "score": 0.9,
            "fold_losses": (loss, loss),
            "loss": loss,
            "oof": None if oof is None else np.asarray(oof, dtype=np.float32),
            "fit_s": 0.1,
            "predict_s": 0.01,
            "memory_mib": 100.0,
            "found": {},
            "model_file": "models/x.pkl",
            "model_mib": 0.1,
            "n_models": 2,
        }
        return Trial(**(fields | changes))

    return make

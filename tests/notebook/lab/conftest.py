from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyter_metaml.notebook.active_runs import ActiveRun

MESSAGES = Path(__file__).parent / "messages"


@pytest.fixture
def read_messages() -> Callable[[str], Any]:
    """Return a reader of the examples that both sides are held to."""
    return lambda name: json.loads((MESSAGES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture
def make_active() -> Callable[..., ActiveRun]:
    """Return a maker of the run that stands in the examples."""

    def make(**changes: Any) -> ActiveRun:
        fields = {
            "key": "1",
            "run_id": "20261127-003000-abcdef",
            "table": "df",
            "target": "net price",
            "mode": "foreground",
            "state": "searching",
            "metric": "ROC AUC",
            "best": "0.9123",
            "n_trials": 12,
            "elapsed_s": 20.49,
            "budget_s": 60.0,
        }
        return ActiveRun(**{**fields, **changes})

    return make

"""Short ways from a small table to what profiling says about it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.profiling import DataWarning, Profile, profile_task, profiler
from jupyter_metaml.profiling.survey import Survey
from jupyter_metaml.profiling.tables import table_of_frame, table_of_task
from jupyter_metaml.tasks import make_task

# The catalogue of nasty frames lies beside the tests of `tasks`; test files are no packages.
sys.path.insert(0, str(Path(__file__).parents[1] / "tasks"))


@pytest.fixture
def profile_of() -> Callable[..., Profile]:
    """Profile a frame for a target, without landmarks."""

    def make(frame: pd.DataFrame, target: Any = "y", *, treatments: Any = None, **options: Any) -> Profile:
        return profile_task(make_task(frame, target, **options), treatments=treatments, landmarks=False)

    return make


@pytest.fixture
def warning_of(profile_of: Callable[..., Profile]) -> Callable[..., DataWarning | None]:
    """Return the warning of a code, or None when the table gets none."""

    def find(code: str, frame: pd.DataFrame, target: Any = "y", **options: Any) -> DataWarning | None:
        found = [warning for warning in profile_of(frame, target, **options).warnings if warning.code == code]
        assert len(found) <= 1
        return found[0] if found else None

    return find


@pytest.fixture
def survey_of() -> Callable[..., Survey]:
    """Survey a frame, with or without a target."""

    def make(frame: pd.DataFrame, target: Any = None, **options: Any) -> Survey:
        table = table_of_frame(frame) if target is None else table_of_task(make_task(frame, target, **options))
        with np.errstate(all="ignore"):
            return profiler._survey(table, random_state=0)

    return make


@pytest.fixture
def plain() -> pd.DataFrame:
    """Make 200 ordinary rows: two numbers, a category, and a binary target that depends on one of them."""
    rng = np.random.default_rng(7)
    size, weight = rng.normal(size=200), rng.normal(size=200)
    return pd.DataFrame(
        {
            "size": size,
            "weight": weight,
            "colour": rng.choice(["red", "green", "blue"], size=200),
            "y": np.where(size + rng.normal(size=200) > 0, "yes", "no"),
        }
    )

"""A literal report, two small finished runs that the tests share, and the way to the catalogue of nasty tables."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.automl import Run, RunReport, fit
from jupyter_metaml.automl.leaderboard import LeaderboardRow
from jupyter_metaml.automl.report import FailureGroup, QuestionReport, RecommendationReport, ScoreReport
from jupyter_metaml.profiling import DataWarning, Profile
from jupyter_metaml.search import HonestScore

# Test files are no packages; the catalogue lies beside the tests of the intake.
sys.path.insert(0, str(Path(__file__).parents[1] / "tasks"))

QUICK: dict[str, Any] = {
    "time_budget_s": 60.0,
    "max_trials": 1,
    "families": ("linear",),
    "n_folds": 2,
    "n_jobs": 1,
    "executor": "inline",
    "random_state": 0,
}


@pytest.fixture
def quick() -> dict[str, Any]:
    """Options of the smallest search there is."""
    return dict(QUICK)


def penguins() -> pd.DataFrame:
    """Sixty rows of mixed types with a target that they explain."""
    rng = np.random.default_rng(0)
    species = np.tile(["adelie", "chinstrap", "gentoo"], 20)
    mass = np.select([species == "adelie", species == "gentoo"], [3.7, 5.1], 4.4) + rng.normal(0, 0.1, 60)
    return pd.DataFrame(
        {
            "mass": mass,
            "island": np.where(species == "gentoo", "biscoe", rng.choice(["dream", "torgersen"], 60)),
            "year": rng.integers(2007, 2010, 60),
            "seen": pd.date_range("2026-01-01", periods=60, freq="D"),
            "species": species,
        }
    )


@pytest.fixture
def frame() -> pd.DataFrame:
    """Return a fresh table."""
    return penguins()


@pytest.fixture(scope="session")
def classes_run() -> Run:
    """A run with three classes."""
    return fit(penguins(), target="species", save_run=False, **QUICK)


@pytest.fixture(scope="session")
def numbers_run() -> Run:
    """A run that predicts numbers."""
    return fit(penguins(), target="mass", save_run=False, **QUICK)


def row(trial: int, **changes: Any) -> LeaderboardRow:
    """Return a row of a leaderboard."""
    fields: dict[str, Any] = {
        "rank": trial,
        "trial": trial,
        "model": "LightGBM",
        "family": "lightgbm",
        "origin": "recommended",
        "status": "done",
        "reason": "",
        "score": 0.91,
        "spread": 0.01,
        "loss": 0.2,
        "fit_s": 1.25,
        "predict_ms": 3.0,
        "weight": 0.0,
        "params": (("learning_rate", 0.05), ("extra_trees", True), ("max_depth", None)),
    }
    return LeaderboardRow(**(fields | changes))


@pytest.fixture
def report() -> RunReport:
    """Return a literal report with one of everything."""
    return RunReport(
        run_id="20261123-070000-abc123",
        state="done",
        question=QuestionReport(
            kind="binary",
            target="churn",
            metric="roc_auc",
            metric_title="ROC AUC",
            greater_is_better=True,
            n_rows=1200,
            n_columns=8,
            classes=("no", "yes"),
            n_classes=2,
            splits="5 stratified folds, as 1,200 rows are few.",
            notes=("3 rows without a target are left out.",),
        ),
        scores=ScoreReport(
            search=0.92,
            honest=HonestScore(
                value=0.9123,
                low=0.881,
                high=0.934,
                level=0.95,
                baseline_value=0.5,
                beats_baseline=True,
                method="60 resamples",
            ),
            test=None,
        ),
        leaderboard=(
            row(1, weight=0.75),
            row(2, weight=0.25, model="Linear", family="linear"),
            row(0, rank=3, model="Baseline (ignores all columns)", family="baseline", score=0.5, spread=None),
            row(3, rank=None, status="failed", reason="ValueError: no", score=None, loss=None, predict_ms=None),
        ),
        progress=((0, 0.5), (1, 0.91)),
        recommendations=(
            RecommendationReport(rank=1, title="LightGBM", family="lightgbm", why="strong", params=(("n", 1),)),
        ),
        profile=Profile(
            n_rows=1200,
            n_columns=8,
            kind="binary",
            columns=(),
            warnings=(
                DataWarning(
                    code="MML001",
                    severity="serious",
                    columns=("leak",),
                    message="Column 'le\x1bak' tells the target.",
                    advice="Look at it.",
                    evidence={"auc": 1.0, "how": "alone"},
                ),
            ),
            meta_features={"n_rows": 1200.0},
        ),
        trials_by_status={"done": 2, "failed": 1},
        failures=(FailureGroup(status="failed", reason="ValueError: no", n_trials=1, families=("lightgbm",)),),
        settings={"time_budget_s": 30.0, "random_state": 7, "max_trials": None, "executor": "isolated"},
        versions={"python": "3.11.9"},
        stop_reason="budget",
        started_at="2026-11-23T07:00:00+00:00",
        seconds=29.1,
        useful_budget_s=3.2,
    )

"""Moments of a search, told by its events, as the browser gets them.

What stands here goes through the same functions as in a notebook, so a screenshot shows what a person sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from jupyter_metaml import profile
from jupyter_metaml.automl import TableProfiled, TaskChecked
from jupyter_metaml.evaluation import Trial, TrialStatus
from jupyter_metaml.notebook.panel.found import results_of
from jupyter_metaml.notebook.panel.payload import progress_of, question_of, suggestions_of, table_of
from jupyter_metaml.notebook.panel.state import PanelState, follow
from jupyter_metaml.notebook.views.search_state import SearchState
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.search import (
    Blend,
    History,
    IncumbentChanged,
    Recommendation,
    Recommended,
    SearchFinished,
    SearchSettings,
    SearchStarted,
    Ticked,
    TrialFinished,
    TrialStarted,
)
from jupyter_metaml.tasks import make_task

Traits = dict[str, Any]
BUDGET_S = 60.0
TITLES = {
    "lightgbm": "LightGBM",
    "catboost": "CatBoost",
    "random_forest": "Random forest",
    "extra_trees": "Extremely random trees",
    "linear": "Linear model",
    "svm": "Support vector machine",
    "mlp": "Neural network (MLP)",
    "nearest_neighbours": "Nearest neighbours",
}
WHY = (
    "best on 4 of the 5 most similar of 112 tables, and never far from the best on the others",
    "helps on 3 of the 5 most similar tables where the first one does not",
    "quick: about a tenth of the time of the first, and within reach of the best on 2 of 5",
    "many categories with few rows each, which it handles without encoding",
    "close to the best on 3 of the 5 most similar tables",
    "differs from the others in its errors, which a blend can use",
)
SECONDS = (3.2, 6.5, 0.4, 11.0, 2.6, 8.0)


@cache
def customers() -> pd.DataFrame:
    """Return a made-up table with the troubles of real ones."""
    rng = np.random.default_rng(7)
    n = 1_200
    tenure = rng.gamma(2.0, 14.0, n).round()
    charges = rng.normal(70, 24, n).clip(18, 140).round(2)
    contract = rng.choice(["monthly", "one year", "two years"], n, p=[0.55, 0.25, 0.2])
    odds = -0.03 * tenure + 0.02 * charges + 1.4 * (contract == "monthly") - 1.6
    frame = pd.DataFrame(
        {
            "customer id": [f"C-{number:06d}" for number in range(n)],
            "tenure months": tenure,
            "monthly charges": charges,
            "contract": contract,
            "payment": rng.choice(["card", "debit", "transfer", "cheque"], n),
            "joined": pd.Timestamp("2019-01-01") + pd.to_timedelta(rng.integers(0, 1800, n), unit="D"),
            "region": "north",
            "support calls": rng.poisson(1.3, n),
            "note": rng.choice(["called about the bill", "moved house", "asked for a discount", ""], n),
            "churned": np.where(rng.random(n) < 1 / (1 + np.exp(-odds)), "yes", "no"),
        }
    )
    frame.loc[rng.random(n) < 0.12, "monthly charges"] = np.nan
    return frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A search that is told as far as one likes.

    Parameters
    ----------
    frame : DataFrame
    target : str
    metric : str or None
    expects : tuple of float
        What is expected of the suggestions, larger is better.
    """

    frame: pd.DataFrame
    target: str
    metric: str | None = None
    expects: tuple[float, ...] = (0.842, 0.838, 0.815, 0.836, 0.83, 0.81)

    @property
    def start(self) -> PanelState:
        """What is known before the first event."""
        return PanelState(search=SearchState(table="customers", target=self.target, budget_s=BUDGET_S))

    def checked(self) -> Iterator[Any]:
        """Tell that the question is checked."""
        yield TaskChecked(elapsed_s=0.1, task=make_task(self.frame, self.target, metric=self.metric))

    def profiled(self) -> Iterator[Any]:
        """Tell what is in the table, too."""
        yield from self.checked()
        yield TableProfiled(elapsed_s=0.6, profile=profile(self.frame, self.target))

    def started(self, baseline: float = 0.5) -> Iterator[Any]:
        """Tell what is tried first, too."""
        yield from self.profiled()
        yield SearchStarted(
            elapsed_s=2.4,
            run_id="2026-11-23-abcd",
            budget_s=BUDGET_S,
            baseline=trial(0, "baseline", baseline),
            recommendations=(),
        )
        yield Recommended(elapsed_s=2.4, recommendations=self.recommendations())

    def recommendations(self) -> tuple[Recommendation, ...]:
        """Return six suggestions."""
        return tuple(
            Recommendation(
                rank=place + 1,
                configuration=Configuration.of(family),
                title=TITLES[family],
                why=WHY[place],
                expected_s=SECONDS[place],
                expected_score=self.expects[place],
                expected_low=self.expects[place] - 0.05 * abs(self.expects[place]),
                expected_high=self.expects[place] + 0.03 * abs(self.expects[place]),
            )
            for place, family in enumerate(list(TITLES)[:6])
        )


def trial(number: int, family: str, score: float | None, **changes: Any) -> Trial:
    """Return a trial with five folds around a score."""
    folds = () if score is None else tuple(score * (1 + 0.012 * place) for place in (-1.4, -0.3, 0.2, 0.5, 1.0))
    plain = {
        "number": number,
        "configuration": Configuration.of(family),
        "origin": "recommended",
        "status": TrialStatus.DONE if score is not None else TrialStatus.FAILED,
        "reason": "",
        "fold_scores": folds,
        "score": score,
        "fold_losses": (),
        "loss": None if score is None else 1 - score,
        "oof": None,
        "fit_s": 0.6 + 0.4 * (number % 7),
        "predict_s": 0.002 * (1 + number % 5),
        "predict_row_s": None if score is None else 0.0042 + 0.0007 * (number % 5) ** 3,
        "memory_mib": 0.0,
        "found": {},
        "model_file": None,
        "model_mib": 0.0,
        "n_models": 0,
    }
    return Trial(**{**plain, **changes})


def began(at_s: float, number: int, family: str, origin: str = "recommended", **params: Any) -> TrialStarted:
    """Return the start of a trial."""
    return TrialStarted(elapsed_s=at_s, number=number, configuration=Configuration.of(family, **params), origin=origin)


def ended(at_s: float, number: int, family: str, score: float | None, **changes: Any) -> TrialFinished:
    """Return the end of a trial."""
    return TrialFinished(elapsed_s=at_s, trial=trial(number, family, score, **changes))


def better(at_s: float, score: float, *pairs: tuple[int, float]) -> IncumbentChanged:
    """Return a new best blend of (trial, weight)."""
    members, weights = zip(*pairs, strict=True)
    return IncumbentChanged(elapsed_s=at_s, blend=Blend(members=members, weights=weights, loss=0.1, score=score))


def searched(story: Story, scale: Callable[[float], float] = lambda score: score) -> Iterator[Any]:
    """Tell a search up to its middle; `scale` turns a ROC AUC into the story's metric."""
    yield from story.started(scale(0.5))
    svm = {"C": 12.5, "gamma": 0.031, "kernel": "rbf"}
    tuned = {"learning_rate": 0.041, "num_leaves": 23}
    yield began(2.5, 1, "lightgbm")
    yield began(2.5, 2, "catboost")
    yield ended(5.9, 1, "lightgbm", scale(0.8271))
    yield better(6.0, scale(0.8271), (1, 1.0))
    yield began(6.0, 3, "random_forest")
    yield ended(6.6, 3, "random_forest", scale(0.8102))
    yield began(6.6, 4, "extra_trees")
    yield ended(9.4, 2, "catboost", scale(0.8356))
    yield better(9.5, scale(0.8393), (2, 0.7), (1, 0.3))
    yield began(9.5, 5, "linear")
    yield ended(10.2, 5, "linear", scale(0.8214))
    yield better(10.3, scale(0.8432), (2, 0.55), (5, 0.25), (1, 0.2))
    yield began(10.4, 6, "svm", "searched", **svm)
    yield ended(
        16.4,
        6,
        "svm",
        None,
        origin="searched",
        configuration=Configuration.of("svm", **svm),
        status=TrialStatus.TIMED_OUT,
        reason="The fit of fold 2 was still running after 6.0 s, its share of the budget.",
        fit_s=6.0,
    )
    yield ended(17.0, 4, "extra_trees", scale(0.8251))
    yield began(17.0, 7, "mlp", "searched")
    yield ended(17.9, 7, "mlp", None, origin="searched", reason="ValueError: Input X contains infinity.", fit_s=0.3)
    yield began(18.0, 8, "lightgbm", "searched", **tuned)
    yield ended(
        22.3,
        8,
        "lightgbm",
        scale(0.8341),
        origin="searched",
        configuration=Configuration.of("lightgbm", **tuned),
    )
    yield better(22.4, scale(0.8467), (2, 0.4), (8, 0.25), (5, 0.2), (4, 0.15))
    yield ended(24.0, 9, "nearest_neighbours", None, origin="searched", status=TrialStatus.STOPPED_EARLY, fit_s=0.4)
    yield ended(25.0, 10, "linear", scale(0.8189), origin="searched", configuration=Configuration.of("linear", C=0.1))
    yield ended(28.0, 11, "mlp", scale(0.8205), origin="searched", configuration=Configuration.of("mlp", alpha=0.01))
    yield better(28.1, scale(0.8481), (2, 0.36), (8, 0.24), (5, 0.18), (4, 0.12), (11, 0.1))
    yield began(28.2, 12, "svm")
    yield began(30.0, 13, "lightgbm", "searched", num_leaves=60)
    yield Ticked(elapsed_s=33.9)


def crowded(story: Story) -> Iterator[Any]:
    """Tell a search of a thousand trials."""
    yield from story.started()
    rng = np.random.default_rng(0)
    best = 0.7
    for number in range(1, 1_001):
        family = list(TITLES)[number % len(TITLES)]
        at_s = 3 + 0.05 * number
        settings = Configuration.of(family, seed=number)
        if number % 9 == 0:
            reason = f"ValueError: fold {number} has one class only"
            yield ended(at_s, number, family, None, origin="searched", configuration=settings, reason=reason)
            continue
        score = float(0.7 + 0.14 * rng.beta(6, 2))
        yield ended(at_s, number, family, score, origin="searched", configuration=settings)
        if score > best - 0.02:
            best = max(best, score) + 1e-5
            members = [(number - 8 * place if number > 80 else number + place, 1 / 12) for place in range(12)]
            yield better(at_s, best, *members)
    for number in range(1_001, 1_005):
        yield began(52.0, number, "lightgbm", "searched", seed=number)
    yield Ticked(elapsed_s=53.2)


def over() -> SearchFinished:
    """Return the end of a search."""
    history = History(
        run_id="2026-11-23-abcd",
        trials=(trial(0, "baseline", 0.5),),
        blend=Blend(members=(0,), weights=(1.0,), loss=0.1, score=0.5),
        recommendations=(),
        settings=SearchSettings(),
        stop_reason="budget",
        started_at="2026-11-23T07:00:00+00:00",
        seconds=59.1,
    )
    return SearchFinished(elapsed_s=59.1, history=history)


def moment(state: PanelState, *events: Any, hears: bool = True, **progress: Any) -> Traits:
    """Return the traits of the panel after some events."""
    for event in events:
        state = follow(state, event)
    return {
        "question": question_of(state.search, mode="foreground", hears=hears),
        "table": table_of(state.search.profile),
        "suggestions": suggestions_of(state.search),
        "results": results_of(state),
        "progress": progress_of(state, **progress),
    }


def scenes() -> dict[str, Traits]:
    """Return a moment of every state of the panel."""
    story = Story(frame=customers(), target="churned")
    errors = (-21.0, -22.0, -24.0, -21.5, -25.0, -23.0)
    prices = replace(story, target="monthly charges", frame=customers().dropna(), expects=errors)
    middle = list(searched(story))
    told = [*middle, over()]
    found = "ROC AUC 0.8419 to expect on new rows (0.8204 to 0.8630), baseline 0.5000."
    return {
        "checking": moment(story.start),
        "profiling": moment(story.start, *story.checked()),
        "preparing": moment(story.start, *story.profiled()),
        "started": moment(story.start, *story.started(), began(2.5, 1, "lightgbm"), began(2.5, 2, "catboost")),
        "searching": moment(story.start, *middle),
        "errors": moment(prices.start, *searched(prices, lambda score: -60 * (1 - score) - 12)),
        "crowded": moment(story.start, *crowded(story)),
        "stopping": moment(story.start, *middle, asked="stop_after_trial"),
        "finishing": moment(story.start, *told),
        "done": moment(story.start, *told, ending="done", message=found),
        "stopped": moment(story.start, *told, ending="stopped", message=found),
        "failed": moment(story.start, *story.profiled(), ending="failed", message="AutoML failed: the disk is full."),
    }

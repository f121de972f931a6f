"""One fit of `jupyter_metaml` on the training rows, and what it says on the rows held out."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from dev_benchmark.any_time import Watcher, curve_text
from dev_benchmark.corpus import CorpusTask, Holdout
from dev_benchmark.scoring import score_numbers, score_probabilities


@dataclass(frozen=True, slots=True, kw_only=True)
class FitRequest:
    """How to fit."""

    budget_s: float
    n_jobs: int
    seed: int
    exclude: tuple[str, ...]
    meta: str = ""
    with_curve: bool = False


def run_ours(task: CorpusTask, data: Holdout, request: FitRequest) -> dict[str, Any]:
    """Fit, predict and score; the seconds of the fit are those of the one call, imports aside."""
    from jupyter_metaml import __version__, fit  # heavy: loaded before the clock starts
    from jupyter_metaml.knowledge.location import home

    table = data.X_train.assign(**{task.target: data.y_train})
    watcher = Watcher(folder=home()) if request.with_curve else None
    started = time.perf_counter()
    run = fit(
        table,
        target=task.target,
        kind="regression" if task.kind == "regression" else "classification",
        time_budget_s=request.budget_s,
        n_jobs=request.n_jobs,
        random_state=request.seed,
        exclude=request.exclude,
        listeners=[watcher] if watcher else [],
        **({"meta": request.meta} if request.meta else {}),
    )
    fit_s = time.perf_counter() - started
    started = time.perf_counter()
    score = score_run(run, task, data)
    return {
        "score": score,
        "fit_s": fit_s,
        "overshoot_s": max(0.0, fit_s - request.budget_s),
        "predict_s": time.perf_counter() - started,
        "curve": curve_text(watcher.curve(run, task, data, budget_s=request.budget_s)) if watcher else "",
        "asked_s": watcher.asked_s if watcher else None,
        "version": __version__,
        **figures(run),
    }


def score_run(run: Any, task: CorpusTask, data: Holdout) -> float:
    """Score the run's pipeline on the rows held out."""
    if task.kind == "regression":
        return score_numbers(data.y_test.to_numpy(dtype=float), np.asarray(run.predict(data.X_test)))
    probabilities = np.asarray(run.predict_proba(data.X_test))
    return score_probabilities(data.y_test.to_numpy(dtype=object), probabilities, list(run.pipeline.classes_))


def figures(run: Any) -> dict[str, Any]:
    """Collect what the run says of itself."""
    counts = Counter(str(trial.status) for trial in run.history.trials)
    honest = run.honest_score
    return {
        "cv_score": run.task.metric.shown(run.history.blend.score),
        "honest_score": honest.value,
        "honest_low": honest.low,
        "honest_high": honest.high,
        "n_trials": len(run.history.trials),
        "trials": ", ".join(f"{status} {count}" for status, count in counts.most_common()),
        "stop_reason": run.history.stop_reason,
        "best": run.history.best.configuration.family,
    }

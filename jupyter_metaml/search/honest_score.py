"""What to expect on new rows, although the result was chosen among many.

The score of a chosen result on the rows it was chosen on is too good. Here the choice is repeated on bootstrap
samples of the out-of-fold predictions and judged on the rows left out of each: no fit, no row is spent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from jupyter_metaml.exceptions import MetricError
from jupyter_metaml.search.blending import MIN_WEIGHT, choose_candidates, greedy_counts, normalized, score_of
from jupyter_metaml.search.history import HonestScore

if TYPE_CHECKING:
    from jupyter_metaml.evaluation import Trial
    from jupyter_metaml.tasks import Task
    from jupyter_metaml.typing import AnyArray, FloatArray, IntArray

N_RESAMPLES = 60
N_STEPS = 10
MAX_ROWS = 2_000
MAX_CANDIDATES = 15
LEVEL = 0.95


def honest_score(trials: Sequence[Trial], baseline: Trial, task: Task, *, random_state: int) -> HonestScore:
    """Estimate the score of the chosen blend on new rows, with an interval.

    Parameters
    ----------
    trials : sequence of Trial
        Finished trials, at least one.
    baseline : Trial
        The model that ignores all columns.
    task : Task
        Target, metric and splits.
    random_state : int
        Decides the resamples.

    Returns
    -------
    HonestScore
        In the metric's own sign.

    References
    ----------
    Tsamardinos, Greasidou, Borboudakis (2018), Bootstrapping the out-of-sample predictions for efficient and accurate
    cross-validation, Machine Learning 107. We choose a blend, not one configuration, in each resample, and draw at
    most 2,000 rows, the interval being narrowed to the full number of rows.
    """
    rng = np.random.default_rng(random_state)
    rows = task.splits.test_rows
    sample = np.arange(len(rows)) if len(rows) <= MAX_ROWS else np.sort(rng.choice(len(rows), MAX_ROWS, replace=False))
    places = choose_candidates(trials, len(rows))[:MAX_CANDIDATES]
    stack = np.stack([np.asarray(trials[place].oof)[sample] for place in places]).astype(np.float64)
    plain = np.asarray(baseline.oof)[sample].astype(np.float64)
    resampled = _Resampling(task=task, rows=rows[sample], stack=stack, plain=plain)
    pairs = [pair for _ in range(N_RESAMPLES) if (pair := resampled.draw(rng)) is not None]
    baseline_value = task.metric.shown(score_of(np.asarray(baseline.oof, dtype=np.float64), task))
    if not pairs:
        return _unknown(trials, task, baseline_value)
    ours, theirs = np.array(pairs).T  # (n_resamples,) each
    return _summary(ours, theirs, np.sqrt(len(sample) / len(rows)), task, baseline_value)


class _Resampling:
    """Draws rows, repeats the choice on them and judges it on the rest."""

    def __init__(self, *, task: Task, rows: IntArray, stack: AnyArray, plain: FloatArray) -> None:
        self._task = task
        self._y = task.y[rows]
        self._stack = stack  # (n_candidates, n_rows[, n_classes])
        self._plain = plain  # (n_rows[, n_classes])
        weight = task.sample_weight
        self._weights = np.ones(len(rows)) if weight is None else weight[rows]
        self._weighted = weight is not None
        classification = task.kind != "regression"
        self._evidence = stack[:, np.arange(len(rows)), self._y] if classification else stack
        self._truth = None if classification else np.asarray(self._y, dtype=np.float64)

    def draw(self, rng: np.random.Generator) -> tuple[float, float] | None:
        """Return the scores of the choice and of the baseline on left-out rows, or None where no score exists."""
        n_rows = len(self._y)
        inside = rng.integers(n_rows, size=n_rows)
        outside = np.setdiff1d(np.arange(n_rows), inside)
        weights = self._weights[inside]
        counts = greedy_counts(
            self._evidence[:, inside],
            None if self._truth is None else self._truth[inside],
            weights / weights.sum(),
            n_steps=N_STEPS,
            n_start=1,
        )
        shares = np.where(counts / counts.sum() < MIN_WEIGHT, 0.0, counts / counts.sum())
        mean = np.tensordot(shares / shares.sum(), self._stack[:, outside], axes=1)
        try:
            return self._score(mean, outside), self._score(self._plain[outside], outside)
        except MetricError:
            # A resample of few rows can miss a class; it says nothing then.
            return None

    def _score(self, prediction: FloatArray, outside: IntArray) -> float:
        weight = self._weights[outside] if self._weighted else None
        return self._task.metric.score(self._y[outside], normalized(prediction), sample_weight=weight)


def _summary(ours: FloatArray, theirs: FloatArray, narrow: float, task: Task, baseline_value: float) -> HonestScore:
    centre = float(ours.mean())
    low, high = centre + narrow * (np.quantile(ours, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]) - centre)
    shown = sorted((task.metric.shown(float(low)), task.metric.shown(float(high))))
    return HonestScore(
        value=task.metric.shown(centre),
        low=shown[0],
        high=shown[1],
        level=LEVEL,
        baseline_value=baseline_value,
        beats_baseline=bool(np.mean(ours > theirs) > LEVEL),
        method=f"{len(ours)} bootstrap resamples of the out-of-fold predictions, the choice repeated in each",
    )


def _unknown(trials: Sequence[Trial], task: Task, baseline_value: float) -> HonestScore:
    best = min(trials, key=lambda trial: (trial.loss, trial.number))
    value = task.metric.shown(score_of(np.asarray(best.oof, dtype=np.float64), task))
    return HonestScore(
        value=value,
        low=float("-inf"),
        high=float("inf"),
        level=LEVEL,
        baseline_value=baseline_value,
        beats_baseline=False,
        method="too few rows to resample; the score is that of the chosen rows",
    )

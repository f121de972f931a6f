"""What to expect on new rows, although the result was chosen among many.

The score of a chosen result on the rows it was chosen on is too good. Here the choice is repeated on bootstrap
samples of the out-of-fold predictions and judged on the rows left out of each: no fit, no row is spent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from jupyter_metaml.evaluation.losses import target_scale
from jupyter_metaml.exceptions import MetricError
from jupyter_metaml.search.blending import (
    MIN_WEIGHT,
    blend_predictions,
    choose_candidates,
    greedy_counts,
    normalized,
    score_of,
)
from jupyter_metaml.search.history import Blend, HonestScore
from jupyter_metaml.search.temperature import tempered

if TYPE_CHECKING:
    from jupyter_metaml.evaluation import Trial
    from jupyter_metaml.tasks import Task
    from jupyter_metaml.typing import AnyArray, FloatArray, IntArray

N_RESAMPLES = 60
N_STEPS = 10
MAX_ROWS = 2_000
MAX_CANDIDATES = 15
LEVEL = 0.95


def honest_score(
    blend: Blend, trials: Sequence[Trial], baseline: Trial, task: Task, *, random_state: int
) -> HonestScore:
    """Estimate the score of the chosen blend on new rows, with an interval.

    Parameters
    ----------
    blend : Blend
        What was chosen on all rows.
    trials : sequence of Trial
        Finished trials, at least one; what could have been chosen.
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
    most 2,000 rows. So that these rows' own luck does not matter, the mean difference between the choice on all rows
    and the choice without the left-out rows is subtracted from the score on all rows, and the interval is narrowed
    to the full number of rows.
    """
    rng = np.random.default_rng(random_state)
    rows = task.splits.test_rows
    sample = np.arange(len(rows)) if len(rows) <= MAX_ROWS else np.sort(rng.choice(len(rows), MAX_ROWS, replace=False))
    places = choose_candidates(trials, len(rows))[:MAX_CANDIDATES]
    by_number = {trial.number: trial for trial in (*trials, baseline)}
    mean = blend_predictions([by_number[number] for number in blend.members], blend.weights)
    chosen = tempered(mean, blend.temperature)
    resampling = _Resampling(
        task=task,
        rows=rows[sample],
        stack=np.stack([np.asarray(trials[place].oof)[sample] for place in places]).astype(np.float64),
        chosen=chosen[sample],
        plain=np.asarray(baseline.oof)[sample].astype(np.float64),
        temperature=blend.temperature,
    )
    draws = [draw for _ in range(N_RESAMPLES) if (draw := resampling.draw(rng)) is not None]
    baseline_value = task.metric.shown(score_of(np.asarray(baseline.oof, dtype=np.float64), task))
    if not draws:
        return _unknown(blend, task, baseline_value)
    again, at_once, plain = np.array(draws).T  # (n_resamples,) each
    optimism = max(0.0, float(np.mean(at_once - again)))
    centre = blend.score - optimism
    narrow = np.sqrt(len(sample) / len(rows))
    low, high = centre + narrow * (np.quantile(again, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]) - again.mean())
    shown = sorted((task.metric.shown(float(low)), task.metric.shown(float(high))))
    return HonestScore(
        value=task.metric.shown(centre),
        low=shown[0],
        high=shown[1],
        level=LEVEL,
        baseline_value=baseline_value,
        beats_baseline=bool(np.mean(again > plain) > LEVEL),
        method=f"{len(draws)} bootstrap resamples of the out-of-fold predictions, the choice repeated in each",
    )


class _Resampling:
    """Draws rows, repeats the choice on them and judges it on the rest."""

    def __init__(  # all that is drawn from
        self,
        *,
        task: Task,
        rows: IntArray,
        stack: AnyArray,
        chosen: FloatArray,
        plain: FloatArray,
        temperature: float,
    ) -> None:
        self._task, self._temperature = task, temperature
        self._y = task.y[rows]
        self._stack = stack  # (n_candidates, n_rows[, n_classes])
        self._chosen, self._plain = chosen, plain  # (n_rows[, n_classes]) each
        weight = task.sample_weight
        self._weights = np.ones(len(rows)) if weight is None else weight[rows]
        self._weighted = weight is not None
        scale = target_scale(task.y) if task.kind == "regression" else None
        self._evidence = stack / scale if scale else stack[:, np.arange(len(rows)), self._y]
        self._truth = self._y / scale if scale else None

    def draw(self, rng: np.random.Generator) -> tuple[float, ...] | None:
        """Score the repeated choice, the choice on all rows and the baseline on left-out rows, where they can be."""
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
        # One number, chosen on all rows, is no luck worth speaking of.
        mean = tempered(np.tensordot(shares / shares.sum(), self._stack[:, outside], axes=1), self._temperature)
        try:
            return tuple(self._score(each, outside) for each in (mean, self._chosen[outside], self._plain[outside]))
        except MetricError:
            # A resample of few rows can miss a class; it says nothing then.
            return None

    def _score(self, prediction: FloatArray, outside: IntArray) -> float:
        weight = self._weights[outside] if self._weighted else None
        return self._task.metric.score(self._y[outside], normalized(prediction), sample_weight=weight)


def _unknown(blend: Blend, task: Task, baseline_value: float) -> HonestScore:
    return HonestScore(
        value=task.metric.shown(blend.score),
        low=float("-inf"),
        high=float("inf"),
        level=LEVEL,
        baseline_value=baseline_value,
        beats_baseline=False,
        method="too few rows to resample; the score is that of the chosen rows",
    )

"""Greedy selection of a weighted mean of trials, on out-of-fold predictions.

::

    trials -> evidence (n_trials, n_rows) -> candidates (capped by rows) -> greedy steps -> best prefix -> weights
                                                                         classes: how sure the mean may be <-+

Both losses used here need one number per trial and row only: the probability of the true class, which is linear in
the blend as the full vector is, or the prediction. So a step costs one pass over a matrix of trials x rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from jupyter_metaml.evaluation.losses import PROBABILITY_FLOOR, target_scale
from jupyter_metaml.search.history import Blend
from jupyter_metaml.search.temperature import choose_temperature, tempered

if TYPE_CHECKING:
    from jupyter_metaml.evaluation import Trial
    from jupyter_metaml.tasks import Task
    from jupyter_metaml.typing import AnyArray, FloatArray, IntArray

N_STEPS = 25
MIN_WEIGHT = 0.05
MAX_ROWS = 20_000
# Rows to candidates that may enter: choosing among many on few rows picks luck (AutoGluon 1.5's presets, by rows).
CANDIDATE_CAPS = ((100, 4), (500, 7), (1_000, 10), (2_000, 13), (5_000, 24))
MAX_CANDIDATES = 40


def blend_trials(trials: Sequence[Trial], task: Task) -> Blend:
    """Choose weights for finished trials so that the loss of their mean is small.

    Parameters
    ----------
    trials : sequence of Trial
        Finished trials, at least one.
    task : Task
        Gives the target, the weights of rows and the metric.

    Returns
    -------
    Blend
        At most a handful of members; the best prefix of the greedy path.

    References
    ----------
    Caruana, Niculescu-Mizil, Crew, Ksikes (2004), Ensemble selection from libraries of models, ICML. We add a cap on
    candidates by rows, a start from the best three on small tables, and drop small weights.
    """
    trials = sorted(trials, key=lambda trial: trial.number)
    sample = _sample(task)
    evidence = np.stack([evidence_of(_oof(trial)[sample], task, sample) for trial in trials])  # (n_trials, n_sampled)
    truth, row_weights = truth_of(task, sample), _row_weights(task, sample)
    candidates = choose_candidates(trials, len(task.splits.test_rows))
    counts = greedy_counts(evidence[candidates], truth, row_weights, n_steps=N_STEPS, n_start=_n_start(task))
    weights = _cleaned(counts)
    chosen = [
        (candidates[place], weights[place]) for place in np.argsort(-weights, kind="stable") if weights[place] > 0
    ]
    prediction = blend_predictions([trials[place] for place, _ in chosen], [weight for _, weight in chosen])
    temperature = 1.0
    if task.kind != "regression":
        codes = task.y[task.splits.test_rows][sample]
        temperature = choose_temperature(prediction[sample], codes, row_weights)
        prediction = tempered(prediction, temperature)
    return Blend(
        members=tuple(trials[place].number for place, _ in chosen),
        weights=tuple(float(weight) for _, weight in chosen),
        loss=float(losses_of(evidence_of(prediction[sample], task, sample)[None, :], truth, row_weights)[0]),
        score=score_of(prediction, task),
        temperature=temperature,
    )


def blend_predictions(members: Sequence[Trial], weights: Sequence[float]) -> FloatArray:
    """Return the weighted mean of out-of-fold predictions, (n_test_rows, n_classes) or (n_test_rows,)."""
    total = sum(weights)
    mean = sum(weight / total * _oof(trial).astype(np.float64) for trial, weight in zip(members, weights, strict=True))
    return np.asarray(mean)


def score_of(prediction: FloatArray, task: Task) -> float:
    """Score out-of-fold predictions over all test rows at once, larger is better."""
    rows = task.splits.test_rows
    weight = None if task.sample_weight is None else task.sample_weight[rows]
    return task.metric.score(task.y[rows], normalized(prediction), sample_weight=weight)


def normalized(prediction: FloatArray) -> FloatArray:
    """Let probabilities add up to 1 to the last digit, which single precision loses and some metrics insist on."""
    return prediction if prediction.ndim == 1 else prediction / prediction.sum(axis=1, keepdims=True)


def choose_candidates(trials: Sequence[Trial], n_rows: int) -> IntArray:
    """Return positions of the trials that may enter the blend: the best by loss, no family more than a third.

    The fewer rows there are, the fewer candidates may be compared on them.
    """
    cap = candidate_cap(n_rows)
    per_family = max(2, cap // 3)
    taken: dict[str, int] = {}
    places: list[int] = []
    for place in sorted(range(len(trials)), key=lambda place: (trials[place].loss, trials[place].number)):
        name = trials[place].configuration.family
        if len(places) < cap and taken.get(name, 0) < per_family:
            taken[name] = taken.get(name, 0) + 1
            places.append(place)
    return np.asarray(places, dtype=np.int64)


def candidate_cap(n_rows: int) -> int:
    """Return how many configurations may be compared on so many rows."""
    return next((cap for rows, cap in CANDIDATE_CAPS if n_rows <= rows), MAX_CANDIDATES)


def greedy_counts(
    evidence: FloatArray, truth: FloatArray | None, row_weights: FloatArray, *, n_steps: int, n_start: int
) -> IntArray:
    """Add one candidate per step, with replacement, and return how often each stands in the best prefix.

    Parameters
    ----------
    evidence : ndarray of shape (n_candidates, n_rows)
        Probability of the true class, or the prediction; best candidate first.
    truth : ndarray of shape (n_rows,) or None
        The target for regression; None for classification.
    row_weights : ndarray of shape (n_rows,)
        Summing to 1.
    n_steps : int
        Steps at most.
    n_start : int
        So many of the first candidates are in from the start.

    Returns
    -------
    ndarray of shape (n_candidates,)
        Counts of the best prefix.
    """
    n_start = min(n_start, len(evidence))
    counts = np.zeros(len(evidence), dtype=np.int64)
    counts[:n_start] = 1
    total = evidence[:n_start].sum(axis=0)  # (n_rows,)
    best_counts, best_loss = counts.copy(), np.inf
    if n_start:
        best_loss = float(losses_of(total[None, :] / n_start, truth, row_weights)[0])
    for size in range(n_start + 1, n_steps + 1):
        losses = losses_of((total + evidence) / size, truth, row_weights)  # (n_candidates,)
        # Ties go to a member that is already in: it costs nothing at prediction time.
        near = np.flatnonzero(losses <= losses.min() + 1e-12)
        place = int(near[np.argmax(counts[near])])
        counts[place] += 1
        total = total + evidence[place]
        if losses[place] < best_loss - 1e-9:
            best_counts, best_loss = counts.copy(), float(losses[place])
    return best_counts


def losses_of(evidence: FloatArray, truth: FloatArray | None, row_weights: FloatArray) -> FloatArray:
    """Return log loss (`truth` None) or mean squared error of each row of `evidence`."""
    if truth is None:
        return np.asarray(-np.log(np.maximum(evidence, PROBABILITY_FLOOR)) @ row_weights)
    return np.asarray(np.square(evidence - truth) @ row_weights)


def _n_start(task: Task) -> int:
    return 3 if len(task.splits.test_rows) < 1_000 else 1


def _cleaned(counts: IntArray) -> FloatArray:
    weights = counts / counts.sum()
    weights[weights < MIN_WEIGHT] = 0.0
    return np.asarray(weights / weights.sum())


def _sample(task: Task) -> IntArray:
    """Positions among the test rows on which weights are chosen."""
    n_rows = len(task.splits.test_rows)
    if n_rows <= MAX_ROWS:
        return np.arange(n_rows)
    return np.sort(np.random.default_rng(0).choice(n_rows, MAX_ROWS, replace=False))


def _oof(trial: Trial) -> AnyArray:
    if trial.oof is None:
        message = f"Trial {trial.number} has no out-of-fold predictions."
        raise AssertionError(message)
    return trial.oof


def evidence_of(prediction: AnyArray, task: Task, sample: IntArray) -> FloatArray:
    """Return the one number per row that the loss needs: the probability of the true class, or the scaled prediction.

    Parameters
    ----------
    prediction : ndarray of shape (n_sampled, n_classes) or (n_sampled,)
    task : Task
    sample : ndarray of shape (n_sampled,)
        Positions among the test rows.
    """
    exact = prediction.astype(np.float64)
    if task.kind == "regression":
        return np.asarray(exact / target_scale(task.y))
    return np.asarray(exact[np.arange(len(sample)), task.y[task.splits.test_rows][sample]])


def truth_of(task: Task, sample: IntArray) -> FloatArray | None:
    """Return the scaled target of the sampled test rows for regression, None for classes."""
    if task.kind != "regression":
        return None
    return np.asarray(task.y[task.splits.test_rows][sample], dtype=np.float64) / target_scale(task.y)


def _row_weights(task: Task, sample: IntArray) -> FloatArray:
    if task.sample_weight is None:
        return np.full(len(sample), 1.0 / len(sample))
    weights = task.sample_weight[task.splits.test_rows][sample]
    return np.asarray(weights / weights.sum())

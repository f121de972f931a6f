"""One configuration on the folds of a task: fitted, predicted, scored.

::

    fold 1 .. n:  rows of the view -> build -> fit (fair part of the deadline) -> predict -> loss, score
                                                                                       |
    after two folds, both hopeless: stop <---------------------------------------------+

Families that can predict their own training rows (out of bag, leave one out) are fitted once on all rows, where the
folds are plain cross-validation. Grouped and forward folds promise more than that, and a holdout is one fit anyway.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from jupyter_metaml.evaluation.latency import latency_s
from jupyter_metaml.evaluation.losses import log_loss, squared_error, target_scale
from jupyter_metaml.exceptions import EvaluationError, MetricError
from jupyter_metaml.pipelines import BuildContext, FitContext, family, predict_on

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

    from jupyter_metaml.evaluation.job import TrialJob
    from jupyter_metaml.evaluation.task_data import TaskData
    from jupyter_metaml.pipelines import Family, FitOutcome
    from jupyter_metaml.tasks import Fold
    from jupyter_metaml.typing import AnyArray, IntArray, ParamValue

# After so many folds a hopeless candidate is stopped.
FOLDS_BEFORE_STOP = 2


class UnusableCandidateError(EvaluationError):
    """A candidate cannot be measured, or not on this table."""

    @classmethod
    def without_view(cls, candidate: Family) -> UnusableCandidateError:
        """Name the view that is missing."""
        return cls(f"Family {candidate.name!r} needs the {candidate.view!r} view of the table, which was not made.")

    @classmethod
    def without_own_predictions(cls, candidate: Family) -> UnusableCandidateError:
        """Name the function that is missing."""
        return cls(
            f"Family {candidate.name!r} is to predict its training rows ({candidate.out_of_fold!r}), "
            "but has no out_of_fold_predictions."
        )

    @classmethod
    def not_finite(cls) -> UnusableCandidateError:
        """Tell that predictions cannot be used."""
        return cls("Its predictions hold NaN or infinity.")


@dataclass(slots=True, kw_only=True)
class Measured:
    """What the folds have given so far.

    Parameters
    ----------
    predictions : list of ndarray
        For the test rows of each fold.
    scores, losses : list of float
        Per fold.
    models : list of Pipeline
        Fitted; one per fold, or one for all.
    found : list of mapping
        What each fit found out.
    fit_s, predict_s : float
        Seconds.
    predict_row_s : float or None
        Seconds from one row of the table to its prediction by the first model; None until it is measured.
    cut : bool
        Whether a model stopped itself at the deadline.
    stopped : bool
        Whether the rest of the folds was skipped.
    """

    predictions: list[AnyArray] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    models: list[Pipeline] = field(default_factory=list)
    found: list[Mapping[str, ParamValue]] = field(default_factory=list)
    fit_s: float = 0.0
    predict_s: float = 0.0
    predict_row_s: float | None = None
    cut: bool = False
    stopped: bool = False


def measure(job: TrialJob, data: TaskData) -> Measured:
    """Measure a configuration on the folds of a task.

    Parameters
    ----------
    job : TrialJob
        What to build, and when to stop.
    data : TaskData
        What to build it on.

    Returns
    -------
    Measured
        Everything but the scores over all folds.

    Raises
    ------
    UnusableCandidateError
        If predictions are not finite, or the view that the family works on is missing.
    Exception
        Whatever the candidate raises.
    """
    candidate = family(job.configuration.family)
    if candidate.view not in data.views:
        raise UnusableCandidateError.without_view(candidate)
    fits_once = candidate.out_of_fold != "folds" and data.splits.strategy in {"stratified", "plain"}
    measured = _measure_once(job, data, candidate) if fits_once else _measure_folds(job, data, candidate)
    if not measured.stopped:
        measured.predict_row_s = _predict_row_s(data, candidate, measured.models[0])
    return measured


def _measure_folds(job: TrialJob, data: TaskData, candidate: Family) -> Measured:
    started = time.monotonic()
    measured = Measured()
    folds = data.splits.folds
    for number, fold in enumerate(folds):
        now = time.monotonic()
        # What is left is shared by the folds that are left, so that the last one gets as much as the first.
        deadline = now + (started + job.deadline_s - now) / (len(folds) - number)
        outcome = _fit(job, data, candidate, fold, deadline=deadline, number=number)
        fitted = time.monotonic()
        matrix, _ = data.views[candidate.view]
        prediction = predict_on(outcome.pipeline, matrix[fold.test], data.kind, data.n_classes)
        measured.fit_s += fitted - now
        measured.predict_s += time.monotonic() - fitted
        _add_model(measured, outcome)
        _add_fold(measured, data, fold.test, prediction)
        if _is_hopeless(measured.losses, job.stop_above) and number + 1 < len(folds):
            measured.stopped = True
            break
    return measured


def _measure_once(job: TrialJob, data: TaskData, candidate: Family) -> Measured:
    if candidate.out_of_fold_predictions is None:
        raise UnusableCandidateError.without_own_predictions(candidate)
    started = time.monotonic()
    measured = Measured()
    # Copies, as the rows of a fold are: mapped files are read-only, which some estimators cannot stand.
    matrix, y = data.views[candidate.view][0].copy(), data.y.copy()
    pipeline = _build(job, data, candidate, n_rows=len(y), number=0)
    context = FitContext(
        sample_weight=None if data.sample_weight is None else data.sample_weight.copy(),
        deadline=started + job.deadline_s,
        n_jobs=job.n_jobs,
        random_state=job.random_state,
    )
    outcome = candidate.fit(pipeline, matrix, y, context)
    fitted = time.monotonic()
    everything = _for_all_classes(candidate.out_of_fold_predictions(outcome, matrix, y), outcome, data)
    measured.fit_s, measured.predict_s = fitted - started, time.monotonic() - fitted
    _add_model(measured, outcome)
    for fold in data.splits.folds:
        _add_fold(measured, data, fold.test, everything[fold.test])
    return measured


def _fit(job: TrialJob, data: TaskData, candidate: Family, fold: Fold, *, deadline: float, number: int) -> FitOutcome:
    matrix, _ = data.views[candidate.view]
    pipeline = _build(job, data, candidate, n_rows=len(fold.train), number=number)
    context = FitContext(
        X_val=matrix[fold.test],
        y_val=data.y[fold.test],
        sample_weight=_weight(data, fold.train),
        deadline=deadline,
        n_jobs=job.n_jobs,
        random_state=job.random_state + number,
    )
    return candidate.fit(pipeline, matrix[fold.train], data.y[fold.train], context)


def _build(job: TrialJob, data: TaskData, candidate: Family, *, n_rows: int, number: int) -> Pipeline:
    context = BuildContext(
        layout=data.views[candidate.view][1],
        kind=data.kind,
        n_classes=data.n_classes,
        n_rows=n_rows,
        n_jobs=job.n_jobs,
        random_state=job.random_state + number,
    )
    return candidate.build(dict(job.configuration.params), context)


def _add_model(measured: Measured, outcome: FitOutcome) -> None:
    measured.models.append(outcome.pipeline)
    measured.found.append(outcome.found)
    measured.cut = measured.cut or outcome.cut


def _add_fold(measured: Measured, data: TaskData, rows: IntArray, prediction: AnyArray) -> None:
    if not np.isfinite(prediction).all():
        raise UnusableCandidateError.not_finite()
    y, weight = data.y[rows], _weight(data, rows)
    measured.predictions.append(prediction)
    measured.losses.append(loss_of(data, y, prediction, weight))
    measured.scores.append(_fold_score(data, y, prediction, weight))


def loss_of(data: TaskData, y: AnyArray, prediction: AnyArray, weight: AnyArray | None) -> float:
    """Return the loss by which candidates are compared: log loss, or squared error in units of the whole target."""
    if data.kind == "regression":
        return squared_error(y, prediction, weight, scale=target_scale(data.y))
    return log_loss(y, prediction, weight)


def _fold_score(data: TaskData, y: AnyArray, prediction: AnyArray, weight: AnyArray | None) -> float:
    """Score one fold; NaN where it cannot be scored alone, for example because it holds one class only."""
    try:
        return data.metric.score(y, prediction, sample_weight=weight)
    except MetricError:
        return float("nan")


def _is_hopeless(losses: list[float], ceilings: tuple[float, ...] | None) -> bool:
    if ceilings is None or len(losses) != FOLDS_BEFORE_STOP or len(ceilings) < FOLDS_BEFORE_STOP:
        return False
    return all(loss > ceiling for loss, ceiling in zip(losses, ceilings, strict=False))


def _predict_row_s(data: TaskData, candidate: Family, model: Pipeline) -> float:
    """Time one row alone; what a call costs by itself is the most of it, which many rows at once would hide."""
    row = data.views[candidate.view][0][data.splits.folds[0].test[:1]]
    return data.prepare_row_s[candidate.view] + latency_s(lambda: predict_on(model, row, data.kind, data.n_classes))


def _for_all_classes(prediction: AnyArray, outcome: FitOutcome, data: TaskData) -> AnyArray:
    """Give classes that the model does not know the probability zero."""
    if data.kind == "regression" or prediction.shape[1] == data.n_classes:
        return prediction
    known = np.asarray(outcome.pipeline.classes_, dtype=np.int64)
    everything = np.zeros((len(prediction), data.n_classes))
    everything[:, known] = prediction
    return everything


def _weight(data: TaskData, rows: IntArray) -> AnyArray | None:
    return None if data.sample_weight is None else data.sample_weight[rows]

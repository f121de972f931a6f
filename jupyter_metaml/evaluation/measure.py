"""From a job to a trial, whatever happens in between."""

from __future__ import annotations

import logging
import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from jupyter_metaml.evaluation.attempt import attempt
from jupyter_metaml.evaluation.fold_models import KeptModels, keep_models
from jupyter_metaml.evaluation.folds import FOLDS_BEFORE_STOP, Measured, loss_of, measure
from jupyter_metaml.evaluation.peak_memory import mark_peak_memory, peak_memory_mib
from jupyter_metaml.evaluation.surroundings import calm_surroundings
from jupyter_metaml.evaluation.task_data import DataHandle, TaskData
from jupyter_metaml.evaluation.trial import Trial, TrialStatus
from jupyter_metaml.exceptions import MetaMLError

if TYPE_CHECKING:
    from jupyter_metaml.evaluation.job import TrialJob
    from jupyter_metaml.typing import AnyArray, ParamValue

logger = logging.getLogger(__name__)
MAX_REASON = 200


def run_trial(job: TrialJob, data: TaskData | DataHandle) -> Trial:
    """Measure one configuration; what it raises becomes the trial's status and reason.

    Runs in any process. Global settings of NumPy, scikit-learn and `warnings` do not reach the candidate and are as
    before afterwards. The same job on the same data gives the same predictions.

    Parameters
    ----------
    job : TrialJob
        What to measure, and when to stop.
    data : TaskData or DataHandle
        What to measure it on.

    Returns
    -------
    Trial
        DONE or CUT with predictions for all test rows, or the reason why there are none.

    Raises
    ------
    KeyboardInterrupt
        If a person interrupts this process.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml.evaluation import Limits, TaskData, TrialJob, run_trial
    >>> from jupyter_metaml.pipelines import Configuration, fit_views, shape_of
    >>> from jupyter_metaml.profiling import profile_task
    >>> from jupyter_metaml.tasks import make_task
    >>> task = make_task(load_iris(as_frame=True).frame, "target")
    >>> profile = profile_task(task)
    >>> views = fit_views(task, profile)
    >>> data = TaskData.of(task, views, shape_of(task, profile, views))
    >>> job = TrialJob(
    ...     number=1,
    ...     configuration=Configuration.of("linear"),
    ...     origin="default",
    ...     random_state=0,
    ...     n_jobs=1,
    ...     limits=Limits(wall_s=10),
    ...     deadline_s=10,
    ... )
    >>> trial = run_trial(job, data)
    >>> str(trial.status), len(trial.fold_scores)
    ('done', 5)
    """
    started = time.monotonic()
    mark_peak_memory()
    outcome = attempt(lambda: _trial(job, data), passing=(KeyboardInterrupt,))
    if outcome.value is not None:
        return outcome.value
    error = outcome.error
    logger.debug("Trial %d failed.", job.number, exc_info=error)
    return Trial.without_result(
        job,
        status=TrialStatus.OUT_OF_MEMORY if isinstance(error, MemoryError) else TrialStatus.FAILED,
        reason=in_one_line(error),
        seconds=time.monotonic() - started,
    )


def in_one_line(error: BaseException | None) -> str:
    """Say what went wrong in at most 200 characters; our own errors speak for themselves, others with their name."""
    words = " ".join(str(error).split())
    name = type(error).__name__
    line = words if isinstance(error, MetaMLError) else f"{name}: {words}" if words else name
    return line if len(line) <= MAX_REASON else f"{line[: MAX_REASON - 1]}…"


def _trial(job: TrialJob, data: TaskData | DataHandle) -> Trial:
    loaded = data.load() if isinstance(data, DataHandle) else data
    with calm_surroundings(job.n_jobs):
        measured = measure(job, loaded)
        oof, score, loss = (None, None, None) if measured.stopped else _over_all_folds(measured, loaded)
    kept = _kept(job, measured)
    return Trial(
        number=job.number,
        configuration=job.configuration,
        origin=job.origin,
        status=_status(measured),
        reason=_reason(measured, kept, loaded.splits.n_folds),
        fold_scores=tuple(measured.scores),
        score=score,
        fold_losses=tuple(measured.losses),
        loss=loss,
        oof=oof,
        fit_s=measured.fit_s,
        predict_s=measured.predict_s,
        predict_row_s=measured.predict_row_s,
        memory_mib=peak_memory_mib(),
        found=_typical(measured.found),
        model_file=kept.file,
        model_mib=kept.mib,
        n_models=len(measured.models) if kept.file is not None else 0,
    )


def _over_all_folds(measured: Measured, data: TaskData) -> tuple[AnyArray, float, float]:
    """Put the predictions of the folds together, and score what is kept of them."""
    rows = data.splits.test_rows
    is_regression = data.kind == "regression"
    shape = (len(rows),) if is_regression else (len(rows), data.n_classes)
    # Targets can be large with small differences; probabilities cannot.
    oof = np.zeros(shape, dtype=np.float64 if is_regression else np.float32)
    for fold, prediction in zip(data.splits.folds, measured.predictions, strict=True):
        oof[np.searchsorted(rows, fold.test)] = prediction
    weight = None if data.sample_weight is None else data.sample_weight[rows]
    score = data.metric.score(data.y[rows], oof, sample_weight=weight)
    return oof, score, loss_of(data, data.y[rows], oof, weight)


def _kept(job: TrialJob, measured: Measured) -> KeptModels:
    if job.model_dir is None or measured.stopped:
        return KeptModels(file=None, mib=0.0)
    return keep_models(measured.models, Path(job.model_dir) / f"{job.number}.pkl")


def _status(measured: Measured) -> TrialStatus:
    if measured.stopped:
        return TrialStatus.STOPPED_EARLY
    return TrialStatus.CUT if measured.cut else TrialStatus.DONE


def _reason(measured: Measured, kept: KeptModels, n_folds: int) -> str:
    if measured.stopped:
        return f"behind the best after {FOLDS_BEFORE_STOP} of {n_folds} folds"
    parts = ["a model stopped itself at the deadline"] if measured.cut else []
    return "; ".join([*parts, kept.reason] if kept.reason else parts)


def _typical(found: Sequence[Mapping[str, ParamValue]]) -> dict[str, ParamValue]:
    """Take the median of numbers over the folds, and the first of anything else."""
    names = dict.fromkeys(name for one in found for name in one)
    return {name: _median([one[name] for one in found if name in one]) for name in names}


def _median(values: Sequence[ParamValue]) -> ParamValue:
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) < len(values):
        return values[0]
    return statistics.median_low(numbers)

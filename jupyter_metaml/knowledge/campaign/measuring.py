"""One configuration on one task, in a worker: folds as a search would do it, then the rows kept back."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from jupyter_metaml.evaluation import DataHandle, TrialJob, load_models, run_trial
from jupyter_metaml.evaluation.losses import log_loss, squared_error, target_scale
from jupyter_metaml.exceptions import MetricError
from jupyter_metaml.knowledge.records import TrialRecord
from jupyter_metaml.knowledge.versions import versions_of
from jupyter_metaml.pipelines import Configuration, family, predict_on

if TYPE_CHECKING:
    from jupyter_metaml.evaluation import TaskData, Trial
    from jupyter_metaml.knowledge.campaign.layout import TestRows
    from jupyter_metaml.typing import AnyArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """What a worker hands back.

    Parameters
    ----------
    record : TrialRecord
        What is remembered.
    oof, test : ndarray or None
        Predictions of the validation and of the test rows, in half precision for probabilities; None without result.
    """

    record: TrialRecord
    oof: AnyArray | None
    test: AnyArray | None


def measure_candidate(job: TrialJob, candidate: Configuration, handle: DataHandle, test: TestRows) -> Measured:
    """Measure a configuration on the folds, and the mean of its fold models on the rows kept back.

    Parameters
    ----------
    job : TrialJob
        What to build; it keeps its models.
    candidate : Configuration
        What was asked for, see `TrialRecord.configuration`.
    handle : DataHandle
        The task.
    test : TestRows
        Rows kept back.
    """
    started = time.process_time()
    trial = run_trial(job, handle)
    seconds = time.process_time() - started
    predictions = _mean_prediction(trial, handle.load(), test) if trial.finished else None
    data = handle.load()
    share = trial.fit_s / max(1e-9, trial.fit_s + trial.predict_s)
    test_score, test_loss = _judged(data, test.y, predictions)
    record = TrialRecord(
        configuration=candidate,
        status=str(trial.status),
        score=trial.score,
        loss=trial.loss,
        test_score=test_score,
        test_loss=test_loss,
        fold_scores=trial.fold_scores,
        fit_s=seconds * share,
        predict_s=seconds * (1 - share),
        memory_mib=trial.memory_mib,
        versions=versions_of(candidate.family),
    )
    kept = np.float16 if data.kind != "regression" else np.float32
    oof = None if trial.oof is None else trial.oof.astype(kept)
    return Measured(record=record, oof=oof, test=None if predictions is None else predictions.astype(kept))


def _mean_prediction(trial: Trial, data: TaskData, test: TestRows) -> AnyArray:
    """Predict as the search's final pipeline does: the mean over the models of the folds."""
    matrix: Any = test.matrices[family(trial.configuration.family).view]
    predictions = [predict_on(model, matrix, data.kind, data.n_classes) for model in load_models(trial)]
    Path(str(trial.model_file)).unlink(missing_ok=True)
    mean: AnyArray = np.mean(predictions, axis=0)
    return mean


def _judged(data: TaskData, y: AnyArray, prediction: AnyArray | None) -> tuple[float | None, float | None]:
    """Return score and loss of the test rows."""
    if prediction is None or not len(y) or not np.isfinite(prediction).all():
        return None, None
    if data.kind == "regression":
        return data.metric.score(y, prediction), squared_error(y, prediction, scale=target_scale(data.y))
    try:
        return data.metric.score(y, prediction), log_loss(y, prediction)
    except MetricError:  # the test rows hold one class only
        return None, log_loss(y, prediction)

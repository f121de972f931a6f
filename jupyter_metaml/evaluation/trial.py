"""What measuring one configuration has given."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import stdev
from typing import TYPE_CHECKING

from jupyter_metaml.evaluation.job import Origin, TrialJob
from jupyter_metaml.typing import ParamValue

if TYPE_CHECKING:
    from jupyter_metaml.pipelines import Configuration
    from jupyter_metaml.typing import AnyArray


class TrialStatus(StrEnum):
    """How a trial ended.

    The first and the third have a result: DONE went all the way, CUT holds models that stopped themselves at the
    deadline. STOPPED_EARLY was hopeless after its first folds. The others say what went wrong.

    Examples
    --------
    >>> from jupyter_metaml.evaluation import TrialStatus
    >>> [str(status) for status in TrialStatus]
    ['done', 'stopped early', 'cut', 'timed out', 'out of memory', 'crashed', 'failed']
    """

    DONE = "done"
    STOPPED_EARLY = "stopped early"
    CUT = "cut"
    TIMED_OUT = "timed out"
    OUT_OF_MEMORY = "out of memory"
    CRASHED = "crashed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A measured configuration.

    Parameters
    ----------
    number : int
        Place in the sequence of trials.
    configuration : Configuration
        What was built.
    origin : {"baseline", "recommended", "searched", "repeated"}
        Who proposed it.
    status : TrialStatus
        How it ended.
    reason : str
        One line for people; empty where there is nothing to say.
    fold_scores : tuple of float
        The task's metric per fold, larger is better; NaN where a fold cannot be scored alone (one class only).
    score : float or None
        The metric over all out-of-fold predictions at once.
    fold_losses : tuple of float
        Log loss, or mean squared error in units of the target's variance, per fold.
    loss : float or None
        The loss over all out-of-fold predictions.
    oof : ndarray of shape (n_test_rows, n_classes) or (n_test_rows,), or None
        Predictions for the rows of ``splits.test_rows``: probabilities in single precision, or numbers in double.
    fit_s, predict_s : float
        Seconds for all fits, and for predicting each test row once.
    predict_row_s : float or None, default=None
        Seconds from one row of a DataFrame to its prediction by one fold model alone: the steps of the view, timed once
        for all trials, and the model with the threads of the trial. The checks of `Run.predict` and the other models of
        a blend come on top. None without a result, and in trials of earlier versions.
    memory_mib : float
        Largest resident memory of the process while it ran.
    found : mapping of str to ParamValue
        What the fits found out, such as the number of trees; the median over the folds.
    model_file : str or None
        Holds the fold models.
    model_mib : float
        Size of that file.
    n_models : int
        Models in that file.
    """

    number: int
    configuration: Configuration
    origin: Origin
    status: TrialStatus
    reason: str
    fold_scores: tuple[float, ...]
    score: float | None
    fold_losses: tuple[float, ...]
    loss: float | None
    oof: AnyArray | None = field(compare=False, repr=False)
    fit_s: float
    predict_s: float
    predict_row_s: float | None = None
    memory_mib: float
    found: Mapping[str, ParamValue]
    model_file: str | None
    model_mib: float
    n_models: int

    @property
    def finished(self) -> bool:
        """Whether it can be part of a result: predictions for all test rows, and models that were kept."""
        return self.oof is not None and self.model_file is not None

    @property
    def standing(self) -> tuple[bool, float, float, int]:
        """What trials are sorted by where people see them: best score first, then least loss, then lowest number.

        A search compares losses, which tell more on few rows. Who asked for a metric reads a list by that metric.
        Repeats come last: they stand on other folds, and the luckiest folds would lead the list.
        """
        score = math.nan if self.score is None else self.score
        loss = math.inf if self.loss is None else self.loss
        return (self.origin == "repeated", math.inf if math.isnan(score) else -score, loss, self.number)

    @property
    def spread(self) -> float | None:
        """Standard deviation of the fold scores; None where fewer than two folds have one."""
        known = [score for score in self.fold_scores if math.isfinite(score)]
        return stdev(known) if len(known) > 1 else None

    @classmethod
    def without_result(cls, job: TrialJob, *, status: TrialStatus, reason: str, seconds: float = 0.0) -> Trial:
        """Make the trial of a job that gave nothing to use.

        Parameters
        ----------
        job : TrialJob
            What was asked.
        status : TrialStatus
            What went wrong.
        reason : str
            One line for people.
        seconds : float, default=0.0
            What it took all the same.
        """
        return cls(
            number=job.number,
            configuration=job.configuration,
            origin=job.origin,
            status=status,
            reason=reason,
            fold_scores=(),
            score=None,
            fold_losses=(),
            loss=None,
            oof=None,
            fit_s=seconds,
            predict_s=0.0,
            memory_mib=0.0,
            found={},
            model_file=None,
            model_mib=0.0,
            n_models=0,
        )

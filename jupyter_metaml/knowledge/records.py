"""What is remembered of one task and of one trial: statistics, never cells, never names of columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.typing import Kind

TaskOrigin = Literal["real", "derived", "generated", "own"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRecord:
    """A task as it is remembered.

    Parameters
    ----------
    id : str
        Identifier that is the same wherever the task is the same.
    family : str
        Tasks of one family are relatives: what is learned from one may not be judged on another.
    origin : {"real", "derived", "generated", "own"}
        A table as it was found, cut out of one, made up, or a user's own.
    kind : {"binary", "multiclass", "regression"}
        What is predicted.
    metric : str
        Name of the metric of the scores.
    n_rows, n_columns, n_classes : int
        Of the rows that were trained and validated on; 0 classes in regression.
    meta_features : mapping of str to float
        Of these rows, by name.

    Examples
    --------
    >>> from jupyter_metaml.knowledge import TaskRecord
    >>> task = TaskRecord(
    ...     id="t1", family="shops", origin="own", kind="binary", metric="roc_auc", n_rows=200, n_columns=5, n_classes=2
    ... )
    >>> task.kind
    'binary'
    """

    id: str
    family: str
    origin: TaskOrigin
    kind: Kind
    metric: str
    n_rows: int
    n_columns: int
    n_classes: int
    meta_features: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRecord:
    """What one configuration gave on one task.

    Parameters
    ----------
    configuration : Configuration
        What was asked for. Values that it leaves out are the defaults of its family for the task's shape; trees and
        rates were fitted to the budget.
    status : str
        How the trial ended, see `jupyter_metaml.evaluation.TrialStatus`.
    score, loss : float or None
        Metric (larger is better) and loss (log loss, or squared error in units of the target's variance) of the
        out-of-fold predictions; None when there are none.
    test_score, test_loss : float or None
        The same for rows that no fold has seen, where such rows were kept back.
    fold_scores : tuple of float
        Metric per fold.
    fit_s, predict_s : float
        Processor seconds of all fits, and of predicting each validation row once.
    memory_mib : float
        Largest resident memory of the process.
    versions : str
        Libraries that did the work, such as ``"lightgbm 4.6.0"``.

    Examples
    --------
    >>> from jupyter_metaml.knowledge import TrialRecord
    >>> from jupyter_metaml.pipelines import Configuration
    >>> trial = TrialRecord(configuration=Configuration.of("linear", C=1.0), status="done", score=0.8, loss=0.5)
    >>> trial.configuration.get("C")
    1.0
    """

    configuration: Configuration
    status: str
    score: float | None
    loss: float | None
    test_score: float | None = None
    test_loss: float | None = None
    fold_scores: tuple[float, ...] = ()
    fit_s: float = 0.0
    predict_s: float = 0.0
    memory_mib: float = 0.0
    versions: str = ""

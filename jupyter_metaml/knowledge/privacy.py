"""What is kept of a run, and what of that may leave the machine: this file decides, so one file is reviewed.

Kept are meta-features, configurations, scores, seconds, sizes and versions: numbers, words that this package itself
chose, and hashes.  Never kept are cells, names of columns, labels of classes, texts of exceptions, paths, names of
functions.
"""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.knowledge.allowed_values import why_not_allowed
from jupyter_metaml.knowledge.knowledge_base import KnowledgeBase
from jupyter_metaml.knowledge.metric_names import CUSTOM, known_metric
from jupyter_metaml.knowledge.records import TaskRecord, TrialRecord
from jupyter_metaml.knowledge.versions import versions_of
from jupyter_metaml.profiling.meta_features import META_FEATURES

if TYPE_CHECKING:
    from jupyter_metaml.evaluation import Trial
    from jupyter_metaml.pipelines import Configuration
    from jupyter_metaml.profiling import Profile
    from jupyter_metaml.tasks import Task

REMEMBER_VARIABLE = "JUPYTER_METAML_REMEMBER"
_YES, _NO = frozenset({"", "on", "yes", "true", "1"}), frozenset({"off", "no", "false", "0"})

MIN_SHARED_ROWS = 100
"""Statistics of smaller tables say much about single rows; they stay on the machine."""


def opted_out() -> bool:
    """Tell whether ``$JUPYTER_METAML_REMEMBER`` keeps all runs out of this user's past, whatever a call says.

    Raises
    ------
    UsageError
        If it holds a word that says neither yes nor no: to guess wrong would keep what somebody wanted kept out.

    Examples
    --------
    >>> from unittest import mock
    >>> from jupyter_metaml.knowledge import opted_out
    >>> with mock.patch.dict("os.environ", JUPYTER_METAML_REMEMBER="off"):
    ...     print(opted_out())
    True
    """
    word = os.environ.get(REMEMBER_VARIABLE, "").strip().lower()
    if word not in _YES | _NO:
        message = f"{REMEMBER_VARIABLE}={word!r} is not usable. Set it to 'on' or 'off'."
        raise UsageError(message)
    return word in _NO


def remember(
    task: Task,
    profile: Profile,
    trials: Sequence[Trial],
    *,
    asked: Mapping[Configuration, Configuration] | None = None,
) -> tuple[TaskRecord, tuple[TrialRecord, ...]]:
    """Choose what is kept of a run.

    Parameters
    ----------
    task : Task
    profile : Profile
        Of the task.
    trials : sequence of Trial
        Of the run; the baseline, and configurations that no family declares, are left out.
    asked : mapping of Configuration to Configuration or None, default=None
        What was asked for, by what was built: the entry of a portfolio is remembered as that entry.

    Returns
    -------
    TaskRecord, tuple of TrialRecord

    Notes
    -----
    The id of a task is a hash of its fingerprint and its metric, so that the same question is the same task in every
    run. It carries no salt: who could guess it has the whole table. Its family is a hash of the names and types of its
    columns, so that runs on growing versions of one table are relatives; that could be guessed with fewer facts, so
    both are hashed again, with a secret of the store, before they leave the machine (see `shareable`).

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml.knowledge import remember
    >>> from jupyter_metaml.profiling import profile_task
    >>> from jupyter_metaml.tasks import make_task
    >>> task = make_task(load_iris(as_frame=True).frame, "target")
    >>> record, trials = remember(task, profile_task(task), [])
    >>> record.n_rows, record.n_classes, "petal" in str(record)
    (150, 3, False)
    """
    # only metrics of the list have a title; a person's function may have the name of one
    metric = known_metric(task.metric.name, task.kind) if task.metric.title else CUSTOM
    record = TaskRecord(
        id=_hash("task", task.fingerprint, metric),
        family=_hash("family", *_family_of(task)),
        origin="own",
        kind=task.kind,
        metric=metric,
        n_rows=int(task.n_rows),
        n_columns=int(task.n_columns),
        n_classes=int(task.n_classes),
        meta_features={
            name: float(value)
            for name, value in profile.meta_features.items()
            if name in META_FEATURES and math.isfinite(value)
        },
    )
    kept = (_trial(trial, (asked or {}).get(trial.configuration, trial.configuration)) for trial in trials)
    return record, tuple(trial for trial in kept if why_not_allowed(trial.configuration) is None)


def shareable(base: KnowledgeBase, *, salt: str) -> KnowledgeBase:
    """Return the part of a person's own base that may leave the machine, under names that nobody can trace.

    Parameters
    ----------
    base : KnowledgeBase
        A person's own.
    salt : str
        Secret of the store; the same in every export, so that a pack can be replaced by a newer one.

    Returns
    -------
    KnowledgeBase
        Without tasks of fewer than `MIN_SHARED_ROWS` rows, and without configurations that only those had tried.
    """
    shared = base.rows([task.n_rows >= MIN_SHARED_ROWS for task in base.tasks])
    renamed = tuple(replace(task, id=_hash(salt, task.id), family=_hash(salt, task.family)) for task in shared.tasks)
    tried = np.any(~np.isnan(shared.loss), axis=0)
    return replace(shared, tasks=renamed).columns(tried)


def _trial(trial: Trial, configuration: Configuration) -> TrialRecord:
    return TrialRecord(
        configuration=configuration,
        status=str(trial.status),
        score=_finite(trial.score),
        loss=_finite(trial.loss),
        fold_scores=tuple(float(score) for score in trial.fold_scores),
        fit_s=float(trial.fit_s),
        predict_s=float(trial.predict_s),
        memory_mib=float(trial.memory_mib),
        versions=versions_of(configuration.family),
    )


def _family_of(task: Task) -> list[str]:
    """List what makes tables relatives: what their maker said, or the same columns of the same types and target."""
    if task.family:
        return ["named", task.family]
    if task.from_array:  # its columns have no names of their own
        return ["array", task.fingerprint]
    columns = sorted(f"{label!r}: {task.X[name].dtype}" for name, label in task.names.items())
    return ["columns", *columns, f"target {task.target_name!r}"]


def _hash(*parts: str) -> str:
    text = "\n".join(parts)
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _finite(value: float | None) -> float | None:
    return float(value) if value is not None and math.isfinite(value) else None

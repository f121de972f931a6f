"""More folds of other seeds for the best candidates, where rows are few and scores are noisy.

A repeat measures a configuration again on folds of another seed. The predictions of all its repeats are averaged: the
loss by which candidates are compared gets less noisy, and the result has more models to average.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from sklearn.model_selection import KFold, StratifiedKFold

from jupyter_metaml.search.blending import evidence_of, losses_of, normalized, score_of, truth_of
from jupyter_metaml.tasks import Fold, Splits

if TYPE_CHECKING:
    from jupyter_metaml.evaluation import Trial
    from jupyter_metaml.tasks import Task

MAX_ROWS = 2_000
MAX_CELLS = 400_000
MAX_REPEATS = 4
N_TARGET_BINS = 10


def repeated_splits(task: Task, *, random_state: int) -> tuple[Splits, ...]:
    """Return folds of other seeds, or none where one set of folds is enough or the only one.

    Parameters
    ----------
    task : Task
        Small, with stratified or plain folds; groups, time and a holdout allow no other folds.
    random_state : int
        Seed of the search.

    Returns
    -------
    tuple of Splits
        Of as many folds as the task has.
    """
    splits = task.splits
    is_small = task.n_rows <= MAX_ROWS and task.n_rows * task.n_columns <= MAX_CELLS
    if not is_small or splits.strategy not in {"stratified", "plain"}:
        return ()
    labels = _strata(task)
    maker = KFold if labels is None else StratifiedKFold
    return tuple(
        Splits(
            strategy=splits.strategy,
            folds=tuple(
                Fold(train=np.sort(train), test=np.sort(test))
                for train, test in maker(
                    splits.n_folds, shuffle=True, random_state=random_state + 1_000 * repeat
                ).split(np.zeros((task.n_rows, 1)), labels)
            ),
            reason=splits.reason,
        )
        for repeat in range(1, MAX_REPEATS + 1)
    )


def merge_repeats(trials: Mapping[int, Trial], repeated: Mapping[int, int], task: Task) -> list[Trial]:
    """Return the finished trials, each with the mean predictions of itself and its repeats.

    Parameters
    ----------
    trials : mapping of int to Trial
        By number.
    repeated : mapping of int to int
        Number of a repeat to the number of the trial that it repeats.
    task : Task
        Target and weights.

    Returns
    -------
    list of Trial
        Without the baseline and the repeats themselves.
    """
    again: dict[int, list[Trial]] = {}
    for number, first in repeated.items():
        if number in trials and trials[number].finished:
            again.setdefault(first, []).append(trials[number])
    return [
        _mean([trial, *again[number]], task) if number in again else trial
        for number, trial in sorted(trials.items())
        if number and number not in repeated and trial.finished
    ]


def _mean(measured: Sequence[Trial], task: Task) -> Trial:
    oof = np.mean([np.asarray(trial.oof, dtype=np.float64) for trial in measured], axis=0)
    rows = task.splits.test_rows
    weights = np.ones(len(rows)) if task.sample_weight is None else task.sample_weight[rows]
    everything = np.arange(len(rows))
    evidence = evidence_of(normalized(oof), task, everything)
    truth = truth_of(task, everything)
    return dataclasses.replace(
        measured[0],
        oof=oof,
        loss=float(losses_of(evidence[None, :], truth, weights / weights.sum())[0]),
        score=score_of(oof, task),
        n_models=sum(trial.n_models for trial in measured),
        model_mib=sum(trial.model_mib for trial in measured),
    )


def _strata(task: Task) -> object:
    if task.splits.strategy == "plain":
        return None
    if task.kind != "regression":
        return task.y
    ranks = pd.Series(task.y).rank(method="first")
    return pd.qcut(ranks, min(N_TARGET_BINS, task.n_rows // task.splits.n_folds), labels=False).to_numpy()

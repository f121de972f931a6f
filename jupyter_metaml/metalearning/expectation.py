"""Which score a configuration is expected to reach, and how sure that is.

::

    score of a configuration on a table = level of the table + offset of the configuration + rest

Offsets are what base tasks show.  The level comes from meta-features (ridge regression) while nothing was fitted, and
from the first scores as soon as there are some.  Intervals are quantiles of what the same prediction misses by on the
tasks of the base, each predicted without itself, so they are as wide as the method is wrong.

Scores in units of the target (RMSE) multiply instead of add, so their logarithms are used, and nothing is expected
before the first score: meta-features do not know the unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from jupyter_metaml.metalearning.evidence import Evidence
    from jupyter_metaml.metalearning.query import Query
    from jupyter_metaml.pipelines import Configuration
    from jupyter_metaml.typing import FloatArray, IntArray

UPPER: dict[str, float] = {
    "roc_auc": 1.0,
    "accuracy": 1.0,
    "balanced_accuracy": 1.0,
    "average_precision": 1.0,
    "r2": 1.0,
    "log_loss": 0.0,
}
"""Metrics without a unit, with the best value that there is."""
IN_UNITS = frozenset({"rmse", "mae"})
# Four of five, and a bit, since offsets are learned from the same tasks.
LOW, HIGH = 0.08, 0.92
RIDGE = 3.0
# A quantile of fewer rests is no interval.
ENOUGH_TASKS = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Expected:
    """Expected scores of configurations.

    Parameters
    ----------
    score, low, high : ndarray of shape (n_configurations,)
        NaN where nothing can be said.
    """

    score: FloatArray
    low: FloatArray
    high: FloatArray

    @classmethod
    def nothing(cls, n: int) -> Expected:
        """Expect nothing."""
        unknown = np.full(n, np.nan)
        return cls(score=unknown, low=unknown, high=unknown)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoreModel:
    """Levels and offsets of a base in one metric.

    Parameters
    ----------
    columns : ndarray of shape (n_known,)
        Positions in the evidence of the configurations that twenty tasks have scores of.
    scores : ndarray of shape (n_tasks, n_known)
        Transformed; NaN where there is none.
    offsets : ndarray of shape (n_known,)
        Median difference to the level of the task.
    coefficients : ndarray of shape (n_names + 1,)
        Of the level, the constant first.
    rests : ndarray of shape (n_tasks,)
        Level less the level that is predicted without this task.
    range : tuple of (float, float)
        Lowest and highest level of the tasks; a straight line would go on beyond the best there is.
    """

    columns: IntArray
    scores: FloatArray
    offsets: FloatArray
    coefficients: FloatArray
    rests: FloatArray
    range: tuple[float, float]


def expected_scores(evidence: Evidence, query: Query, scores: Mapping[Configuration, float] | None = None) -> Expected:
    """Expect scores for a table.

    Parameters
    ----------
    evidence : Evidence
    query : Query
        Its metric decides: nothing is expected in one that the base does not hold.
    scores : mapping of Configuration to float or None, default=None
        What was reached on this table so far, in the metric of the query, larger is better.

    Returns
    -------
    Expected
        The interval holds the score on about four of five tables.
    """
    model, n = score_model(evidence, query.metric), len(evidence.configurations)
    if model is None:
        return Expected.nothing(n)
    reached = _reached(evidence, model, scores or {}, query.metric)
    seen = np.flatnonzero(np.isfinite(reached))
    if len(seen):
        level = float(np.mean(reached[seen] - model.offsets[seen]))
        levels = _levels_by(model, seen)
    elif query.metric in IN_UNITS:
        return Expected.nothing(n)
    else:
        told = model.coefficients @ np.append(1.0, evidence.space.place(query.meta_features))
        level = float(np.clip(told, *model.range))
        levels = np.nanmedian(model.scores, axis=1) - model.rests
    misses = model.scores - levels[:, None] - model.offsets  # (n_tasks, n_known)
    known = np.flatnonzero(np.isfinite(misses).any(axis=0))
    low, high = np.nanquantile(misses[:, known], [LOW, HIGH], axis=0)
    middle = level + model.offsets[known]
    found = np.full((3, n), np.nan)
    found[:, model.columns[known]] = _back(
        np.stack([middle, middle + np.minimum(low, 0.0), middle + np.maximum(high, 0.0)]), query.metric
    )
    return Expected(score=found[0], low=found[1], high=found[2])


@lru_cache(maxsize=8)
def score_model(evidence: Evidence, metric: str) -> ScoreModel | None:
    """Learn levels and offsets; None when fewer than twenty tasks have scores in this metric."""
    if metric not in UPPER and metric not in IN_UNITS:
        return None
    has_metric = np.array([task.metric == metric for task in evidence.base.tasks], dtype=bool)
    known = np.isfinite(evidence.base.score) & has_metric[:, None]
    columns = np.flatnonzero(known.sum(axis=0) >= ENOUGH_TASKS)
    rows = np.flatnonzero(known[:, columns].any(axis=1))
    if not len(columns):
        return None
    scores = _transformed(np.where(known, evidence.base.score, np.nan)[np.ix_(rows, columns)], metric)
    levels = np.nanmedian(scores, axis=1)
    design = np.column_stack([np.ones(len(rows)), evidence.space.points[rows]])
    penalty = RIDGE * np.eye(design.shape[1])
    penalty[0, 0] = 0.0
    inverse = np.linalg.inv(design.T @ design + penalty)
    coefficients = inverse @ (design.T @ levels)
    # leave-one-out rests of ridge regression in closed form
    leverages = np.einsum("ij,jk,ik->i", design, inverse, design)
    rests = (levels - design @ coefficients) / np.maximum(1.0 - leverages, 0.05)
    lowest, highest = float(levels.min()), float(levels.max())
    return ScoreModel(
        columns=columns,
        scores=scores,
        offsets=np.nanmedian(scores - levels[:, None], axis=0),
        coefficients=coefficients,
        rests=levels - np.clip(levels - rests, lowest, highest),
        range=(lowest, highest),
    )


def _reached(evidence: Evidence, model: ScoreModel, scores: Mapping[Configuration, float], metric: str) -> FloatArray:
    """Return what was reached on the new table, transformed, shape (n_known,); NaN where nothing was."""
    found = [scores.get(evidence.configurations[column], np.nan) for column in model.columns.tolist()]
    return _transformed(np.array(found, dtype=np.float64), metric)


def _levels_by(model: ScoreModel, columns: IntArray) -> FloatArray:
    """Estimate the level of each task of the base from the same configurations, as it is for the new one."""
    differences = model.scores[:, columns] - model.offsets[columns]  # (n_tasks, n_seen)
    known = np.isfinite(differences)
    sums = np.where(known, differences, 0.0).sum(axis=1)
    return np.where(known.any(axis=1), sums / np.maximum(known.sum(axis=1), 1), np.nan)


def _transformed(scores: FloatArray, metric: str) -> FloatArray:
    if metric in UPPER:
        return scores
    # larger is better: a loss in units comes as its negative, and a perfect one has no logarithm
    return np.asarray(-np.log(np.where(scores < 0.0, -scores, np.nan)), dtype=np.float64)


def _back(values: FloatArray, metric: str) -> FloatArray:
    if metric in UPPER:
        return np.minimum(values, UPPER[metric])
    return np.asarray(-np.exp(-values), dtype=np.float64)

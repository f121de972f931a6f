"""What a policy would have been worth on each task of a base, had the base not known the task nor its relatives.

::

    base -> leave a family out -> policy orders the configurations tried on each of its tasks
         -> the best out-of-fold loss so far decides -> its normalised test error is the judgement

Nothing is fitted again: losses and seconds are those of the base, so policies differ in their order alone.  Time is
processor time of one worker, one trial after another; a trial that does not end in time does not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from jupyter_metaml.metalearning.normalised import normalised_errors
from jupyter_metaml.metalearning.policies import LeftOut, Policy, asked_with
from jupyter_metaml.metalearning.query import Query

if TYPE_CHECKING:
    from jupyter_metaml.knowledge import KnowledgeBase, TaskRecord
    from jupyter_metaml.typing import FloatArray, IntArray

EVALUATIONS = (1, 2, 3, 5, 8, 12, 20, 30)
SECONDS = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
# Evaluations are counted for a search of a minute, the longest that people wait for.
BUDGET_S = 60.0
TARGET = 0.2
# Before the first trial has ended there is no better model than a middling one.
NOTHING = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """What a policy reached on a task.

    Parameters
    ----------
    policy : str
    task : TaskRecord
    orders : tuple of ndarray
        Positions in the base of the first 30 configurations, one array per order that was drawn.
    errors, test_errors : ndarray of shape (n_evaluations,)
        Normalised error of the configuration with the best out-of-fold loss after 1, 2, 3, 5, 8, 12, 20 and 30
        evaluations, by out-of-fold and by test loss; the latter NaN where no rows were kept back.
    timed_errors, timed_test_errors : ndarray of shape (n_seconds,)
        The same after 1, 2, 5, 10, 30 and 60 seconds, each with a policy that was told so.
    to_target : float
        Evaluations until the out-of-fold error is at most 0.2; one more than there are when it never is.
    """

    policy: str
    task: TaskRecord
    orders: tuple[IntArray, ...]
    errors: FloatArray
    test_errors: FloatArray
    timed_errors: FloatArray
    timed_test_errors: FloatArray
    to_target: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Row:
    """One task of the base: what was tried on it and what that gave."""

    task: TaskRecord
    places: IntArray
    loss: FloatArray
    errors: FloatArray
    test_errors: FloatArray
    seconds: FloatArray


def simulate(
    base: KnowledgeBase,
    policies: Sequence[Policy],
    *,
    seconds: Sequence[float] = SECONDS,
    families: Sequence[str] | None = None,
) -> Iterator[Outcome]:
    """Play all policies on each task, family by family.

    Parameters
    ----------
    base : KnowledgeBase
    policies : sequence of Policy
    seconds : sequence of float, default=(1, 2, 5, 10, 30, 60)
        Points of the time axis; none saves most of the work.
    families : sequence of str or None, default=None
        Whose tasks are played; None: all.

    Yields
    ------
    Outcome
        One per task and policy.
    """
    names = base.families
    for family in dict.fromkeys(names.tolist()):
        if families is not None and family not in families:
            continue
        others = base.rows(names != family)
        for number in np.flatnonzero(names == family).tolist():
            row = _row(base, number)
            if not np.isfinite(row.loss).any():
                continue
            for policy in policies:
                yield _played(policy, others, base, row, seconds)


def _row(base: KnowledgeBase, number: int) -> _Row:
    places = np.flatnonzero(~np.isnan(base.loss[number]))
    test_loss = base.test_loss[number, places]
    # a configuration without result has no test loss either: it is the worst
    test_loss = np.where(np.isinf(base.loss[number, places]) & np.isfinite(test_loss).any(), np.inf, test_loss)
    seconds = np.nan_to_num(base.fit_s[number, places]) + np.nan_to_num(base.predict_s[number, places])
    return _Row(
        task=base.tasks[number],
        places=places,
        loss=base.loss[number, places],
        errors=normalised_errors(base.loss[[number]][:, places])[0],
        test_errors=normalised_errors(test_loss[None, :])[0],
        seconds=seconds,
    )


def _played(policy: Policy, others: KnowledgeBase, base: KnowledgeBase, row: _Row, seconds: Sequence[float]) -> Outcome:
    orders = policy.orders(others, _left_out(base, row, BUDGET_S), len(row.places))
    curves = [_curves(row, order) for order in orders]
    timed = np.full((2, len(seconds)), np.nan)
    for place, budget_s in enumerate(seconds):
        told = policy.orders(others, _left_out(base, row, budget_s), _n_possible(row, budget_s))
        timed[:, place] = np.mean([_at_end(row, order, budget_s) for order in told], axis=0)
    by_evaluation = np.mean([[_at(curve, EVALUATIONS) for curve in pair] for pair in curves], axis=0)
    return Outcome(
        policy=policy.name,
        task=row.task,
        orders=tuple(row.places[order[: EVALUATIONS[-1]]] for order in orders),
        errors=by_evaluation[0],
        test_errors=by_evaluation[1],
        timed_errors=timed[0],
        timed_test_errors=timed[1],
        to_target=float(np.mean([_to_target(pair[0], len(row.places)) for pair in curves])),
    )


def _left_out(base: KnowledgeBase, row: _Row, budget_s: float) -> LeftOut:
    configurations = tuple(base.configurations[place] for place in row.places.tolist())
    return LeftOut(
        query=asked_with(Query.of_record(row.task, budget_s=budget_s), configurations),
        configurations=configurations,
        loss=row.loss,
        seed=crc32(row.task.id.encode()),
    )


def _n_possible(row: _Row, budget_s: float) -> int:
    """Count how many trials can end in time at most, so that no policy plans further than that."""
    return max(1, int((np.cumsum(np.sort(row.seconds)) <= budget_s).sum()))


def _curves(row: _Row, order: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return error and test error of the choice after each evaluation, the first entry before any."""
    if not len(order):
        return np.array([NOTHING]), np.array([NOTHING])
    chosen = _chosen(row.loss[order])
    errors = np.append(NOTHING, row.errors[order][chosen])
    return errors, np.append(NOTHING, row.test_errors[order][chosen])


def _chosen(losses: FloatArray) -> IntArray:
    """Return, after each loss, the position of the best one so far; ties stay with the earlier one."""
    best = np.minimum.accumulate(losses)
    is_new = np.append(True, losses[1:] < best[:-1])
    return np.asarray(np.maximum.accumulate(np.where(is_new, np.arange(len(losses)), 0)), dtype=np.int64)


def _at(curve: FloatArray, evaluations: Sequence[int]) -> FloatArray:
    return curve[np.minimum(evaluations, len(curve) - 1)]


def _at_end(row: _Row, order: IntArray, budget_s: float) -> tuple[float, float]:
    n_ended = int((np.cumsum(row.seconds[order]) <= budget_s).sum())
    errors, test_errors = _curves(row, order)
    return float(errors[min(n_ended, len(errors) - 1)]), float(test_errors[min(n_ended, len(errors) - 1)])


def _to_target(curve: FloatArray, n_tried: int) -> float:
    reached = np.flatnonzero(curve[1:] <= TARGET)
    return float(reached[0] + 1) if len(reached) else float(n_tried + 1)

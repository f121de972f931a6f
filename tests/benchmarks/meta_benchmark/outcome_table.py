"""Outcomes as a table: one line per task and policy."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.metalearning.simulation import EVALUATIONS, SECONDS, Outcome
from jupyter_metaml.pipelines import Configuration

AREA = "any-time area"


def outcome_table(outcomes: Iterable[Outcome], base: KnowledgeBase, reference: Configuration) -> pd.DataFrame:
    """Write outcomes as a table.

    Returns
    -------
    DataFrame
        Columns ``error@3`` and ``test@3`` after three evaluations, ``error@5s`` and ``test@5s`` after five seconds,
        ``to target``, ``any-time area`` (mean test error over log seconds), and ``beats reference``: the share of
        first choices with a lower test loss than the reference, NaN where that was not tried.
    """
    rows = {task.id: number for number, task in enumerate(base.tasks)}
    column = base.configurations.index(reference)
    lines = []
    for outcome in outcomes:
        task, row = outcome.task, rows[outcome.task.id]
        timed = outcome.timed_test_errors
        first, reference_loss = base.test_loss[row, list(outcome.first_places)], base.test_loss[row, column]
        is_known = len(first) and np.isfinite(reference_loss)
        beats = float(np.mean(np.nan_to_num(first, nan=np.inf) < reference_loss)) if is_known else np.nan
        lines.append(
            {
                "task": task.id,
                "family": task.family,
                "kind": task.kind,
                "origin": task.origin,
                "n_rows": task.n_rows,
                "policy": outcome.policy,
                **{f"error@{n}": value for n, value in zip(EVALUATIONS, outcome.errors, strict=True)},
                **{f"test@{n}": value for n, value in zip(EVALUATIONS, outcome.test_errors, strict=True)},
                **{f"error@{s:g}s": value for s, value in zip(SECONDS, outcome.timed_errors, strict=True)},
                **{f"test@{s:g}s": value for s, value in zip(SECONDS, timed, strict=True)},
                "to target": outcome.to_target,
                AREA: float(np.trapezoid(timed, np.log(SECONDS)) / np.log(SECONDS[-1] / SECONDS[0])),
                "beats reference": beats,
            }
        )
    return pd.DataFrame(lines)

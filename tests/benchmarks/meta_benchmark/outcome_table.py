"""Outcomes as a table: one line per task and policy."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.metalearning.simulation import EVALUATIONS, SECONDS, Outcome
from jupyter_metaml.pipelines import Configuration
from meta_benchmark.blends import blend_errors

AREA = "any-time area"


def outcome_table(
    outcomes: Iterable[Outcome], base: KnowledgeBase, reference: Configuration, pieces: Path | None = None
) -> pd.DataFrame:
    """Write outcomes as a table.

    Parameters
    ----------
    outcomes : iterable of Outcome
    base : KnowledgeBase
    reference : Configuration
        What first choices are compared with.
    pieces : Path or None, default=None
        Folder of the campaign with the predictions, to blend what was tried.

    Returns
    -------
    DataFrame
        Columns ``error@3`` and ``test@3`` after three evaluations, ``error@5s`` and ``test@5s`` after five seconds,
        ``to target``, ``any-time area`` (mean test error over log seconds), and ``beats reference``: the share of
        first choices with a lower test loss than the reference, NaN where that was not tried.  With predictions also
        ``blend@3``: the test error of the blend of the first three, on the scale of single configurations, so that
        it may fall below 0.
    """
    rows = {task.id: number for number, task in enumerate(base.tasks)}
    column = base.configurations.index(reference)
    lines = []
    for outcome in outcomes:
        task, row = outcome.task, rows[outcome.task.id]
        timed = outcome.timed_test_errors
        places = [int(order[0]) for order in outcome.orders if len(order)]
        first, reference_loss = base.test_loss[row, places], base.test_loss[row, column]
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
                **({} if pieces is None else blend_errors(outcome, base, pieces)),
            }
        )
    return pd.DataFrame(lines)

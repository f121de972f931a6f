"""From a table to what workers measure on: rows kept back for the test, folds of the others, matrices of both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.model_selection import train_test_split

from jupyter_metaml.evaluation import TaskData
from jupyter_metaml.evaluation.effort import plan_effort
from jupyter_metaml.knowledge.records import TaskRecord
from jupyter_metaml.pipelines import fit_views, shape_of
from jupyter_metaml.profiling import profile_task
from jupyter_metaml.tasks import make_task

if TYPE_CHECKING:
    from jupyter_metaml.evaluation import DataHandle
    from jupyter_metaml.evaluation.effort import Effort
    from jupyter_metaml.knowledge.campaign.scales import Scale
    from jupyter_metaml.knowledge.campaign.sources import CampaignTable
    from jupyter_metaml.pipelines import TableShape, View
    from jupyter_metaml.tasks import Task
    from jupyter_metaml.typing import AnyArray, IntArray

TEST_SHARE = 1 / 3
TARGET = "target of the campaign"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TestRows:
    """Rows that no fold sees.

    Parameters
    ----------
    matrices : mapping of str to matrix
        By the name of the view.
    y : ndarray of shape (n_test_rows,)
        Codes of the task, or numbers.
    """

    __test__ = False  # not a test of ours

    matrices: dict[str, Any]
    y: AnyArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LaidOut:
    """A table of a campaign, ready to be measured on.

    Parameters
    ----------
    record : TaskRecord
        What is remembered of it.
    handle : DataHandle
        Folds and matrices, in files.
    test : TestRows
        What is kept back.
    shape : TableShape
        Decides which families suit, and their defaults.
    effort : Effort
        Trees and rates.
    y : ndarray of shape (n_validation_rows,)
        Targets of the rows with out-of-fold predictions, in their order.
    """

    record: TaskRecord
    handle: DataHandle
    test: TestRows
    shape: TableShape
    effort: Effort
    y: AnyArray


def lay_out(table: CampaignTable, scale: Scale, directory: Path, *, random_state: int = 0) -> LaidOut:
    """Choose rows, make folds, profile and write the matrices that workers read.

    The rows of folds and of the test are drawn at random, stratified by class. Meta-features are those of the rows
    of the folds; views are fitted on them alone.

    Parameters
    ----------
    table : CampaignTable
    scale : Scale
        Limits.
    directory : Path
        Where the files go.
    random_state : int, default=0
        Seed of rows and folds.

    Returns
    -------
    LaidOut

    Raises
    ------
    DataError
        If the table, or what the limits leave of it, is not usable.
    """
    features = table.frame.drop(columns=table.target)
    whole = make_task(
        features, table.frame[table.target], kind=table.kind, n_folds=3, drop_rare=True, random_state=random_state
    )
    rows, test_rows = _dealt(whole, scale, random_state)
    frame = whole.X.iloc[rows].reset_index(drop=True).assign(**{TARGET: whole.decode(whole.y[rows])})
    task = make_task(frame, TARGET, kind=table.kind, n_folds=scale.n_folds, drop_rare=True, random_state=random_state)
    profile = profile_task(task, random_state=random_state)
    views = fit_views(task, profile)
    shape = shape_of(task, profile, views)
    effort = plan_effort(shape, task.splits, time_budget_s=scale.budget_s, n_jobs=2)
    record = TaskRecord(
        id=table.id + scale.suffix,
        family=table.family,
        origin=table.origin,
        kind=task.kind,
        metric=task.metric.name,
        n_rows=task.n_rows,
        n_columns=task.n_columns,
        n_classes=task.n_classes,
        meta_features=dict(profile.meta_features),
    )
    handle = TaskData.of(task, views, shape).save(directory)
    test = _test_rows(whole, test_rows, task, views)
    return LaidOut(record=record, handle=handle, test=test, shape=shape, effort=effort, y=task.y[task.splits.test_rows])


def _dealt(whole: Task, scale: Scale, random_state: int) -> tuple[IntArray, IntArray]:
    """Draw the rows of the folds and those of the test."""
    strata = whole.y if whole.kind != "regression" else None
    n_rows = scale.n_rows(int(whole.n_rows * (1 - TEST_SHARE)), whole.n_columns, whole.n_classes)
    everything = np.arange(whole.n_rows)
    n_test = min(whole.n_rows - n_rows, scale.max_test_rows, max(int(n_rows * TEST_SHARE), scale.max_test_rows))
    rows, rest = train_test_split(everything, train_size=n_rows, stratify=strata, random_state=random_state)
    rng = np.random.default_rng(random_state)
    return np.sort(rows), np.sort(rng.permutation(rest)[:n_test])


def _test_rows(whole: Task, rows: IntArray, task: Task, views: dict[str, View]) -> TestRows:
    y = whole.y[rows]
    if task.classes is not None and whole.classes is not None:
        # The folds may lack a rare class; rows of it cannot be judged.
        codes = pd.Index(task.classes).get_indexer(pd.Index(whole.classes))
        y = codes[y]
        rows, y = rows[y >= 0], y[y >= 0]
    frame = whole.X.iloc[rows].reset_index(drop=True)
    matrices = {name: _plain(view.transformer.transform(frame)) for name, view in views.items()}
    return TestRows(matrices=matrices, y=y)


def _plain(matrix: Any) -> Any:
    is_sparse: bool = sparse.issparse(matrix)
    return matrix.tocsr() if is_sparse else np.ascontiguousarray(matrix, dtype=np.float64)

"""A table with a question: intake of frames, target, kind, metric, splits.

::

    data, target -> make_task -> Task (X, y, kind, metric, splits, ...)
    data         -> as_frame  -> (frame, names): the intake alone, for profiles and new rows
"""

from __future__ import annotations

from jupyter_metaml.tasks.errors import (
    ColumnNamesError,
    ColumnNotFoundError,
    ColumnValuesError,
    EmptyTableError,
    LengthError,
    NotATableError,
    RoleClashError,
    TargetNotFoundError,
    TooLargeError,
)
from jupyter_metaml.tasks.intake import as_frame
from jupyter_metaml.tasks.metric_names import metric_names
from jupyter_metaml.tasks.metrics import Metric
from jupyter_metaml.tasks.question_errors import (
    GroupsError,
    RareClassError,
    TargetKindError,
    TargetValuesError,
    TimeOrderError,
    TooFewRowsError,
    UnknownMetricError,
    WeightsError,
)
from jupyter_metaml.tasks.scorers import resolve_metric
from jupyter_metaml.tasks.splits import Fold, Splits
from jupyter_metaml.tasks.task import Task, make_task

__all__ = [
    "ColumnNamesError",
    "ColumnNotFoundError",
    "ColumnValuesError",
    "EmptyTableError",
    "Fold",
    "GroupsError",
    "LengthError",
    "Metric",
    "NotATableError",
    "RareClassError",
    "RoleClashError",
    "Splits",
    "TargetKindError",
    "TargetNotFoundError",
    "TargetValuesError",
    "Task",
    "TimeOrderError",
    "TooFewRowsError",
    "TooLargeError",
    "UnknownMetricError",
    "WeightsError",
    "as_frame",
    "make_task",
    "metric_names",
    "resolve_metric",
]

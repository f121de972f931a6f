"""Tasks as people hand them over: as `Task`, or as a pair (X, y)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from jupyter_metaml.automl.estimators import AutoMLRegressor
from jupyter_metaml.automl.meta.wrapped_model import AutoML
from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.tasks import Task
from jupyter_metaml.typing import Kind

USAGE = "Give Tasks, or pairs (X, y), for example [(X_1, y_1), (X_2, y_2)]."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GivenTask:
    """A task in the form that estimators take.

    Parameters
    ----------
    X, y : table, array-like
    roles : mapping of str to array, default={}
        Row weights, groups and order in time, by the keyword of `fit`.
    kind : {"binary", "multiclass", "regression"} or None, default=None
        None leaves it to the estimator.
    family : str, default=""
        Tasks of one family are relatives; empty when unknown.
    """

    X: Any
    y: Any
    roles: Mapping[str, Any] = field(default_factory=dict)
    kind: Kind | None = None
    family: str = ""

    def check_for(self, estimator: AutoML) -> None:
        """Refuse a task whose kind the estimator does not predict.

        Raises
        ------
        DataError
            If numbers meet a classifier, or labels a regressor.
        """
        is_regressor = isinstance(estimator, AutoMLRegressor)
        if self.kind is not None and (self.kind == "regression") != is_regressor:
            message = (
                f"A {self.kind} task is not for {type(estimator).__name__}. Leave such tasks out, "
                f"or wrap an {'AutoMLClassifier' if is_regressor else 'AutoMLRegressor'}."
            )
            raise DataError(message)


def given_tasks(tasks: Any) -> Iterator[GivenTask]:
    """Read tasks one by one, each when it is asked for.

    Parameters
    ----------
    tasks : iterable of Task or of (X, y)

    Yields
    ------
    GivenTask

    Raises
    ------
    UsageError
        If `tasks` is one task instead of several, or an entry is neither a `Task` nor a pair.
    """
    one_table = isinstance(tasks, Task | pd.DataFrame | np.ndarray | str | Mapping) or not isinstance(tasks, Iterable)
    if one_table or _is_pair(tasks):
        message = f"The tasks are {_described(tasks)}. {USAGE} One task is a list of one."
        raise UsageError(message)
    return (_given(entry, number) for number, entry in enumerate(tasks, start=1))


def _given(entry: Any, number: int) -> GivenTask:
    if isinstance(entry, Task):
        roles = {"sample_weight": entry.sample_weight, "groups": entry.groups, "time": entry.time}
        return GivenTask(
            X=entry.X,
            y=entry.restore(entry.y),
            roles={name: values for name, values in roles.items() if values is not None},
            kind=entry.kind,
            family=entry.family,
        )
    if not isinstance(entry, tuple | list) or len(entry) != 2:
        message = f"Task number {number} is {_described(entry)}. {USAGE}"
        raise UsageError(message)
    return GivenTask(X=entry[0], y=entry[1])


def _is_pair(tasks: Any) -> bool:
    """Tell whether somebody passed (X, y) itself: a table stands where the first pair should."""
    return isinstance(tasks, tuple) and len(tasks) == 2 and len(getattr(tasks[0], "shape", ())) == 2


def _described(given: Any) -> str:
    if isinstance(given, tuple | list):
        return f"a {type(given).__name__} of {len(given)}"
    return f"a {type(given).__name__}"

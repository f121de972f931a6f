"""From a configuration to a whole pipeline, and from a pipeline to predictions of one shape.

::

    raw frame -> [names] -> features (a view) -> [prepare] -> model
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import Pipeline

from jupyter_metaml.pipelines.parts import chain, step
from jupyter_metaml.pipelines.quiet import quietly
from jupyter_metaml.pipelines.registry import family

if TYPE_CHECKING:
    from jupyter_metaml.pipelines.configuration import Configuration
    from jupyter_metaml.pipelines.family import BuildContext
    from jupyter_metaml.pipelines.views import View
    from jupyter_metaml.tasks import Task
    from jupyter_metaml.typing import FloatArray, Kind


def front_steps(task: Task, view: View) -> list[tuple[str, Any]]:
    """List the fitted steps that turn a user's table into the matrix of a view.

    Parameters
    ----------
    task : Task
        Its names say whether columns were renamed, or the table was an array.
    view : View

    Returns
    -------
    list of (str, transformer)
        ``"names"``, only when columns were renamed or named, and ``"features"``.
    """
    renaming = _renaming(task)
    names = [] if renaming is None else [("names", FrozenEstimator(renaming))]
    return [*names, ("features", view.transformer)]


def build_pipeline(configuration: Configuration, task: Task, view: View, context: BuildContext) -> Pipeline:
    """Build the whole unfitted pipeline of a configuration, from the user's table to the model.

    Parameters
    ----------
    configuration : Configuration
    task : Task
    view : View
        The one that the family works on; its steps are used, what they learned is not.
    context : BuildContext

    Returns
    -------
    Pipeline
        Predicts codes if fitted on codes, labels if fitted on labels.

    Raises
    ------
    ConfigurationError
        If the family does not exist.
    MissingPackageError
        If its package is not installed.
    """
    model = family(configuration.family).build(dict(configuration.params), context)
    front = [(name, clone(transformer)) for name, transformer in front_steps(task, view)]
    return Pipeline([*front, *model.steps])


def predict_on(pipeline: Any, X: Any, kind: Kind, n_classes: int) -> FloatArray:
    """Predict with a fitted pipeline whose labels are codes.

    Parameters
    ----------
    pipeline : estimator
    X : matrix or table
        What it was fitted on.
    kind : {"binary", "multiclass", "regression"}
    n_classes : int
        Of the task; classes that the pipeline has not met get probability 0.

    Returns
    -------
    ndarray of shape (n_samples, n_classes) or (n_samples,)
        Probabilities, or numbers.
    """
    with quietly():
        if kind == "regression":
            return np.asarray(pipeline.predict(X), dtype=np.float64).ravel()
        known = np.asarray(pipeline.predict_proba(X), dtype=np.float64)
    codes = np.asarray(pipeline.classes_, dtype=np.int64)
    if len(codes) == n_classes:
        return known
    every = np.zeros((len(known), n_classes))
    every[:, codes] = known
    return every


def _renaming(task: Task) -> Pipeline | None:
    """Make the steps from the user's table to one with the names of `Task.X`; None when they are the same."""
    names = list(task.X.columns)
    if task.from_array:
        return chain(array=step(np.asarray), frame=step(pd.DataFrame, columns=names))
    originals = [task.names.get(name, name) for name in names]
    if originals == names:
        return None
    if all(isinstance(label, bool) for label in originals):  # of nothing but booleans pandas makes a mask of rows
        return chain(
            names=step(pd.DataFrame.rename, columns=dict(zip(originals, names, strict=True))),
            columns=step(operator.itemgetter(names)),
        )
    # selected by an index of objects, since of a list pandas makes texts that cannot hold half a character; and named
    # by position, since a mapping would not find labels such as NaN
    labels: pd.Index[Any] = pd.Index(originals, dtype=object, tupleize_cols=False)
    return chain(
        columns=step(operator.itemgetter(labels)), names=step(pd.DataFrame.set_axis, labels=names, axis="columns")
    )

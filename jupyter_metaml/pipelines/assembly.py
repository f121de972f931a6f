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

    Examples
    --------
    >>> import pandas as pd
    >>> from jupyter_metaml.pipelines import fit_views, front_steps
    >>> from jupyter_metaml.profiling import profile_task
    >>> from jupyter_metaml.tasks import make_task
    >>> df = pd.DataFrame({"size": [3.5, 1.0, 4.5, 2.0, 7.5] * 6, "shop": ["a", "b", "c"] * 10, "sold": [0, 1, 1] * 10})
    >>> task = make_task(df, "sold")
    >>> [name for name, step in front_steps(task, fit_views(task, profile_task(task))["dense"])]
    ['features']
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

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml.pipelines import BuildContext, Configuration, build_pipeline, fit_views
    >>> from jupyter_metaml.profiling import profile_task
    >>> from jupyter_metaml.tasks import make_task
    >>> df = load_iris(as_frame=True).frame
    >>> task = make_task(df, "target")
    >>> view = fit_views(task, profile_task(task))["dense"]
    >>> context = BuildContext(layout=view.layout, kind=task.kind, n_classes=3, n_rows=task.n_rows)
    >>> pipeline = build_pipeline(Configuration.of("linear"), task, view, context)
    >>> pipeline.fit(task.X, task.y).predict(df.head(2)).tolist()
    [0, 0]
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

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.linear_model import LogisticRegression
    >>> from jupyter_metaml.pipelines import predict_on
    >>> X, codes = np.array([[0.0], [1.0], [2.0], [3.0]]), [0, 0, 2, 2]
    >>> model = LogisticRegression().fit(X, codes)
    >>> predict_on(model, X, "multiclass", 3).round(1)[:, 1]
    array([0., 0., 0., 0.])
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

"""The contract between a family of models and those who build, fit and tune it.

::

    shape -> suits / space / default -> params -> build -> unfitted Pipeline -> fit -> FitOutcome

A family works on a view's matrix: numbers as they are, missing cells as NaN, categories as codes.  What looks at the
target or at statistics of the rows stands inside the family's own pipeline, so that it is learned inside the folds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from jupyter_metaml.typing import Kind, ParamValue

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution
    from sklearn.pipeline import Pipeline

    from jupyter_metaml.pipelines.layout import FeatureLayout, TableShape
    from jupyter_metaml.typing import AnyArray, FloatArray

CLASSIFICATION: frozenset[Kind] = frozenset({"binary", "multiclass"})
ALL_KINDS: frozenset[Kind] = frozenset({"binary", "multiclass", "regression"})


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildContext:
    """What a pipeline is built for.

    Parameters
    ----------
    layout : FeatureLayout
        Of the matrix that it will be fitted on.
    kind : {"binary", "multiclass", "regression"}
    n_classes : int
        Of the task; 0 for regression.
    n_rows : int
        Rows that it will be fitted on, roughly.
    n_jobs : int, default=1
        Threads.
    random_state : int, default=0

    Examples
    --------
    >>> from jupyter_metaml.pipelines import BuildContext, FeatureLayout, family
    >>> layout = FeatureLayout(names=("size", "age"), kinds=("number", "number"), n_levels=(0, 0))
    >>> context = BuildContext(layout=layout, kind="binary", n_classes=2, n_rows=100)
    >>> family("linear").build({}, context).steps[-1][0]
    'model'
    """

    layout: FeatureLayout
    kind: Kind
    n_classes: int
    n_rows: int
    n_jobs: int = 1
    random_state: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FitContext:
    """What a fit may look at and how long it may take.

    Parameters
    ----------
    X_val, y_val : arrays or None, default=None
        Rows for early stopping.  None: train as many rounds as the configuration says.
    sample_weight : ndarray of shape (n_samples,) or None, default=None
        Families whose model cannot be weighted ignore it and say so in their docstring.
    deadline : float or None, default=None
        Value of `time.monotonic` at which training has to have ended with what it has.
    n_jobs : int, default=1
        Threads.
    random_state : int, default=0

    Examples
    --------
    >>> import time
    >>> from jupyter_metaml.pipelines import FitContext
    >>> FitContext(deadline=time.monotonic() + 2.0).n_jobs
    1
    """

    X_val: Any = None
    y_val: AnyArray | None = None
    sample_weight: FloatArray | None = None
    deadline: float | None = None
    n_jobs: int = 1
    random_state: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FitOutcome:
    """What a fit hands on.

    Parameters
    ----------
    pipeline : Pipeline
        Fitted in all its steps, public classes only unless the family says otherwise; takes rows of the matrix, knows
        codes in `classes_`.
    found : mapping of str to value, default={}
        Values that training settled on, for example the number of trees.
    cut : bool, default=False
        Whether the deadline ended training; the model is usable.

    Examples
    --------
    >>> import numpy as np
    >>> from jupyter_metaml.pipelines import BuildContext, FeatureLayout, FitContext, family
    >>> layout = FeatureLayout(names=("size",), kinds=("number",), n_levels=(0,))
    >>> X, y = np.arange(40.0)[:, None], np.repeat([0, 1], 20)
    >>> linear = family("linear")
    >>> pipeline = linear.build({}, BuildContext(layout=layout, kind="binary", n_classes=2, n_rows=40))
    >>> outcome = linear.fit(pipeline, X, y, FitContext())
    >>> outcome.cut, outcome.pipeline.predict(X[:2]).tolist()
    (False, [0, 0])
    """

    pipeline: Pipeline
    found: Mapping[str, ParamValue] = field(default_factory=dict)
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A trained network of others, which a family takes from this disk.

    It is never downloaded: who fetches it has read its licence.

    Parameters
    ----------
    licence : str
        What it may be used for, in a few words; shown wherever the network is part of a model.
    missing : callable of Kind or None
        What is missing for this kind of task, and what to do about it, in one line; None when nothing is. Of no kind:
        when there is nothing for any. It is asked for every table, so it looks at names of files and imports nothing.

    Examples
    --------
    >>> from jupyter_metaml.pipelines import family
    >>> family("tabicl").weights.licence
    'BSD-3-Clause'
    """

    licence: str
    missing: Callable[[Kind | None], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family of models: when it suits, what can be tuned, and how it is built and fitted.

    Its life: `suits` and `space` are asked once per table.  A configuration holds any of the values of `default`;
    values that it leaves out are filled in by `build`.  `build` is cheap and looks at no data.  `fit` is called on
    the rows of a fold, in a worker process; it leaves the pipeline that it is given unfitted.

    Parameters
    ----------
    name : str
        Identifier, lower case.
    title : str
        Shown to people.
    kinds : frozenset of {"binary", "multiclass", "regression"}
    suits : callable of TableShape
        None when the family suits a table of this shape, else the reason why not.
    space : callable of TableShape
        Optuna distributions by name, at most six; contains the default.
    default : callable of TableShape
        What an expert would start with; boosters with `n_estimators` and the learning rate that goes with it.
    build : callable of (params, BuildContext)
        An unfitted pipeline that takes rows of the matrix.
    fit : callable of (pipeline, X, y, FitContext)
    view : {"dense", "sparse"}, default="dense"
        The matrix that it works on.
    requires : str or None, default=None
        Importable name of the package that it needs beside scikit-learn.
    out_of_fold : {"folds", "bag", "leave_one_out"}, default="folds"
        How predictions for training rows can be had: by fitting on folds, or from one fit on all rows through
        `out_of_fold_predictions`.
    out_of_fold_predictions : callable of (FitOutcome, X, y) or None, default=None
        Predictions for the rows of that one fit, shape (n_samples, n_known_classes) or (n_samples,); X and y have to
        be those of the fit.
    fold_s : callable of (params, TableShape, n_train, n_test) or None, default=None
        Seconds of one fit and of predicting its test rows on one core of the machine of reference, where they follow
        from the size alone; None: only experience tells.
    needs_this_package : bool, default=False
        Whether fitted pipelines hold classes of this package, so that they predict only where it is installed.
    weights : Weights or None, default=None
        What has to be on the disk beside the package that it needs.

    References
    ----------
    The spaces and starting values follow published systems; each component names its own.

    Examples
    --------
    >>> from jupyter_metaml.pipelines import family
    >>> forest = family("random_forest")
    >>> forest.title, sorted(forest.kinds)
    ('Random forest', ['binary', 'multiclass', 'regression'])
    """

    name: str
    title: str
    kinds: frozenset[Kind]
    suits: Callable[[TableShape], str | None]
    space: Callable[[TableShape], dict[str, BaseDistribution]]
    default: Callable[[TableShape], dict[str, ParamValue]]
    build: Callable[[Mapping[str, ParamValue], BuildContext], Pipeline]
    fit: Callable[[Pipeline, Any, AnyArray, FitContext], FitOutcome]
    view: Literal["dense", "sparse"] = "dense"
    requires: str | None = None
    out_of_fold: Literal["folds", "bag", "leave_one_out"] = "folds"
    out_of_fold_predictions: Callable[[FitOutcome, Any, AnyArray], FloatArray] | None = None
    fold_s: Callable[[Mapping[str, ParamValue], TableShape, int, int], float] | None = None
    needs_this_package: bool = False
    weights: Weights | None = None

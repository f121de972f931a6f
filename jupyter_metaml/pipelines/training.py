"""Fitting the steps of a family's pipeline: what all families share.

::

    pipeline -> fresh (clone, seed, threads) -> prepare (all steps but the last, on the training rows)
             -> the family trains the model -> the same pipeline, fitted

Targets of regression are standardised around the model where its values depend on their scale; the model is trained
by the family and put, finished, into scikit-learn's `TransformedTargetRegressor`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import clone
from sklearn.compose import TransformedTargetRegressor
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MaxAbsScaler, StandardScaler
from sklearn.utils.validation import has_fit_parameter

from jupyter_metaml.pipelines.family import FitContext, FitOutcome
from jupyter_metaml.pipelines.parts import chain
from jupyter_metaml.pipelines.quiet import quietly

if TYPE_CHECKING:
    from jupyter_metaml.typing import AnyArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What the model is trained on.

    Parameters
    ----------
    X, y : arrays
        Training rows after all steps but the model.
    X_val, y_val : arrays or None
        Validation rows, without those of classes that the training rows lack.
    """

    X: Any
    y: AnyArray
    X_val: Any
    y_val: AnyArray | None


def fresh(pipeline: Pipeline, context: FitContext) -> Pipeline:
    """Copy an unfitted pipeline, with the seed and the threads of this fit."""
    copy = clone(pipeline)
    values = copy.get_params(deep=True)
    # only what `build` has set: some parameters are deprecated, and warn as soon as they are given
    given = {name: name.rsplit("__", 1)[-1] for name, value in values.items() if isinstance(value, int)}
    seeds = {name: context.random_state for name, last in given.items() if last == "random_state"}
    threads = {name: context.n_jobs for name, last in given.items() if last in {"n_jobs", "thread_count"}}
    return copy.set_params(**seeds, **threads)


def prepare(pipeline: Pipeline, X: Any, y: AnyArray, context: FitContext) -> Prepared:
    """Fit all steps but the last on the training rows, and carry the validation rows through them."""
    X_val, y_val = context.X_val, context.y_val
    if y_val is not None and np.issubdtype(np.asarray(y).dtype, np.integer):
        known = np.isin(y_val, np.unique(y))
        X_val, y_val = (X_val[known], y_val[known]) if known.any() else (None, None)
    before = pipeline[:-1]
    if not len(before):
        return Prepared(X=X, y=y, X_val=X_val, y_val=y_val)
    ready = before.fit_transform(X, y)
    return Prepared(X=ready, y=y, X_val=None if X_val is None else before.transform(X_val), y_val=y_val)


def fit_whole(pipeline: Pipeline, X: Any, y: AnyArray, context: FitContext) -> FitOutcome:
    """Fit a pipeline whose model trains in one go; neither validation rows nor the deadline are used."""
    pipeline = fresh(pipeline, context)
    with quietly():
        ready = prepare(pipeline, X, y, context)
        model = pipeline[-1]
        model.fit(ready.X, ready.y, **weights(model, context))
    return FitOutcome(pipeline=pipeline)


def weights(model: Any, context: FitContext) -> dict[str, Any]:
    """Give the keyword for sample weights, or none when there are none or the model takes none."""
    inner = model.regressor if isinstance(model, TransformedTargetRegressor) else model
    if context.sample_weight is None or not has_fit_parameter(inner, "sample_weight"):
        return {}
    return {"sample_weight": context.sample_weight}


def with_scaled_target(regressor: Any) -> TransformedTargetRegressor:
    """Standardise the target around an unfitted regressor.

    It is divided by its largest value before: squares of very large or very small numbers are no finite numbers.
    """
    scale = chain(largest=MaxAbsScaler(), unit=StandardScaler())
    return TransformedTargetRegressor(regressor=regressor, transformer=scale, check_inverse=False)


def trainee(model: Any, ready: Prepared) -> tuple[Any, Prepared]:
    """Give the model that is to be trained, and targets on its scale.

    Parameters
    ----------
    model : estimator
        A classifier, or a regressor from `with_scaled_target`.
    ready : Prepared

    Returns
    -------
    tuple of (estimator, Prepared)
    """
    if not isinstance(model, TransformedTargetRegressor):
        return model, ready
    scaler = clone(model.transformer).fit(ready.y.reshape(-1, 1))
    y_val = None if ready.y_val is None else scaler.transform(ready.y_val.reshape(-1, 1)).ravel()
    y = scaler.transform(ready.y.reshape(-1, 1)).ravel()
    return clone(model.regressor), Prepared(X=ready.X, y=y, X_val=ready.X_val, y_val=y_val)


def finish(model: Any, trained: Any, ready: Prepared) -> None:
    """Put a trained regressor into its target transformer; a classifier is finished as it stands.

    Parameters
    ----------
    model : estimator
        The last step of the pipeline.
    trained : estimator
        From `trainee`, fitted.
    ready : Prepared
        As it was before `trainee`: targets on their own scale.
    """
    if trained is model:
        return
    unfitted = model.regressor
    model.set_params(regressor=FrozenEstimator(trained))
    model.fit(ready.X, ready.y)
    model.set_params(regressor=unfitted)

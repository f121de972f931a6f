"""Score a fitted estimator on new rows by the metric that it was searched with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jupyter_metaml.automl.array_input import one_per_row
from jupyter_metaml.automl.labels import ScoringError, codes_of
from jupyter_metaml.automl.surroundings import own_surroundings
from jupyter_metaml.tasks import resolve_metric

if TYPE_CHECKING:
    from jupyter_metaml.automl.meta.wrapped_model import AutoML


def score_on(estimator: AutoML, X: Any, y: Any) -> float:
    """Score an estimator on rows with a known target.

    Parameters
    ----------
    estimator : AutoMLClassifier or AutoMLRegressor
        Fitted.
    X : table of shape (n_samples, n_features)
    y : array-like of shape (n_samples,)
        Rows without a target are left out.

    Returns
    -------
    float
        In the metric's own sign: errors and losses are positive.

    Raises
    ------
    ScoringError
        If no row has a target, lengths differ, or labels are unknown.
    """
    kind = estimator.report_.question.kind
    classes = None if kind == "regression" else np.asarray(estimator.classes_)
    predicted = estimator.predict(X) if classes is None else estimator.predict_proba(X)
    values = pd.Series(np.asarray(one_per_row(y), dtype=object))
    if len(values) != len(predicted):
        raise ScoringError.length(len(values), len(predicted))
    rows, truth = codes_of(values, classes)
    metric = resolve_metric(estimator.metric, kind, classes)
    with own_surroundings():
        return float(metric.shown(metric.score(truth, predicted[rows])))

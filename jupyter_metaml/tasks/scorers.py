"""From what a person gives as a metric (nothing, a name, a scorer, a function) to a `Metric`."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics import (
    d2_log_loss_score,
    get_scorer,
    log_loss,
    make_scorer,
    mean_squared_log_error,
    root_mean_squared_error,
    root_mean_squared_log_error,
    top_k_accuracy_score,
)

from jupyter_metaml.exceptions import MetricError
from jupyter_metaml.tasks.metric_names import DEFAULT_METRICS, NamedMetric, find_metric
from jupyter_metaml.tasks.metrics import Metric, Scorer
from jupyter_metaml.typing import AnyArray, Kind
from jupyter_metaml.wording import quoted

# Scorers that have to be told which classes there are, since the rows of a fold need not hold all of them.
_TOLD_CLASSES: dict[str, Callable[..., Any]] = {
    "d2_log_loss_score": d2_log_loss_score,
    "neg_log_loss": log_loss,
    "top_k_accuracy": top_k_accuracy_score,
}
_UNWEIGHTED = {"neg_max_error", "roc_auc_ovo", "roc_auc_ovo_weighted"}
_SQUARE_OVERFLOWS = 1e150
# Second arguments of functions that take probabilities; scikit-learn's own names.
_PROBABILITIES = {"y_score", "y_prob", "y_proba", "y_pred_proba"}


def resolve_metric(
    metric: str | Callable[..., Any] | Metric | None, kind: Kind, classes: AnyArray | None = None
) -> Metric:
    """Make a `Metric` of what a person gave.

    Parameters
    ----------
    metric : str, callable, Metric or None
        * None: ROC AUC for two classes, log loss for more, root mean squared error for numbers;
        * a name: ours (``'rmse'``) or that of a scikit-learn scorer (``'neg_root_mean_squared_error'``);
        * a scikit-learn scorer, or any function ``(estimator, X, y)``: larger is better; X holds row positions;
        * a function ``metric(y_true, y_pred)``: larger is better, unless its name ends in ``_error`` or ``_loss``.
          It gets the labels predicted; probabilities when its second argument is called ``y_score``, ``y_prob`` or
          ``y_proba`` (of the second class for two classes).

        Functions and scorers see the original labels.
    kind : {'binary', 'multiclass', 'regression'}
        What is predicted.
    classes : array of shape (n_classes,), optional
        Original labels by code; None in regression.

    Returns
    -------
    Metric
        Ready to score.

    Raises
    ------
    UnknownMetricError
        If a name is unknown or for another kind of task.
    MetricError
        If `metric` is none of these.

    Examples
    --------
    >>> from jupyter_metaml.tasks import resolve_metric
    >>> metric = resolve_metric("rmse", "regression")
    >>> metric.name, metric.greater_is_better
    ('rmse', False)
    """
    if isinstance(metric, Metric):
        return metric
    if metric is None or isinstance(metric, str):
        return _named(find_metric(metric or DEFAULT_METRICS[kind], kind), classes)
    if not callable(metric):
        msg = f"metric={quoted(metric)} is a {type(metric).__name__}. Pass a name, a scorer or a function, or None."
        raise MetricError(msg)
    if hasattr(metric, "_score_func"):  # made by make_scorer: its only mark, in all versions
        return _from_scorer(metric, classes)
    fewest, most = _arity(metric)
    if fewest == 3:
        return _from_scorer(metric, classes)
    if fewest <= 2 <= most:
        return _from_function(metric, classes)
    msg = (
        f"metric={quoted(_name_of(metric))} cannot be called with two or three arguments. Pass a function "
        "metric(y_true, y_pred) or a scikit-learn scorer (estimator, X, y)."
    )
    raise MetricError(msg)


def _named(entry: NamedMetric, classes: AnyArray | None) -> Metric:
    smaller = entry.scorer.startswith("neg_")
    scorer: Scorer = get_scorer(entry.scorer)
    if entry.scorer in _TOLD_CLASSES and classes is not None:
        told = {"labels": np.arange(len(classes))}
        function = _TOLD_CLASSES[entry.scorer]
        scorer = make_scorer(function, greater_is_better=not smaller, response_method="predict_proba", **told)
    elif entry.scorer in _OUR_OWN:
        scorer = make_scorer(_OUR_OWN[entry.scorer], greater_is_better=False)
    return Metric(
        name=entry.name,
        title=entry.title,
        scorer=scorer,
        greater_is_better=not smaller,
        is_weighted=entry.scorer not in _UNWEIGHTED,
    )


def scaled_rmse(y_true: AnyArray, y_pred: AnyArray, *, sample_weight: AnyArray | None = None) -> float:
    """Compute the root mean squared error; finite for all finite numbers, since squares are taken after scaling."""
    scale = float(max(np.abs(y_true).max(), np.abs(y_pred).max()))
    if not _SQUARE_OVERFLOWS < scale < np.inf:
        return float(root_mean_squared_error(y_true, y_pred, sample_weight=sample_weight))
    return scale * float(root_mean_squared_error(y_true / scale, y_pred / scale, sample_weight=sample_weight))


def clipped_rmsle(y_true: AnyArray, y_pred: AnyArray, *, sample_weight: AnyArray | None = None) -> float:
    """Compute the root mean squared logarithmic error, taking predictions below 0 as 0."""
    return float(root_mean_squared_log_error(y_true, np.maximum(y_pred, 0.0), sample_weight=sample_weight))


def clipped_msle(y_true: AnyArray, y_pred: AnyArray, *, sample_weight: AnyArray | None = None) -> float:
    """Compute the mean squared logarithmic error, taking predictions below 0 as 0."""
    return float(mean_squared_log_error(y_true, np.maximum(y_pred, 0.0), sample_weight=sample_weight))


# Where scikit-learn's own function would fail on predictions that models do make.
_OUR_OWN: dict[str, Callable[..., float]] = {
    "neg_mean_squared_log_error": clipped_msle,
    "neg_root_mean_squared_error": scaled_rmse,
    "neg_root_mean_squared_log_error": clipped_rmsle,
}


def _from_scorer(scorer: Scorer, classes: AnyArray | None) -> Metric:
    function = getattr(scorer, "_score_func", scorer)
    # make_scorer(..., greater_is_better=False) turns the sign: what people read is the number before that.
    smaller = getattr(scorer, "_sign", 1) < 0
    name = _name_of(function)
    return Metric(
        name=name,
        scorer=scorer,
        greater_is_better=not smaller,
        labels=classes,
        is_weighted=_takes_weights(function),
    )


def _from_function(function: Callable[..., Any], classes: AnyArray | None) -> Metric:
    name = _name_of(function)
    greater_is_better = not name.endswith(("_error", "_loss"))
    scorer = FunctionScorer(
        function=function,
        sign=1.0 if greater_is_better else -1.0,
        with_probabilities=classes is not None and _takes_probabilities(function),
    )
    return Metric(
        name=name,
        scorer=scorer,
        greater_is_better=greater_is_better,
        labels=classes,
        is_weighted=_takes_weights(function),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionScorer:
    """A scorer made of a function metric(y_true, y_pred).

    Attributes
    ----------
    function : callable
        What a person gave.
    sign : float
        -1 when smaller is better.
    with_probabilities : bool
        Whether the function gets probabilities: shape (n_rows,) for two classes, else (n_rows, n_classes).
    """

    function: Callable[..., Any]
    sign: float
    with_probabilities: bool

    def __call__(self, estimator: Any, X: AnyArray, y: AnyArray, **weights: AnyArray) -> Any:
        """Score what `estimator` predicts for `X`; anything but a number is passed on as it is."""
        predicted = estimator.predict(X)
        if self.with_probabilities:
            probabilities = estimator.predict_proba(X)
            predicted = probabilities[:, 1] if probabilities.shape[1] == 2 else probabilities
        before = predicted.copy()
        answer = self.function(y, predicted, **weights)
        if not np.array_equal(before, predicted):
            msg = "it changes its inputs (y_pred); let it work on a copy"
            raise MetricError(msg)
        return self.sign * float(answer) if np.ndim(answer) == 0 and hasattr(answer, "__float__") else answer


def _arity(function: Callable[..., Any]) -> tuple[int, float]:
    """Count the positional arguments that a function needs, and those that it takes."""
    parameters = _parameters(function)
    if parameters is None:
        return 2, 2
    positional = [each for each in parameters if each.kind in {each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD}]
    open_ended = any(each.kind == each.VAR_POSITIONAL for each in parameters)
    return sum(each.default is each.empty for each in positional), np.inf if open_ended else len(positional)


def _takes_weights(function: Callable[..., Any]) -> bool:
    return any(each.name == "sample_weight" for each in _parameters(function) or ())


def _takes_probabilities(function: Callable[..., Any]) -> bool:
    parameters = _parameters(function) or []
    return function is log_loss or (len(parameters) > 1 and parameters[1].name in _PROBABILITIES)


def _parameters(function: Callable[..., Any]) -> list[inspect.Parameter] | None:
    """List the parameters; None when Python cannot tell, as for some compiled functions."""
    try:
        return list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return None


def _name_of(function: Any) -> str:
    inner = function.func if isinstance(function, functools.partial) else function
    name = getattr(inner, "__name__", type(inner).__name__)
    return "custom metric" if name == "<lambda>" else str(name)

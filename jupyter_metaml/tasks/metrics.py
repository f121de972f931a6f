"""What good means: one number for predictions, larger is better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from jupyter_metaml.exceptions import MetricError
from jupyter_metaml.tasks.stand_in import PredictedClasses, PredictedNumbers
from jupyter_metaml.typing import AnyArray, FloatArray
from jupyter_metaml.warning_filters import silenced
from jupyter_metaml.wording import counted, quoted

# A scikit-learn scorer: (estimator, X, y) -> number, larger is better.
Scorer: TypeAlias = Callable[..., Any]

# Rows on which a metric is tried before a search starts.
_REHEARSED_ROWS = 2_000
_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Metric:
    """A metric, whatever a person gave: a name, a scikit-learn scorer, or a function.

    Attributes
    ----------
    name : str
        For example ``'roc_auc'``; the name of the function for a function.
    scorer : callable (estimator, X, y) -> number
        Larger is better.  For metrics with a name it sees codes; for others the original labels.
    greater_is_better : bool
        Whether people read larger numbers as better; False for errors and losses.
    labels : array of shape (n_classes,) or None
        Original labels, when the scorer is to see them.
    is_weighted : bool
        Whether the scorer takes sample weights.
    title : str
        For display, for example ``'ROC AUC'``; the name without underscores if empty.

    Examples
    --------
    >>> import numpy as np
    >>> from jupyter_metaml.tasks import resolve_metric
    >>> metric = resolve_metric("mae", "regression")
    >>> metric.shown(metric.score(np.array([1.0, 2.0]), np.array([1.5, 2.5])))
    0.5
    """

    name: str
    scorer: Scorer
    greater_is_better: bool
    labels: AnyArray | None = None
    is_weighted: bool = True
    title: str = ""

    @property
    def display_name(self) -> str:
        """The name that people read."""
        return self.title or self.name.replace("_", " ")

    def score(self, y: AnyArray, prediction: AnyArray, *, sample_weight: FloatArray | None = None) -> float:
        """Score predictions; larger is better.

        The scorer is asked about a stand-in estimator that gives back `prediction`.  Its X holds row positions, not
        features.  It works on copies.

        Parameters
        ----------
        y : array of shape (n_rows,)
            Codes (int64) or numbers.
        prediction : array of shape (n_rows, n_classes) or (n_rows,)
            Probabilities of all classes, or numbers.
        sample_weight : array of shape (n_rows,), optional
            How much each row counts; not used by metrics that have no weights.

        Returns
        -------
        float
            A finite number.

        Raises
        ------
        MetricError
            If the metric raises, changes its inputs, or returns anything but one finite number.
        """
        estimator, truth = self._question(y, prediction)
        before = truth.copy()
        weights = {} if sample_weight is None or not self.is_weighted else {"sample_weight": sample_weight.copy()}
        rows = np.arange(len(truth)).reshape(-1, 1)
        try:
            with silenced(Warning), np.errstate(all="ignore"):
                answer = self.scorer(estimator, rows, truth, **weights)
        except Exception as error:  # a person's function may raise anything
            said = " ".join(str(error).split())[:_LONGEST_REASON].rstrip(".")
            msg = f"Metric {quoted(self.name)} failed: {type(error).__name__}: {said}.{_why(y, prediction)}"
            raise MetricError(msg) from error
        if not np.array_equal(before, truth):
            msg = f"Metric {quoted(self.name)} changes its inputs (y_true). Let it work on a copy."
            raise MetricError(msg)
        return self._number(answer, _why(y, prediction))

    def shown(self, score: float) -> float:
        """Turn a score, larger is better, into the number that people expect: errors and losses are positive."""
        return score if self.greater_is_better else 0.0 - score

    def rehearse(self, y: AnyArray, n_classes: int) -> None:
        """Try the metric on predictions made up from the truth, before any model is fitted.

        A metric that fails here would fail for every candidate, so that the error should speak of the metric and not
        of models.  Predictions that are nearly right have to score better than the same predictions of other rows.

        Parameters
        ----------
        y : array of shape (n_rows,)
            Codes or numbers; at least two distinct ones.
        n_classes : int
            0 in regression.

        Raises
        ------
        MetricError
            If the metric fails, or prefers wrong predictions.
        """
        rows = _rehearsed(y)
        truth = y[rows]
        others = np.roll(truth, len(truth) // 2)
        # Some mistakes among the right ones: ratios of rates are not defined without any.
        mostly = np.where(np.arange(len(truth)) % 7 == 6, others, truth)
        if self.score(truth, _made_up(mostly, n_classes)) < self.score(truth, _made_up(others, n_classes)):
            msg = (
                f"Metric {quoted(self.name)} prefers wrong predictions: it seems to be a loss. Let its name end in "
                "_loss or _error, or wrap it: sklearn.metrics.make_scorer(function, greater_is_better=False)."
            )
            raise MetricError(msg)

    def _question(self, y: AnyArray, prediction: AnyArray) -> tuple[Any, AnyArray]:
        """Make the stand-in estimator, and a copy of the truth as the scorer wants to see it."""
        values = np.array(prediction, dtype=np.float64)
        if values.ndim == 1:
            return PredictedNumbers(values), np.array(y, dtype=np.float64)
        # Sums of 32-bit probabilities differ from 1 by more than scikit-learn likes.
        values /= values.sum(axis=1, keepdims=True)
        if self.labels is None:
            return PredictedClasses(values, np.arange(values.shape[1])), np.array(y, dtype=np.int64)
        return PredictedClasses(values, self.labels.copy()), self.labels[y]

    def _number(self, answer: Any, why: str) -> float:
        if np.ndim(answer) or isinstance(answer, str | bytes) or answer is None:
            shape = f" of shape {np.shape(answer)}" if np.ndim(answer) else ""
            msg = f"Metric {quoted(self.name)} returned a {type(answer).__name__}{shape}; one number is needed."
            raise MetricError(msg)
        try:
            number = float(answer)
        except (TypeError, ValueError) as error:
            msg = f"Metric {quoted(self.name)} returned a {type(answer).__name__}; one number is needed."
            raise MetricError(msg) from error
        if not np.isfinite(number):
            msg = f"Metric {quoted(self.name)} returned {number}; a finite number is needed.{why}"
            raise MetricError(msg)
        return number


def _why(y: AnyArray, prediction: AnyArray) -> str:
    """Name what is wrong with the question rather than with the metric, if anything is."""
    if not np.isfinite(prediction).all():
        return " The predictions are not all finite."
    if prediction.ndim == 2:
        found = len(np.unique(y))
        if found == 1:
            return f" These {counted(len(y), 'row')} hold only one class."
        if found < prediction.shape[1]:
            return f" These {counted(len(y), 'row')} hold {found} of {prediction.shape[1]} classes."
    return ""


def _rehearsed(y: AnyArray) -> AnyArray:
    """Pick rows evenly from the sorted truth, so that all classes and the whole range are there, and spread them."""
    order = np.argsort(y, kind="stable")
    if len(y) > _REHEARSED_ROWS:
        _, first = np.unique(y, return_index=True) if y.dtype.kind == "i" else (None, np.empty(0, dtype=np.int64))
        even = order[np.linspace(0, len(y) - 1, _REHEARSED_ROWS).astype(np.int64)]
        order = np.unique(np.concatenate([even, first]))
        order = order[np.argsort(y[order], kind="stable")]
    return order


def _made_up(answer: AnyArray, n_classes: int) -> AnyArray:
    """Make predictions near an answer: not quite sure, not quite equal."""
    if n_classes == 0:
        spread = np.ptp(answer) * 1e-3 if np.isfinite(np.ptp(answer)) else 0.0
        return np.abs(answer + spread * np.cos(np.arange(len(answer)))) * np.where(answer < 0, -1.0, 1.0)
    probabilities = np.full((len(answer), n_classes), 0.1 / max(1, n_classes - 1))
    probabilities[np.arange(len(answer)), answer] = 0.9
    return probabilities

"""Adapted networks as scikit-learn estimators."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils.validation import check_is_fitted

from jupyter_metaml.exceptions import DataError
from jupyter_metaml.neural.episodes.task_table import coded
from jupyter_metaml.neural.few_shot.learned_network import LearnedNetwork
from jupyter_metaml.typing import AnyArray, FloatArray


class FewShotClassifier(ClassifierMixin, BaseEstimator):
    """A network that adapts to a few labelled rows; what the learners' `adapt` returns, fitted.

    Fitting again adapts anew, from what was learned across tasks, so that it can be cross-validated.

    Parameters
    ----------
    learned : LearnedNetwork
        What was learned across tasks.

    Attributes
    ----------
    classes_ : array of shape (n_classes,)
    adapted_ : AdaptedNetwork
    """

    def __init__(self, learned: LearnedNetwork) -> None:
        self.learned = learned

    def fit(self, X: Any, y: Any) -> Self:
        """Adapt to rows.

        Parameters
        ----------
        X : table or array of shape (n_rows, ...)
        y : array-like of shape (n_rows,)
            Labels.

        Returns
        -------
        self

        Raises
        ------
        DataError
            If there are fewer than two classes, or the rows are no numbers.
        UnadaptableModelError
            If the module cannot take the rows, or has too few outputs.
        """
        codes, classes = coded(y, is_classification=True)
        if len(classes) < 2:
            msg = f"y has {len(classes)} classes. Give rows of at least two."
            raise DataError(msg)
        _check_rows(X, codes)
        self.classes_ = classes
        self.adapted_ = self.learned.adapted_to(X, codes, len(classes))
        return self

    def predict_proba(self, X: Any) -> FloatArray:
        """Return probabilities, shape (n_rows, n_classes)."""
        check_is_fitted(self)
        return self.adapted_.predicted(X)

    def predict(self, X: Any) -> AnyArray:
        """Return the most probable labels, shape (n_rows,)."""
        return np.asarray(self.classes_[self.predict_proba(X).argmax(axis=1)])


class FewShotRegressor(RegressorMixin, BaseEstimator):
    """A network that adapts to a few rows with numbers; what the learners' `adapt` returns, fitted.

    Parameters
    ----------
    learned : LearnedNetwork
        What was learned across tasks.

    Attributes
    ----------
    adapted_ : AdaptedNetwork
    """

    def __init__(self, learned: LearnedNetwork) -> None:
        self.learned = learned

    def fit(self, X: Any, y: Any) -> Self:
        """Adapt to rows.

        Parameters
        ----------
        X : table or array of shape (n_rows, ...)
        y : array-like of shape (n_rows,)
            Numbers.

        Returns
        -------
        self

        Raises
        ------
        DataError
            If the rows or the target are no finite numbers.
        UnadaptableModelError
            If the module cannot take the rows, or does not give one number for each.
        """
        numbers, _ = coded(y, is_classification=False)
        _check_rows(X, numbers)
        self.adapted_ = self.learned.adapted_to(X, numbers, 0)
        return self

    def predict(self, X: Any) -> FloatArray:
        """Return numbers, shape (n_rows,)."""
        check_is_fitted(self)
        return self.adapted_.predicted(X)


def _check_rows(X: Any, y: AnyArray) -> None:
    if len(X) != len(y):
        msg = f"X has {len(X)} rows and y {len(y)}. Give one value of y for each row."
        raise DataError(msg)

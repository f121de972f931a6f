"""Estimators that only give back predictions made before, so that any scorer can be asked about them."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin

from jupyter_metaml.typing import AnyArray, FloatArray


class PredictedClasses(ClassifierMixin, BaseEstimator):
    """Answer with stored probabilities.

    Rows are named by their position, so that a scorer may ask about some of them only.

    Parameters
    ----------
    probabilities : float64 array of shape (n_rows, n_classes)
        Rows sum to 1.
    classes : array of shape (n_classes,)
        Labels by column.
    """

    def __init__(self, probabilities: FloatArray, classes: AnyArray) -> None:
        self.probabilities = probabilities
        self.classes = classes

    @property
    def classes_(self) -> AnyArray:
        """Labels by column."""
        return self.classes

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def predict(self, X: Any) -> AnyArray:
        """Pick the label with the highest probability for row positions `X` of shape (n, 1)."""
        labels: AnyArray = self.classes[self.predict_proba(X).argmax(axis=1)]
        return labels

    def predict_proba(self, X: Any) -> FloatArray:
        """Look up probabilities, shape (n, n_classes), for row positions `X` of shape (n, 1)."""
        looked_up: FloatArray = self.probabilities[np.asarray(X)[:, 0]]
        return looked_up

    def decision_function(self, X: Any) -> FloatArray:
        """Look up probabilities; for two classes, shape (n,), those of the second."""
        probabilities = self.predict_proba(X)
        return probabilities[:, 1] if probabilities.shape[1] == 2 else probabilities


class PredictedNumbers(RegressorMixin, BaseEstimator):
    """Answer with stored numbers.

    Parameters
    ----------
    numbers : float64 array of shape (n_rows,)
        Predictions by row position.
    """

    def __init__(self, numbers: FloatArray) -> None:
        self.numbers = numbers

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def predict(self, X: Any) -> FloatArray:
        """Look up numbers, shape (n,), for row positions `X` of shape (n, 1)."""
        looked_up: FloatArray = self.numbers[np.asarray(X)[:, 0]]
        return looked_up

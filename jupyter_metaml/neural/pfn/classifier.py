"""A classifier that has seen thousands of tables before it sees yours."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import ClassifierMixin
from sklearn.utils import assert_all_finite
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_consistent_length, column_or_1d

from jupyter_metaml.neural.pfn.class_codes import class_codes, digits_needed
from jupyter_metaml.neural.pfn.crosses import Crosses
from jupyter_metaml.neural.pfn.prior_fitted import Member, PriorFitted
from jupyter_metaml.neural.pfn.views import View

_ABSENT = -9.0  # log likelihood of a class that a member has not seen


class PriorFittedClassifier(ClassifierMixin, PriorFitted):
    """Classify rows in context: a network trained on many small tables reads the training rows and answers.

    Nothing is fitted: `fit` reads the table once, `predict` costs a fraction of that.  Made for tables of up to about
    1,000 rows, 40 columns and 10 classes; beyond, members of the ensemble see different rows and columns, and tell
    groups of classes apart.

    Parameters
    ----------
    n_members : int, default=2
        Views of the table whose answers are averaged: other orders of columns and classes, combinations of levels.
    weights : path, default=None
        Another file of weights than that of the package.
    random_state : int, RandomState instance or None, default=0
        Decides orders, and shares of rows of large tables.

    Attributes
    ----------
    classes_ : array of shape (n_classes,)
    n_features_in_ : int
    feature_names_in_ : array of shape (n_features_in_,)
        Only if all names of columns are strings.

    References
    ----------
    Hollmann et al. (2023), TabPFN, ICLR; `neural/pfn/README.md` has the recipe and what was measured.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml.neural import PriorFittedClassifier
    >>> X, y = load_iris(return_X_y=True, as_frame=True)
    >>> PriorFittedClassifier().fit(X[::2], y[::2]).score(X[1::2], y[1::2]) > 0.9
    True
    """

    _makes_columns = Crosses

    def __init__(
        self,
        n_members: int = 2,
        *,
        weights: str | os.PathLike[str] | None = None,
        random_state: Any = 0,
    ) -> None:
        super().__init__(n_members, weights, random_state)

    def fit(self, X: Any, y: Any) -> PriorFittedClassifier:
        """Read the training rows.

        Parameters
        ----------
        X : DataFrame or array of shape (n_rows, n_columns)
            Numbers, categories, texts, dates; cells may be empty.
        y : array of shape (n_rows,)
            Classes.

        Returns
        -------
        PriorFittedClassifier
            Itself.

        Raises
        ------
        ValueError
            If the table is empty, lengths differ, or y holds no classes or has empty cells.
        WeightsError
            If the weights cannot be used.
        """
        n_members = self._checked_n_members()
        table = self._frame(X, reset=True)
        y = column_or_1d(y, warn=True)
        assert_all_finite(y, input_name="y")
        check_consistent_length(table, y)
        check_classification_targets(y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        n_classes = len(self.classes_)
        self.y_ = codes.astype(np.int64)
        self.codes_ = class_codes(np.random.default_rng(0), n_classes, self._network().shape.slots)
        if n_classes == 1:
            self.members_: list[Member] = []
            return self
        asked = np.eye(n_classes)[self.y_]
        self._take_in(table, self.y_, asked, max(n_members, len(self.codes_)))
        return self

    def predict_proba(self, X: Any) -> NDArray[np.float64]:
        """Return how likely each class is, of shape (n_rows, n_classes), in the order of `classes_`."""
        if hasattr(self, "classes_") and len(self.classes_) == 1:
            return np.ones((len(self._frame(X, reset=False)), 1))
        return np.concatenate([self._blended(logits) for logits in self._answers(X)])

    def predict(self, X: Any) -> NDArray[Any]:
        """Return the most likely class of each row."""
        chances = self.predict_proba(X)
        return np.asarray(self.classes_[chances.argmax(axis=1)])

    def _labels(self, view: View, place: int) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """Give the groups of classes that the rows of a view have the first slots.

        Returns
        -------
        slots : array of shape (n_rows,)
        slot_of_class : array of shape (n_classes,)
            -1 for what the view has no row of.
        """
        symbol_of_class = self.codes_[place % len(self.codes_)]
        present, slots = np.unique(symbol_of_class[self.y_[view.rows]], return_inverse=True)
        slot_of_symbol = np.full(int(symbol_of_class.max()) + 1, -1)
        slot_of_symbol[present] = np.arange(len(present))
        if view.is_turned:
            slots = len(present) - 1 - slots
            slot_of_symbol[present] = slot_of_symbol[present][::-1]
        return slots.astype(np.int64), slot_of_symbol[symbol_of_class]

    def _blended(self, logits: list[NDArray[np.float32]]) -> NDArray[np.float64]:
        """Average log likelihoods over members."""
        temperature = self._network().weights.temperature
        total = np.zeros((len(logits[0]), len(self.classes_)))
        for member, answer in zip(self.members_, logits, strict=True):
            slot_of_class = member.meaning
            scaled = answer[:, : slot_of_class.max() + 1].astype(np.float64) / temperature
            scaled -= scaled.max(axis=1, keepdims=True)
            scaled -= np.log(np.exp(scaled).sum(axis=1, keepdims=True))
            total += np.where(slot_of_class >= 0, np.maximum(scaled[:, slot_of_class], 2.0 * _ABSENT), _ABSENT)
        # Codes that tell groups apart add up; views of the same groups are averaged.
        total *= digits_needed(len(self.classes_), self._network().shape.slots) / len(logits)
        total = np.exp(total - total.max(axis=1, keepdims=True))
        return np.asarray(total / total.sum(axis=1, keepdims=True))

"""A regressor that has seen thousands of tables before it sees yours, and answers with a density."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import RegressorMixin
from sklearn.utils.validation import _check_y, check_consistent_length, check_is_fitted

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.neural.pfn.density import Density, quantiles
from jupyter_metaml.neural.pfn.encoding import NumberEncoder
from jupyter_metaml.neural.pfn.kernel_column import KernelColumn
from jupyter_metaml.neural.pfn.prior_fitted import Member, PriorFitted
from jupyter_metaml.neural.pfn.views import View

_REACH = 3.0  # standard deviations beyond the training targets that are still answered


class PriorFittedRegressor(RegressorMixin, PriorFitted):
    """Predict numbers in context: a network trained on many small tables reads the training rows and answers.

    Nothing is fitted: `fit` reads the table once, `predict` costs a fraction of that.  Each answer is a density over
    bins, so intervals come at no cost.  Made for tables of up to about 1,000 rows and 40 columns.

    Parameters
    ----------
    n_members : int, default=2
        Views of the table whose answers are averaged: other orders of columns, mirrored targets, what
        similar rows meant.
    weights : path, default=None
        Another file of weights than that of the package.
    random_state : int, RandomState instance or None, default=0
        Decides orders, and shares of rows of large tables.

    Attributes
    ----------
    n_features_in_ : int
    feature_names_in_ : array of shape (n_features_in_,)
        Only if all names of columns are strings.

    References
    ----------
    Hollmann et al. (2025), Accurate predictions on small data with a tabular foundation model, Nature, for densities
    over bins; `neural/pfn/README.md` has the recipe and what was measured.

    Examples
    --------
    >>> from sklearn.datasets import load_diabetes
    >>> from jupyter_metaml.neural import PriorFittedRegressor
    >>> X, y = load_diabetes(return_X_y=True)
    >>> PriorFittedRegressor().fit(X[::2], y[::2]).score(X[1::2], y[1::2]) > 0.3
    True
    """

    _makes_columns = KernelColumn

    def __init__(
        self,
        n_members: int = 2,
        *,
        weights: str | os.PathLike[str] | None = None,
        random_state: Any = 0,
    ) -> None:
        super().__init__(n_members, weights, random_state)

    def fit(self, X: Any, y: Any) -> PriorFittedRegressor:
        """Read the training rows.

        Parameters
        ----------
        X : DataFrame or array of shape (n_rows, n_columns)
            Numbers, categories, texts, dates; cells may be empty.
        y : array of shape (n_rows,)
            Finite numbers.

        Returns
        -------
        PriorFittedRegressor
            Itself.

        Raises
        ------
        ValueError
            If the table is empty, lengths differ, or y is not finite.
        WeightsError
            If the weights cannot be used.
        """
        n_members = self._checked_n_members()
        table = self._frame(X, reset=True)
        self.y_ = _check_y(y, y_numeric=True, estimator=self).astype(np.float64)
        check_consistent_length(table, self.y_)
        reach = _REACH * float(self.y_.std())
        self.limits_ = (float(self.y_.min()) - reach, float(self.y_.max()) + reach)
        if np.ptp(self.y_) == 0.0:
            self.members_: list[Member] = []
            return self
        tenth = np.argsort(np.argsort(self.y_, kind="stable"), kind="stable") * 10 // len(self.y_)
        self._take_in(table, tenth, NumberEncoder(self.y_).encode(self.y_).astype(np.float64), n_members)
        return self

    def predict(self, X: Any) -> NDArray[np.float64]:
        """Return the mean of each row's density, of shape (n_rows,)."""
        if self._is_constant():
            return np.full(len(self._frame(X, reset=False)), self.limits_[0])
        means = [
            np.mean([density.mean() for density in self._densities(logits)], axis=0) for logits in self._answers(X)
        ]
        return np.asarray(np.clip(np.concatenate(means), *self.limits_))

    def predict_quantiles(self, X: Any, shares: Sequence[float] = (0.05, 0.5, 0.95)) -> NDArray[np.float64]:
        """Return quantiles of each row's density.

        Parameters
        ----------
        X : DataFrame or array of shape (n_rows, n_columns)
        shares : sequence of float, default=(0.05, 0.5, 0.95)
            Between 0 and 1: the default is the middle and an interval of nine in ten.

        Returns
        -------
        array of shape (n_rows, n_shares)

        Raises
        ------
        UsageError
            If a share is not between 0 and 1.
        """
        wanted = np.asarray(shares, dtype=np.float64)
        if wanted.ndim != 1 or not ((wanted > 0.0) & (wanted < 1.0)).all():
            msg = f"shares are {shares!r}. Give a sequence of numbers between 0 and 1, such as (0.05, 0.5, 0.95)."
            raise UsageError(msg)
        if self._is_constant():
            return np.full((len(self._frame(X, reset=False)), len(wanted)), self.limits_[0])
        return np.concatenate([quantiles(self._densities(logits), wanted, self.limits_) for logits in self._answers(X)])

    def _is_constant(self) -> bool:
        check_is_fitted(self)
        return not self.members_

    def _labels(self, view: View, place: int) -> tuple[NDArray[Any], tuple[float, float]]:
        """Standardise the targets of a view; a turned one sees them mirrored."""
        sign = -1.0 if view.is_turned else 1.0
        encoder = NumberEncoder(sign * self.y_[view.rows])
        return encoder.encode(sign * self.y_[view.rows]), (sign * encoder.mean, sign * encoder.scale)

    def _densities(self, logits: list[NDArray[np.float32]]) -> list[Density]:
        """Put the answers of members into units of the target."""
        borders = self._network().weights.arrays["borders"].astype(np.float64)
        densities = []
        for member, answer in zip(self.members_, logits, strict=True):
            mean, scale = member.meaning
            shares = np.exp(answer.astype(np.float64) - answer.max(axis=1, keepdims=True))
            shares /= shares.sum(axis=1, keepdims=True)
            order = slice(None, None, -1 if scale < 0 else 1)
            placed = (mean + scale * borders)[order]
            densities.append(Density(borders=placed, tail=abs(scale), shares=shares[:, order]))
        return densities

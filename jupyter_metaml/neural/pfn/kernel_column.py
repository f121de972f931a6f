"""What similar rows meant, as a column of its own: combinations that a network of this size does not find by itself.

::

    most important columns -> how far two rows are apart in each: levels differ or do not, numbers by their ranks
                           -> exp(-weighted sum) as a kernel; weights and ridge by leave-one-out errors on some rows
                           -> its answer for each row by the others
"""

from __future__ import annotations

from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_COMPARED = 12  # columns
_FEWEST_ROWS = 30
ROWS_TO_CHOOSE = 160  # by which weights and ridge are chosen
MOST_ROWS = 1024  # that answer
_ROWS_AT_ONCE = 2_000
_RIDGES = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
_WEIGHTS = (0.22, 0.69, 1.39)  # of all columns alike: a kernel of 0.8, 0.5 and 0.25 where one level differs
_CHANGES = (0.0, 0.25, 4.0)  # of the weight of one column
_LEAST_CHANGE = 0.001
_ADDITIVE_WEIGHTS = (0.3, 3.0)  # of sums of effects of single columns, smooth and local ones
_MOST_MISSED = 0.98  # of the variance: a kernel that misses more says nothing
_DECISIVE = 0.5  # of what the sums miss: no member can do without a kernel that misses less


class KernelColumn:
    """The answer of a kernel ridge regression for each row, its own target left out, as a column the network reads.

    Parameters
    ----------
    is_category : bool array of shape (n_columns,)
        Whose values are codes of levels.
    importance : float array of shape (n_columns,)
        If there are many columns, the most important ones are compared.

    Attributes
    ----------
    n_columns : int
        1, or 0 where the kernel says nothing.
    is_decisive : bool
        Whether it misses less than half of what sums of effects of single columns miss.

    References
    ----------
    Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, MIT Press, chapter 5.4, for leaving one out.
    """

    def __init__(self, is_category: NDArray[np.bool_], importance: Floats) -> None:
        self.columns = np.argsort(-importance, kind="stable")[:MOST_COMPARED]
        self.is_category = is_category[self.columns]
        self.n_columns, self.is_decisive = 0, False

    def fit_encode(self, values: Floats, targets: Floats) -> Floats:
        """Learn from the training rows, and return the answer for each of them by the others.

        Parameters
        ----------
        values : float array of shape (n_rows, n_columns)
            NaN where a cell is empty.
        targets : float array of shape (n_rows, 1)

        Returns
        -------
        float array of shape (n_rows, n_columns of this)
        """
        if len(values) < _FEWEST_ROWS or len(self.columns) < 2:
            return np.empty((len(values), 0))
        self.sorted = [np.sort(values[:, place]) for place in self.columns]
        places = self._places(values)
        mixed = np.random.default_rng(0).permutation(len(values))
        few = mixed[:ROWS_TO_CHOOSE]
        self.weights, ridge, additive = self._chosen(places[few], targets[few])
        base = mixed[:MOST_ROWS]
        self.places, self.mean = places[base], float(targets.mean())
        inverse = np.linalg.inv(self._kernel(self.places) + ridge * np.eye(len(base)))
        self.answers = inverse @ (targets[base] - self.mean)
        errors = self.answers / np.diag(inverse)[:, None]
        missed = _share(errors, targets[base])  # the few rows flatter the weights that were chosen by them
        if missed > _MOST_MISSED:
            return np.empty((len(values), 0))
        self.n_columns, self.is_decisive = 1, missed <= _DECISIVE * additive
        answered = self._answered(places)
        answered[base] = targets[base] - errors
        return answered

    def encode(self, values: Floats) -> Floats:
        """Return the answers for other rows, of shape (n_rows, n_columns of this)."""
        if not self.n_columns:
            return np.empty((len(values), 0))
        return self._answered(self._places(values))

    def _places(self, values: Floats) -> Floats:
        """Return codes of levels, and ranks of numbers between 0 and 2; NaN stays."""
        found = values[:, self.columns]
        for place in np.flatnonzero(~self.is_category):
            known = self.sorted[place][~np.isnan(self.sorted[place])]
            low, high = (np.searchsorted(known, found[:, place], side) for side in ("left", "right"))
            found[:, place] = np.where(np.isnan(found[:, place]), np.nan, (low + high) / max(1, len(known)))
        return found

    def _apart(self, one: Floats, other: Floats, place: int) -> Floats:
        """Return how far rows are apart in a column: up to 1 for levels, up to 2 for numbers; empty cells are alike."""
        first, second = one[:, None, place], other[None, :, place]
        if self.is_category[place]:
            return np.asarray((first != second) & ~(np.isnan(first) & np.isnan(second)), dtype=np.float64)
        distance = np.abs(first - second)
        is_empty = np.isnan(distance)
        if is_empty.any():
            distance[is_empty] = (np.isnan(first) != np.isnan(second))[is_empty]
        return np.asarray(distance)

    def _kernel(self, rows: Floats) -> Floats:
        """Return how alike rows are to those that answer, of shape (n_rows, n_answering)."""
        found = np.zeros((len(rows), len(self.places)))
        for place in np.flatnonzero(self.weights).tolist():
            found += self.weights[place] * self._apart(rows, self.places, place)
        return np.asarray(np.exp(-found), dtype=np.float64)

    def _answered(self, rows: Floats) -> Floats:
        starts = range(0, len(rows), _ROWS_AT_ONCE)
        answered = [self._kernel(rows[start : start + _ROWS_AT_ONCE]) @ self.answers for start in starts]
        return np.asarray(self.mean + np.concatenate(answered), dtype=np.float64)

    def _chosen(self, places: Floats, targets: Floats) -> tuple[Floats, float, float]:
        """Choose the weights of columns and the ridge, and say what sums of effects of single columns miss."""
        apart = np.array([self._apart(places, places, place) for place in range(places.shape[1])])
        sums = [_leaving_one_out(np.exp(-weight * apart).mean(axis=0), targets)[0] for weight in _ADDITIVE_WEIGHTS]
        starts = [np.full(len(apart), weight) for weight in _WEIGHTS]
        least, ridge, weights = min(((*_missed(start, apart, targets), start) for start in starts), key=itemgetter(0))
        for place in range(len(apart)):
            for change in _CHANGES:
                changed = weights.copy()
                changed[place] *= change
                share, its_ridge = _missed(changed, apart, targets)
                if share < least - _LEAST_CHANGE:
                    least, ridge, weights = share, its_ridge, changed
        return weights, ridge, min(1.0, *sums)


def _missed(weights: Floats, apart: Floats, targets: Floats) -> tuple[float, float]:
    return _leaving_one_out(np.exp(-np.tensordot(weights, apart, axes=1)), targets)


def _leaving_one_out(kernel: Floats, targets: Floats) -> tuple[float, float]:
    """Return the least share of the variance that is missed without the row itself, and the ridge for it."""
    values, vectors = np.linalg.eigh(kernel)
    turned = vectors.T @ (targets - targets.mean(axis=0))
    found = []
    for ridge in _RIDGES:
        scaled = vectors / (values + ridge)
        errors = (scaled @ turned) / np.einsum("rk,rk->r", scaled, vectors)[:, None]
        found.append((_share(errors, targets), ridge))
    return min(found)


def _share(errors: Floats, targets: Floats) -> float:
    """Return the share of the variance that is missed."""
    return float(np.square(errors).sum() / (np.square(targets - targets.mean(axis=0)).sum() + 1e-12))

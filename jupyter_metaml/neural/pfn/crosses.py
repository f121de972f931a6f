"""Combinations of levels as columns of their own: a network of this size does not find them by itself.

::

    columns of few levels -> pairs of them whose combinations are frequent
                          -> mean target of each combination, for a training row by rows of other folds
                          -> pairs that tell more than their two columns do, as columns of numbers
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Pair = tuple[int, int]

_MOST_LEVELS = 30
_N_CODES = (_MOST_LEVELS + 1) ** 2
_MOST_NUMBERS = 12  # different numbers of a column whose numbers are taken for levels
_MOST_FACTORS = 12
_MOST_COLUMNS = 8  # of crosses; one per target and pair
_MOST_ROWS = 2_000  # that pairs are chosen by
_ROWS_PER_COMBINATION = 3
_N_FOLDS = 10
_SMOOTHING = 1.0  # rows of the mean target that each combination has beside its own
# What a pair has to explain beyond its columns, as a share of the variance of the targets: the best one, and others
# beside it. By chance the luckiest of many pairs explains some rows of those whose target is not the most frequent one.
_STRONG_GAIN = 0.06
_LEAST_GAIN = 0.03
_LUCKY_ROWS = 6.0


class Crosses:
    """Pairs of columns whose combination says more than both of them, encoded by what it meant for the target.

    Parameters
    ----------
    is_category : bool array of shape (n_columns,)
        Whose values are codes of levels.
    importance : float array of shape (n_columns,)
        If many columns have few levels, the most important ones are looked at.

    Attributes
    ----------
    n_columns : int
        One per pair and target.
    is_decisive : bool
        Always False: some members do without them.
    pairs : list of tuple of int
        Columns that are combined.
    means : float array of shape (n_pairs, n_codes, n_targets)
        What each combination meant.

    References
    ----------
    Micci-Barreca (2001), A preprocessing scheme for high-cardinality categorical attributes, SIGKDD Explorations 3(1).
    """

    is_decisive = False

    def __init__(self, is_category: NDArray[np.bool_], importance: Floats) -> None:
        self.is_category, self.importance = is_category, importance

    def fit_encode(self, values: Floats, targets: Floats) -> Floats:
        """Choose pairs by the training rows, and return what their combinations meant in rows of other folds.

        Parameters
        ----------
        values : float array of shape (n_rows, n_columns)
            NaN where a cell is empty.
        targets : float array of shape (n_rows, n_targets)
            Numbers, or a column per class.

        Returns
        -------
        float array of shape (n_rows, n_crosses)
        """
        self.levels = _levels_of_factors(values, self.is_category, self.importance)
        some = np.random.default_rng(0).permutation(len(values))[:_MOST_ROWS]
        self.pairs = self._telling(values[some], targets[some])
        self.levels = {place: self.levels[place] for pair in self.pairs for place in pair}
        combined = self._combined(values, self.pairs)
        self.means = _means(*_sums(combined, targets), targets)
        self.n_columns = len(self.pairs) * targets.shape[1]
        return _means_of_others(combined, targets).reshape(len(values), -1)

    def encode(self, values: Floats) -> Floats:
        """Return what the combinations of other rows meant in the training rows, of shape (n_rows, n_crosses)."""
        found = self.means[np.arange(len(self.pairs)), self._combined(values, self.pairs)]
        return np.asarray(found.reshape(len(values), -1), dtype=np.float64)

    def _single(self, values: Floats) -> Codes:
        """Return codes of levels, of shape (n_rows, n_factors)."""
        found = [_codes(values[:, place], levels) for place, levels in self.levels.items()]
        return np.array(found, dtype=np.int64).reshape(len(found), len(values)).T

    def _combined(self, values: Floats, pairs: list[Pair]) -> Codes:
        """Return codes of combinations, of shape (n_rows, n_pairs)."""
        codes = dict(zip(self.levels, self._single(values).T, strict=True))
        found = [codes[first] * (_MOST_LEVELS + 1) + codes[second] for first, second in pairs]
        return np.array(found, dtype=np.int64).reshape(len(found), len(values)).T

    def _telling(self, values: Floats, targets: Floats) -> list[Pair]:
        """Choose the pairs that explain more than their columns do."""
        pairs = list(combinations(self.levels, 2))
        most = len(values) / _ROWS_PER_COMBINATION
        counts = [len(np.unique(column)) for column in self._combined(values, pairs).T]
        pairs = [pair for pair, count in zip(pairs, counts, strict=True) if count <= most]
        alone = _means_of_others(self._single(values), targets)
        together = _means_of_others(self._combined(values, pairs), targets)
        gains = self._gains(pairs, alone, together, targets)
        lucky = _LUCKY_ROWS / max(1, _n_unusual(targets))
        if gains.max(initial=0.0) < max(_STRONG_GAIN, lucky):
            return []
        best = np.argsort(-gains, kind="stable")[: max(1, _MOST_COLUMNS // targets.shape[1])]
        return [pairs[place] for place in best.tolist() if gains[place] > max(_LEAST_GAIN, lucky)]

    def _gains(self, pairs: list[Pair], alone: Floats, together: Floats, targets: Floats) -> Floats:
        """Return what each pair explains beyond its columns, as a share of the variance, of shape (n_pairs,).

        Parameters
        ----------
        pairs : list of tuple of int
        alone, together : float arrays of shapes (n_rows, n_factors, n_targets) and (n_rows, n_pairs, n_targets)
            Mean targets of levels and of combinations.
        targets : float array of shape (n_rows, n_targets)
        """
        place = {column: number for number, column in enumerate(self.levels)}
        found = [(place[first], place[second]) for first, second in pairs]
        factors = np.array(found, dtype=np.int64).reshape(-1, 2).T  # (2, n_pairs)
        centred = targets - targets.mean(axis=0)
        gained = np.zeros(len(pairs))
        for number, target in enumerate(centred.T):
            first, second = alone[:, factors, number].transpose(1, 2, 0)  # (n_pairs, n_rows) each
            basis, _ = np.linalg.qr(np.stack([np.ones_like(first), first, second], axis=2))
            left = _rest(np.broadcast_to(target, first.shape), basis)
            more = _rest(together[:, :, number].T, basis)
            gained += np.square((left * more).sum(axis=1)) / (np.square(more).sum(axis=1) + 1e-12)
        return np.asarray(gained / (np.square(centred).sum() + 1e-12), dtype=np.float64)


def _levels_of_factors(values: Floats, is_category: NDArray[np.bool_], importance: Floats) -> dict[int, Floats]:
    """Return the levels of the columns that have few, by the place of the column."""
    found: dict[int, Floats] = {}
    for place in np.argsort(-importance, kind="stable").tolist():
        levels = np.unique(values[:, place])
        if 1 < len(levels) <= (_MOST_LEVELS if is_category[place] else _MOST_NUMBERS):
            found[place] = levels
        if len(found) == _MOST_FACTORS:
            break
    return found


def _codes(column: Floats, levels: Floats) -> Codes:
    """Return places among the levels, an empty cell being one; what is none of them has a code of its own."""
    place = np.minimum(np.searchsorted(levels, column), len(levels) - 1)
    is_known = (levels[place] == column) | (np.isnan(levels[place]) & np.isnan(column))
    return np.where(is_known, place, _MOST_LEVELS)


def _n_unusual(targets: Floats) -> int:
    """Count the rows that have another target than the most frequent one."""
    _, counts = np.unique(targets, axis=0, return_counts=True)
    return len(targets) - int(counts.max())


def _sums(codes: Codes, targets: Floats) -> tuple[Floats, Floats]:
    """Add up targets and rows of each code, of shapes (n_columns, n_codes, n_targets) and (n_columns, n_codes, 1)."""
    weights = np.column_stack([targets, np.ones(len(targets))]).T
    found = [[np.bincount(column, weight, _N_CODES) for weight in weights] for column in codes.T]
    stacked = np.array(found).reshape(codes.shape[1], len(weights), _N_CODES).transpose(0, 2, 1)
    return stacked[:, :, :-1], stacked[:, :, -1:]


def _means(sums: Floats, counts: Floats, targets: Floats) -> Floats:
    return np.asarray((sums + _SMOOTHING * targets.mean(axis=0)) / (counts + _SMOOTHING), dtype=np.float64)


def _means_of_others(codes: Codes, targets: Floats) -> Floats:
    """Return mean targets by rows of other folds, of shape (n_rows, n_columns, n_targets)."""
    fold = np.random.default_rng(0).permutation(len(codes)) % _N_FOLDS
    sums, counts = _sums(codes, targets)
    found = np.empty((*codes.shape, targets.shape[1]))
    for number in range(_N_FOLDS):
        rows = fold == number
        own, n_own = _sums(codes[rows], targets[rows])
        means = _means(sums - own, counts - n_own, targets[~rows])
        found[rows] = means[np.arange(codes.shape[1]), codes[rows]]
    return found


def _rest(rows: Floats, basis: Floats) -> Floats:
    """Return what is left of rows, of shape (n_pairs, n_rows), beyond the basis of each pair."""
    shares = np.einsum("prk,pr->pk", basis, rows)
    return np.asarray(rows - np.einsum("prk,pk->pr", basis, shares), dtype=np.float64)

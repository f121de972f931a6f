"""What the network is told of cells and targets, by statistics of the support alone; NumPy only."""

from __future__ import annotations

from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.neural.pfn.shape import N_FEATURES

Floats = NDArray[np.float32]
Levels = NDArray[np.int64]

_LARGEST = 1e100  # squares of larger numbers leave double precision
_OUTER = 0.005  # share of the support beyond which ranks say no more


class ColumnEncoder:
    """Describe cells by what the support says about their columns.

    A number becomes its logarithmic distance from the mean, and its normal score among the support.  A level becomes
    its place by frequency, its frequency, and the normal score of the place.  An empty cell, and a level that the
    support does not have, become a flag.

    Parameters
    ----------
    support : float array of shape (n_support, n_columns)
        Numbers, and codes of levels from 0; NaN where a cell is empty.
    is_category : bool array of shape (n_columns,)
    n_levels : int
        Most frequent levels that have a name.
    """

    def __init__(self, support: NDArray[np.floating], is_category: NDArray[np.bool_], n_levels: int) -> None:
        self.n_levels = n_levels
        self.numbers = np.flatnonzero(~is_category)
        self.categories = np.flatnonzero(is_category)
        # Double precision: dates and numbers of accounts differ in their last digits only.
        values = np.clip(support[:, self.numbers].astype(np.float64), -_LARGEST, _LARGEST)
        known = ~np.isnan(values)
        self.counts = known.sum(axis=0)
        held = np.maximum(self.counts, 1)
        self.mean = np.where(known, values, 0.0).sum(axis=0) / held
        spread = np.where(known, values - self.mean, 0.0)
        self.scale = np.sqrt(np.square(spread).sum(axis=0) / held) + 1e-12 * np.abs(self.mean) + 1e-100
        self.ordered = np.sort(values, axis=0).T.copy()  # NaN last; (n_numbers, n_support)
        self.places = [_places(support[:, column]) for column in self.categories.tolist()]

    def encode(self, X: NDArray[np.floating]) -> tuple[Floats, Levels]:
        """Describe rows of the same columns, each row by itself.

        Returns
        -------
        features : array of shape (n_rows, n_columns, N_FEATURES)
        levels : array of shape (n_rows, n_columns)
            0 where a cell is no level, else 1 + place.
        """
        features = np.zeros((*X.shape, N_FEATURES), dtype=np.float32)
        levels = np.zeros(X.shape, dtype=np.int64)
        values = np.clip(X[:, self.numbers].astype(np.float64), -_LARGEST, _LARGEST)
        known = ~np.isnan(values)
        features[:, self.numbers, 0] = np.where(known, squeezed((values - self.mean) / self.scale), 0.0)
        for number, column in enumerate(self.numbers.tolist()):
            score = normal_scores(values[:, number], self.ordered[number, : self.counts[number]])
            features[:, column, 1] = np.where(known[:, number], score, np.float32(0.0))
        features[:, self.numbers, 2] = ~known
        for column, (place_of, height, middle) in zip(self.categories.tolist(), self.places, strict=True):
            codes = np.nan_to_num(X[:, column], nan=-1.0).astype(np.int64)
            is_code = (codes >= 0) & (codes < len(place_of))
            place = np.where(is_code, place_of[np.clip(codes, 0, len(place_of) - 1)], -1)
            is_known = place >= 0
            features[:, column, 0] = np.where(is_known, height[place], np.float32(0.0))
            features[:, column, 1] = np.where(is_known, middle[place], np.float32(0.0))
            features[:, column, 2] = ~is_known
            features[:, column, 3] = 1.0
            levels[:, column] = np.where(is_known, 1 + np.minimum(place, self.n_levels - 1), 0)
        return features, levels


def _places(codes: NDArray[np.floating]) -> tuple[Levels, Floats, Floats]:
    """Order the levels of a column by frequency.

    Returns
    -------
    place_of : array of shape (n_codes,)
        Place of each code, the most frequent first; -1 for one that the support does not have.
    height, score : arrays of shape (n_places + 1,)
        Scaled log frequency, and normal score of the rows' places; the last entry is for no place.
    """
    known = codes[~np.isnan(codes)].astype(np.int64)
    counts = np.bincount(known, minlength=1)
    order = np.argsort(-counts, kind="stable")[: int(np.count_nonzero(counts))]
    place_of = np.full(len(counts), -1, dtype=np.int64)
    place_of[order] = np.arange(len(order))
    share = counts[order] / max(len(known), 1)
    middle = np.cumsum(share) - 0.5 * share
    height = np.append(0.5 * (np.log(share) + 2.0), 0.0)
    return place_of, height.astype(np.float32), np.append(normal_quantile(middle), np.float32(0.0))


class NumberEncoder:
    """Describe a numeric target by mean, spread and order of the support.

    Parameters
    ----------
    support : float array of shape (n_support,)
    """

    def __init__(self, support: NDArray[np.floating]) -> None:
        self.mean = float(np.mean(support, dtype=np.float64))
        self.scale = float(np.std(support, dtype=np.float64)) + 1e-9 * abs(self.mean) + 1e-30
        self.ordered = np.sort(self.standardised(support))

    def standardised(self, y: NDArray[np.floating]) -> Floats:
        """Express numbers in standard deviations of the support."""
        return ((y - self.mean) / self.scale).astype(np.float32)

    def encode(self, y: NDArray[np.floating]) -> Floats:
        """Return what the network sees of the labels of the support, of shape (n_support, 2)."""
        z = self.standardised(y)
        return np.stack([np.clip(z, -10.0, 10.0), normal_scores(z, self.ordered)], axis=1)


def squeezed(z: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shrink large distances to their logarithm, with the sign kept."""
    return np.sign(z) * np.log1p(np.minimum(np.abs(z), 30.0))


def normal_scores(values: NDArray[np.floating], ordered: NDArray[np.floating]) -> Floats:
    """Return where values lie among ordered ones, as quantiles of a normal distribution; ties lie in the middle."""
    if not len(ordered):
        return np.zeros(len(values), dtype=np.float32)
    low, high = np.searchsorted(ordered, values), np.searchsorted(ordered, values, side="right")
    return normal_quantile((low + high) / (2.0 * len(ordered)))


def normal_quantile(share: NDArray[np.floating]) -> Floats:
    """Look quantiles of the normal distribution up in a table; shares are kept off 0 and 1."""
    grid, heights = _quantile_table()
    return np.asarray(np.interp(share, grid, heights), dtype=np.float32)


@cache
def _quantile_table() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    grid = np.linspace(_OUTER, 1.0 - _OUTER, 1024)
    normal = NormalDist()
    return grid, np.array([normal.inv_cdf(share) for share in grid.tolist()])

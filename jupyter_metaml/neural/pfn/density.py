"""Densities of numbers over bins: uniform inside a bin, half normal beyond the outer borders.

A prediction is a mixture of such densities, one per member, each in its own units.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.neural.pfn.shape import TAIL_MEAN

_POINTS = 513


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """Densities that one member predicts.

    Attributes
    ----------
    borders : array of shape (bins - 1,)
        Ascending, in units of the target.
    tail : float
        Spread of both half normal tails, in units of the target.
    shares : array of shape (n_rows, bins)
        How likely each bin is; rows sum to 1.
    """

    borders: NDArray[np.float64]
    tail: float
    shares: NDArray[np.float64]

    def mean(self) -> NDArray[np.float64]:
        """Return the mean of each row."""
        inner = 0.5 * (self.borders[1:] + self.borders[:-1])
        step = TAIL_MEAN * self.tail
        return np.asarray(self.shares @ np.r_[self.borders[0] - step, inner, self.borders[-1] + step])

    def below(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how likely each row lies below each point: (n_rows, n_points)."""
        before = np.cumsum(self.shares, axis=1)[:, :-1]  # (n_rows, bins - 1), at the borders
        place = np.clip(np.searchsorted(self.borders, points, side="right"), 1, len(self.borders) - 1)
        low, high = self.borders[place - 1], self.borders[place]
        part = np.clip((points - low) / np.maximum(high - low, 1e-300), 0.0, 1.0)
        result = before[:, place - 1] + part * (before[:, place] - before[:, place - 1])
        left, right = points < self.borders[0], points > self.borders[-1]
        result[:, left] = self.shares[:, :1] * _tail_share((self.borders[0] - points[left]) / self.tail)
        result[:, right] = 1.0 - self.shares[:, -1:] * _tail_share((points[right] - self.borders[-1]) / self.tail)
        return result


def quantiles(members: list[Density], shares: NDArray[np.float64], limits: tuple[float, float]) -> NDArray[np.float64]:
    """Return quantiles of the mixture of all members, of shape (n_rows, n_shares).

    Parameters
    ----------
    members : list of Density
    shares : array of shape (n_shares,)
        Between 0 and 1.
    limits : tuple of float
        Quantiles stay between these.
    """
    spots = np.concatenate([member.borders for member in members])
    reach = 4.0 * max(member.tail for member in members)
    spots = np.r_[spots.min() - reach, np.quantile(spots, np.linspace(0.0, 1.0, _POINTS)), spots.max() + reach]
    points = np.unique(np.clip(spots, *limits))
    below = np.mean([member.below(points) for member in members], axis=0)
    result = np.empty((len(below), len(shares)))
    for place, row in enumerate(below):
        result[place] = np.interp(shares, np.maximum.accumulate(row), points)
    return result


def _tail_share(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return which share of a half normal distribution lies farther out."""
    return np.array([math.erfc(item / math.sqrt(2.0)) for item in distance.tolist()])

"""The space of meta-features: how far two tables are apart, and what lies outside of all that was seen."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial.distance import cdist

if TYPE_CHECKING:
    from jupyter_metaml.knowledge import TaskRecord
    from jupyter_metaml.typing import AnyArray, FloatArray

# Kurtosis and the like have no end: from here on, one table is as far out as another.
MAX_SCALED = 4.0
# A name that fewer tasks than this share know comes from another version.
MIN_KNOWN_SHARE = 0.8
MIN_FOR_RANGE = 5
# One number among thirty hardly moves a distance, but order and seconds hang on these: so many times larger is outside.
SIZES = ("log_n_rows", "log_n_columns")
SIZE_FACTOR = 3.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MetaSpace:
    """Meta-features on a robust scale.

    Parameters
    ----------
    names : tuple of str
        Meta-features that most tasks have and in which they differ.
    centre, scale : ndarray of shape (n_names,)
        Median, and the distance between the quartiles.
    points : ndarray of shape (n_tasks, n_names)
        The tasks, clipped at 4 on either side.
    reach : float
        The largest distance of a task to its nearest one of another family; infinity for fewer than five tasks.
    sizes : mapping of str to (float, float)
        Smallest and largest logarithm of rows and columns, where they are known.
    """

    names: tuple[str, ...]
    centre: FloatArray
    scale: FloatArray
    points: FloatArray
    reach: float
    sizes: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, tasks: Sequence[TaskRecord]) -> MetaSpace:
        """Learn names and scale from tasks."""
        counts: dict[str, int] = {}
        for task in tasks:
            for name, value in task.meta_features.items():
                counts[name] = counts.get(name, 0) + math.isfinite(value)
        names = tuple(sorted(name for name, count in counts.items() if count >= MIN_KNOWN_SHARE * len(tasks)))
        values = _table([task.meta_features for task in tasks], names)
        if not values.size:
            return cls(names=(), centre=np.zeros(0), scale=np.zeros(0), points=np.zeros((len(tasks), 0)), reach=np.inf)
        low, centre, high = np.nanquantile(values, [0.25, 0.5, 0.75], axis=0)
        # most tables have no text and no dates: where the quartiles meet, the standard deviation is the scale
        scale = np.where(high > low, high - low, np.nanstd(values, axis=0))
        kept = scale > 1e-12
        names = tuple(name for name, is_kept in zip(names, kept.tolist(), strict=True) if is_kept)
        points = _scaled(values[:, kept], centre[kept], scale[kept])
        families = np.array([task.family for task in tasks], dtype=object)
        sizes = {
            name: (float(np.nanmin(column)), float(np.nanmax(column)))
            for name, column in zip(names, values[:, kept].T, strict=True)
            if name in SIZES
        }
        return cls(
            names=names,
            centre=centre[kept],
            scale=scale[kept],
            points=points,
            reach=_reach(points, families),
            sizes=sizes,
        )

    def place(self, meta_features: Mapping[str, float]) -> FloatArray:
        """Return the point of a table, shape (n_names,); what is not known of it lies at the centre."""
        return np.asarray(_scaled(_table([meta_features], self.names), self.centre, self.scale)[0], dtype=np.float64)

    def place_all(self, tasks: Sequence[TaskRecord]) -> FloatArray:
        """Return the points of tasks, shape (n_tasks, n_names)."""
        return _scaled(_table([task.meta_features for task in tasks], self.names), self.centre, self.scale)

    def distances(self, point: FloatArray) -> FloatArray:
        """Return the distance of a point to each task: the mean difference over the meta-features.

        Parameters
        ----------
        point : ndarray of shape (n_names,)

        Returns
        -------
        ndarray of shape (n_tasks,)
        """
        return np.asarray(mean_differences(point[None, :], self.points)[0], dtype=np.float64)

    def is_outside(self, meta_features: Mapping[str, float]) -> bool:
        """Tell whether a table is unlike all tasks.

        It is, where it is farther from all of them than any is from the others, or has more than three times the rows
        or columns of the largest, or less than a third of those of the smallest.
        """
        if not self.names or len(self.points) < MIN_FOR_RANGE:
            return False
        margin = float(np.log(SIZE_FACTOR))
        for name, (low, high) in self.sizes.items():
            if not low - margin <= meta_features.get(name, low) <= high + margin:
                return True
        return float(self.distances(self.place(meta_features)).min()) > self.reach


def mean_differences(ones: FloatArray, others: FloatArray) -> FloatArray:
    """Return the mean absolute difference of points.

    Parameters
    ----------
    ones : ndarray of shape (n_ones, n_names)
    others : ndarray of shape (n_others, n_names)

    Returns
    -------
    ndarray of shape (n_ones, n_others)
    """
    if not ones.shape[1]:
        return np.zeros((len(ones), len(others)))
    return np.asarray(cdist(ones, others, metric="cityblock") / ones.shape[1], dtype=np.float64)


def _table(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> FloatArray:
    values = np.array([[row.get(name, np.nan) for name in names] for row in rows], dtype=np.float64)
    values = values.reshape(len(rows), len(names))
    return np.where(np.isfinite(values), values, np.nan)


def _scaled(values: FloatArray, centre: FloatArray, scale: FloatArray) -> FloatArray:
    found = np.clip((values - centre) / scale, -MAX_SCALED, MAX_SCALED)
    return np.where(np.isnan(found), 0.0, found)


def _reach(points: FloatArray, families: AnyArray) -> float:
    if len(points) < MIN_FOR_RANGE:
        return float(np.inf)
    apart = mean_differences(points, points)
    apart[families[:, None] == families[None, :]] = np.inf
    nearest = apart.min(axis=1)
    return float(nearest.max())

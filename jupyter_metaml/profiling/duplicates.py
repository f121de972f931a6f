"""Rows that repeat earlier rows, and what the target says about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.profiling.readings import Reading
from jupyter_metaml.typing import AnyArray, FloatArray, IntArray

_MULTIPLIERS = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)  # of the SplitMix64 finalizer
_GOLDEN = 0x9E3779B97F4A7C15
_ROWS_AT_ONCE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicates:
    """Rows that are equal in everything that a model sees, among the rows looked at.

    Parameters
    ----------
    n_rows : int
        Rows looked at.
    n_repeats : int
        Rows that are equal to an earlier row.
    n_expected : float
        Repeats to be expected if the columns were independent; large when there are few columns of few values.
    n_disagreeing : int
        Rows that share their features with a row of another target; 0 without a target.
    ceiling : float or None
        Best accuracy, or best share of explained variance, that any model can reach on these rows; None without a
        target.
    different : ndarray of shape (n_different,)
        Positions, among the rows looked at, of the first of each set of equal rows.
    """

    n_rows: int
    n_repeats: int
    n_expected: float
    n_disagreeing: int = 0
    ceiling: float | None = None
    different: IntArray

    @property
    def repeated_share(self) -> float:
        """Share of rows that are equal to an earlier row."""
        return self.n_repeats / self.n_rows if self.n_rows else 0.0

    @property
    def disagreeing_share(self) -> float:
        """Share of rows that share their features with a row of another target."""
        return self.n_disagreeing / self.n_rows if self.n_rows else 0.0


def find_duplicates(reading: Reading, *, ignored: frozenset[int], y: AnyArray | None) -> Duplicates:
    """Find equal rows by a hash of their cells.

    Two different rows have the same 64-bit hash with a chance of one in ten billion at the most rows that are read.

    Parameters
    ----------
    reading : Reading
    ignored : frozenset of int
        Positions of columns that do not count: identifiers, and what gives the target away.
    y : ndarray of shape (n_rows,) or None
        Class codes (integers) or numbers.

    Returns
    -------
    Duplicates
    """
    n_rows = reading.n_rows
    block = reading.numbers
    counted = np.array([position not in ignored for position in block.positions.tolist()], dtype=np.bool_)
    levels = {position: found for position, found in reading.levels.items() if position not in ignored}
    dates = {position: found for position, found in reading.dates.items() if position not in ignored}
    if n_rows == 0 or not (counted.any() or levels or dates):
        return Duplicates(n_rows=n_rows, n_repeats=0, n_expected=0.0, different=np.arange(n_rows))
    hashes = _hash_lines(block.values, block.positions, counted)
    for position, found in levels.items():
        hashes += _mixed(found.codes.astype(np.uint64), position)
    for position, line in dates.items():
        hashes += _mixed(_bits(line), position)
    _, first, group, sizes = np.unique(hashes, return_index=True, return_inverse=True, return_counts=True)
    shares = [float(((found.counts / n_rows) ** 2).sum()) for found in levels.values()]
    shares += (1.0 / np.maximum(block.n_distinct[counted], 1)).tolist()
    shares += [1.0 / max(len(np.unique(line)), 1) for line in dates.values()]
    n_disagreeing, ceiling = (0, None) if y is None else _disagreement(group, sizes, y)
    return Duplicates(
        n_rows=n_rows,
        n_repeats=n_rows - len(sizes),
        n_expected=_expected(n_rows, shares),
        n_disagreeing=n_disagreeing,
        ceiling=ceiling,
        different=np.sort(first),
    )


def _expected(n_rows: int, collision_shares: Iterable[float]) -> float:
    """Expect repeats from the chance that two rows agree in each column."""
    log_agree = float(np.log(np.maximum(np.array(list(collision_shares)), 1e-300)).sum())
    pairs = n_rows * (n_rows - 1) / 2
    return float(min(n_rows, pairs * np.exp(max(log_agree, -700.0))))


def _disagreement(group: IntArray, sizes: IntArray, y: AnyArray) -> tuple[int, float]:
    order = np.lexsort((y, group))
    group_ordered, y_ordered = group[order], y[order]
    is_new = np.ones(len(y), dtype=np.bool_)
    is_new[1:] = (group_ordered[1:] != group_ordered[:-1]) | (y_ordered[1:] != y_ordered[:-1])
    values_per_group = np.bincount(group_ordered[is_new], minlength=len(sizes))
    n_disagreeing = int(sizes[values_per_group > 1].sum())
    if np.issubdtype(y.dtype, np.integer):
        starts = np.flatnonzero(is_new)
        runs = np.diff(np.append(starts, len(y)))
        best = np.zeros(len(sizes), dtype=np.int64)
        np.maximum.at(best, group_ordered[starts], runs)
        return n_disagreeing, float(best.sum() / len(y))
    scaled = (y / (float(np.abs(y).max(initial=0.0)) or 1.0)).astype(np.float64)
    means = np.bincount(group, weights=scaled, minlength=len(sizes)) / sizes
    within, total = float(((scaled - means[group]) ** 2).sum()), float(((scaled - scaled.mean()) ** 2).sum())
    return n_disagreeing, 1.0 - within / total if total > 0 else 1.0


def _hash_lines(values: FloatArray, positions: IntArray, counted: NDArray[np.bool_]) -> NDArray[np.uint64]:
    hashes = np.zeros(values.shape[1], dtype=np.uint64)
    chosen = np.flatnonzero(counted)
    for start in range(0, len(chosen), _ROWS_AT_ONCE):
        part = chosen[start : start + _ROWS_AT_ONCE]
        salts = positions[part].astype(np.uint64)[:, None]
        hashes += _mixed(_bits(values[part]), salts).sum(axis=0, dtype=np.uint64)
    return hashes


def _bits(numbers: FloatArray) -> NDArray[np.uint64]:
    """View numbers as bits; equal numbers (0 and -0, any NaN) have equal bits."""
    cleaned = np.where(np.isnan(numbers), np.nan, numbers + 0.0)
    return cleaned.view(np.uint64)


def _mixed(bits: NDArray[np.uint64], salt: int | NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Mix bits so that sums over columns rarely collide (SplitMix64: Steele et al., 2014, OOPSLA)."""
    # At least one dimension: only arrays wrap around without a word.
    mixed = bits + (np.atleast_1d(np.asarray(salt, dtype=np.uint64)) + np.uint64(1)) * np.uint64(_GOLDEN)
    for shift, multiplier in zip((30, 27), _MULTIPLIERS, strict=True):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(multiplier)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)), dtype=np.uint64)

"""Columns that alone predict nearly everything, without being copies of the target."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.profiling.correlations import correlations_with, rank_rows
from jupyter_metaml.profiling.single_column_skill import FINE_BINS, class_skill, halves, mean_skill, quantile_bins
from jupyter_metaml.profiling.suspects import Suspects
from jupyter_metaml.typing import FloatArray, IntArray

SKILL = 0.98
"""Share of the avoidable error that a suspicious column avoids, on rows on which it was not learnt."""

CORRELATION = 0.999
"""Correlation, of values or of ranks, from which a column of numbers is suspicious."""

MIN_AVOIDABLE = 20
"""Rows that always naming the most frequent class gets wrong; below, the share is a matter of luck."""

ROWS_PER_LEVEL = 3
"""Rows per level below which a column of levels cannot be judged."""

_FEW_LEVELS = 64


def near_class_copies(suspects: Suspects, classes: IntArray, *, random_state: int) -> dict[int, float]:
    """Find the columns that alone avoid nearly all of the error of naming the most frequent class.

    Parameters
    ----------
    suspects : Suspects
    classes : ndarray of shape (n_rows,)
        Class codes.
    random_state : int
        Seed of the halves.

    Returns
    -------
    dict of int to float
        Share of the error avoided, by position in the table.
    """
    if len(classes) - int(np.bincount(classes).max(initial=0)) < MIN_AVOIDABLE:
        return {}
    in_first = halves(len(classes), random_state=random_state)
    skill: dict[int, float] = {}
    if len(suspects.positions):
        n_bins = min(FINE_BINS, len(classes))
        bins = quantile_bins(suspects.numbers, n_bins=n_bins)
        found = class_skill(bins, classes, n_bins=n_bins + 1, is_ordered=True, in_first=in_first)
        skill.update(zip(suspects.positions.tolist(), found.tolist(), strict=True))
    few = [position for position, size in suspects.n_levels.items() if size < _FEW_LEVELS]
    if few:
        codes = np.stack([suspects.levels[position] + 1 for position in few])
        found = class_skill(codes, classes, n_bins=_FEW_LEVELS + 1, is_ordered=False, in_first=in_first)
        skill.update(zip(few, found.tolist(), strict=True))
    for position, size in suspects.n_levels.items():
        judgeable = _judgeable(suspects.levels[position]) if size >= _FEW_LEVELS else None
        if judgeable is not None:
            n_bins, line = int(judgeable.max()) + 1, judgeable[None, :]
            found = class_skill(line, classes, n_bins=n_bins, is_ordered=False, in_first=in_first)
            skill[position] = float(found[0])
    return {position: figure for position, figure in skill.items() if figure >= SKILL}


def near_number_copies(suspects: Suspects, y: FloatArray, *, random_state: int) -> dict[int, float]:
    """Find the columns that alone explain nearly all of the variance of a numeric target.

    Returns
    -------
    dict of int to float
        Share of the variance explained, by position in the table.
    """
    by_value, n_present = correlations_with(suspects.numbers, y)
    by_rank, _ = correlations_with(rank_rows(suspects.numbers), rank_rows(y[None, :])[0])
    strength = np.maximum(np.abs(by_value), np.abs(by_rank))
    sure = (strength >= CORRELATION) & (n_present >= len(y) / 2) & (suspects.n_distinct > 2)
    skill = {int(suspects.positions[i]): float(strength[i] ** 2) for i in np.flatnonzero(sure).tolist()}
    in_first = halves(len(y), random_state=random_state)
    for position, levels in suspects.levels.items():
        judgeable = _judgeable(levels)
        if judgeable is None:
            continue
        explained = mean_skill(judgeable, y, n_levels=int(judgeable.max()) + 1, in_first=in_first)
        if explained >= SKILL:
            skill[position] = explained
    return skill


def _judgeable(levels: NDArray[np.int32]) -> NDArray[np.int32] | None:
    """Give the levels that occur numbers from 0, missing included; None when there are too many for the rows."""
    found, codes = np.unique(levels, return_inverse=True)
    return codes.astype(np.int32) if len(found) * ROWS_PER_LEVEL <= len(levels) else None

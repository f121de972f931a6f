"""Columns that are the target, under other labels or on another scale.

Every match has to be better than chance allows: among labels that were shuffled, the probability of a perfect match
of any column of the table must be below one in a million.
"""

from __future__ import annotations

from math import lgamma, log

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.profiling.correlations import correlations_with, rank_rows
from jupyter_metaml.profiling.suspects import Suspects
from jupyter_metaml.typing import AnyArray, FloatArray, IntArray

CHANCE = 1e-6
"""Largest probability of a match by accident, over all columns of the table."""

LINEAR = 1.0 - 1e-9
"""Squared correlation from which a column is a linear copy; rounding to float32 stays above."""

MIN_PRESENT_SHARE = 0.5
"""Share of present cells from which a column may match where it is present."""

_PROMISING = 0.9999


def class_copies(suspects: Suspects, classes: IntArray) -> list[int]:
    """Find the columns whose values go one to one with the classes.

    Parameters
    ----------
    suspects : Suspects
    classes : ndarray of shape (n_rows,)
        Class codes.

    Returns
    -------
    list of int
        Positions in the table.
    """
    n_classes = len(np.unique(classes))
    found = [
        position
        for position, codes in suspects.levels.items()
        if suspects.n_levels[position] in {n_classes, n_classes - 1}
        and _is_renaming(codes, classes, n_columns=suspects.n_columns)
    ]
    few_valued = np.flatnonzero(np.isin(suspects.n_distinct, (n_classes, n_classes - 1))).tolist()
    return found + [
        int(suspects.positions[index])
        for index in few_valued
        if _is_renaming(_codes_of(suspects.numbers[index]), classes, n_columns=suspects.n_columns)
    ]


def level_copies(suspects: Suspects, numbers: FloatArray) -> list[int]:
    """Find the columns of levels that go one to one with the repeated values of a numeric target."""
    _, codes = np.unique(numbers, return_inverse=True)
    n_distinct = int(codes.max(initial=0)) + 1
    return [
        position
        for position, levels in suspects.levels.items()
        if suspects.n_levels[position] in {n_distinct, n_distinct - 1}
        and _is_renaming(levels, codes.astype(np.int64), n_columns=suspects.n_columns)
    ]


def class_indicators(suspects: Suspects, classes: IntArray) -> list[int]:
    """Find complete sets of indicators: a column of two values for each class, or for each but one.

    One indicator alone is no leak: an animal with feathers is a bird.
    """
    n_classes = len(np.unique(classes))
    if n_classes < 3 or not _is_evidence(classes, n_columns=suspects.n_columns):
        return []
    two_valued = {position: codes for position, codes in suspects.levels.items() if suspects.n_levels[position] == 2}
    for index in np.flatnonzero(suspects.n_distinct == 2).tolist():
        two_valued[int(suspects.positions[index])] = _codes_of(suspects.numbers[index])
    indicated: dict[int, list[int]] = {}
    for position, codes in two_valued.items():
        counts = np.bincount((codes + 1).astype(np.int64) * n_classes + classes, minlength=3 * n_classes)
        missing, first, second = counts.reshape(3, n_classes)
        if missing.any() or (first * second).any():
            continue
        for side in (first, second):
            if np.count_nonzero(side) == 1:
                indicated.setdefault(int(side.argmax()), []).append(position)
    if len(indicated) < n_classes - 1:
        return []
    return sorted({position for positions in indicated.values() for position in positions})


def linear_copies(suspects: Suspects, y: FloatArray, *, tried: tuple[Suspects, FloatArray]) -> dict[int, float]:
    """Find the columns of numbers that are the target times a constant, plus a constant.

    Parameters
    ----------
    suspects : Suspects
    y : ndarray of shape (n_rows,)
    tried : tuple of Suspects and ndarray
        Some of the rows, which decide what is worth a look at all rows.

    Returns
    -------
    dict of int to float
        Squared correlation by position in the table.
    """
    few, y_few = tried
    promising = np.flatnonzero(np.abs(correlations_with(few.numbers, y_few)[0]) > _PROMISING)
    found, n_present = correlations_with(suspects.numbers[promising], y)
    enough = n_present >= max(20, MIN_PRESENT_SHARE * suspects.n_rows)
    sure = (found**2 >= LINEAR) & enough & (suspects.n_distinct[promising] > 2)
    return {int(suspects.positions[promising[i]]): float(found[i] ** 2) for i in np.flatnonzero(sure).tolist()}


def monotone_copies(suspects: Suspects, y: FloatArray, *, tried: tuple[Suspects, FloatArray]) -> dict[int, float]:
    """Find the columns of numbers that order the rows exactly as the target does, or the other way round.

    A target that itself only grows (or falls) from row to row is left alone: any counter or clock would match.

    Returns
    -------
    dict of int to float
        1 by position in the table.
    """
    few, y_few = tried
    steps = np.diff(y)
    if (steps >= 0).all() or (steps <= 0).all():
        return {}
    by_rank = correlations_with(rank_rows(few.numbers), rank_rows(y_few[None, :])[0])[0]
    promising = np.flatnonzero((np.abs(by_rank) > _PROMISING) & (suspects.n_distinct > 20))
    return {
        int(suspects.positions[index]): 1.0
        for index in promising.tolist()
        if _orders_alike(suspects.numbers[index], y, min_rows=MIN_PRESENT_SHARE * suspects.n_rows)
    }


def _orders_alike(column: FloatArray, y: FloatArray, *, min_rows: float) -> bool:
    present = ~np.isnan(column)
    if present.sum() < max(20.0, min_rows):
        return False
    order = np.argsort(column[present], kind="stable")
    x_steps, y_steps = np.diff(column[present][order]), np.diff(y[present][order])
    one_to_one = bool(((x_steps == 0) == (y_steps == 0)).all())
    return one_to_one and bool((y_steps >= 0).all() or (y_steps <= 0).all())


def _codes_of(numbers: FloatArray) -> NDArray[np.int32]:
    codes = np.searchsorted(np.unique(numbers[~np.isnan(numbers)]), numbers).astype(np.int32)
    codes[np.isnan(numbers)] = -1
    return codes


def _is_renaming(codes: NDArray[np.int32], classes: IntArray, *, n_columns: int) -> bool:
    """Tell whether codes and classes go one to one: with missing as a value, or where something is present."""
    if _one_to_one(codes + 1, classes) and _is_evidence(classes, n_columns=n_columns):
        return True
    present = codes >= 0
    if present.all() or present.mean() < MIN_PRESENT_SHARE:
        return False
    return _one_to_one(codes[present], classes[present]) and _is_evidence(classes[present], n_columns=n_columns)


def _one_to_one(codes: AnyArray, classes: IntArray) -> bool:
    # A look at the first rows settles nearly all cases at a fraction of the price.
    return _pairs_one_to_one(codes[:300], classes[:300]) and _pairs_one_to_one(codes, classes)


def _pairs_one_to_one(codes: AnyArray, classes: IntArray) -> bool:
    n_classes = int(classes.max(initial=0)) + 1
    pairs = np.unique(codes.astype(np.int64) * n_classes + classes)
    return len(pairs) == len(np.unique(pairs // n_classes)) == len(np.unique(pairs % n_classes))


def _is_evidence(classes: IntArray, *, n_columns: int) -> bool:
    """Tell whether a perfect match is too good for chance: few orders of the labels would match by accident."""
    _, counts = np.unique(classes, return_counts=True)
    log_orders = lgamma(len(classes) + 1) - sum(lgamma(count + 1) for count in counts.tolist())
    # A column may match under any assignment of its values to the classes.
    log_matches = lgamma(len(counts) + 1)
    return len(classes) >= 20 and log_orders - log_matches >= log(max(n_columns, 1) / CHANCE)

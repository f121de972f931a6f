"""Columns that say the same as the target, in other words."""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata

from jupyter_metaml.typing import AnyArray, FloatArray

_SAME_ORDER = 0.999
# A level that decides the class has this many rows on average; else it only tells single rows apart.
_ROWS_PER_LEVEL = 5


def gives_away(X: FloatArray, y: AnyArray, *, is_classification: bool) -> bool:
    """Tell whether a single column leaves nothing to learn.

    Of a quantity, such a column has its order, or the opposite one.  Of classes, its ranges are the classes, or each
    of its levels has rows of one class only.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_columns)
        Finite numbers; codes of levels.
    y : ndarray of shape (n_rows,)
        Codes of classes, or numbers.
    is_classification : bool

    Returns
    -------
    bool
    """
    if is_classification:
        return any(_decides(column, y) for column in X.T)
    return any(_follows(column, y) for column in X.T)


def _follows(column: FloatArray, y: AnyArray) -> bool:
    ranks, others = rankdata(column) - (len(y) + 1) / 2, rankdata(y) - (len(y) + 1) / 2
    spread = float(np.sqrt((ranks**2).sum() * (others**2).sum()))
    return abs(float((ranks * others).sum())) > _SAME_ORDER * spread > 0


def _decides(column: FloatArray, y: AnyArray) -> bool:
    order = np.lexsort((y, column))
    is_change = y[order][1:] != y[order][:-1]
    is_same_level = column[order][1:] == column[order][:-1]
    if (is_change & is_same_level).any():
        return False
    n_levels = 1 + int((~is_same_level).sum())
    return int(is_change.sum()) < len(np.unique(y)) or n_levels * _ROWS_PER_LEVEL <= len(y)

"""Rows that occur more than once, and whether copies must be kept on one side of a split."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jupyter_metaml.tasks.kinds import has_fractions
from jupyter_metaml.typing import IntArray

# Copies are kept together when more than this share of the rows are copies of an earlier one ...
_NOTABLE_SHARE = 0.05
# ... and rows drawn at random from all combinations of values would not repeat as often: from ten times as many
# equally likely combinations as rows, just under 5 % of the rows repeat an earlier one ...
_COMBINATIONS_PER_ROW = 10
# ... or one measured quantity already tells this share of the different rows apart.
_TOLD_APART = 0.9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Duplicates:
    """Copies among the rows of a table.

    Attributes
    ----------
    groups : int64 array of shape (n_rows,)
        Equal for equal rows; numbered from 0.
    share : float
        Share of the rows that are copies of an earlier row.
    """

    groups: IntArray
    share: float


def find_duplicates(X: pd.DataFrame, hashes: NDArray[np.uint64]) -> Duplicates | None:
    """Find copies of rows that a split has to keep together, if there are any.

    A model that has seen a row knows the answer for its copy, so copies on both sides of a split make every score
    too good.  In a table with few combinations of values (three yes/no columns), equal rows are not copies but what
    the table is about; they are left alone.

    Parameters
    ----------
    X : DataFrame of shape (n_rows, n_columns)
        Features with plain values.
    hashes : uint64 array of shape (n_rows,)
        Hash of every row of `X`.

    Returns
    -------
    Duplicates or None
        None if up to 5 % of the rows are copies, all rows are equal, or copies are explained by few combinations:
        fewer than ten times as many as rows, and no column of fractions that tells nearly all different rows apart.
    """
    groups, distinct = pd.factorize(hashes)
    share = 1 - len(distinct) / len(hashes)
    if share <= _NOTABLE_SHARE or len(distinct) < 2:
        return None
    if not _are_many(X, _COMBINATIONS_PER_ROW * len(X)) and not _are_told_apart(X, len(distinct)):
        return None
    return Duplicates(groups=groups.astype(np.int64), share=share)


def _are_many(X: pd.DataFrame, limit: int) -> bool:
    """Tell whether there are more combinations of the values that occur than a limit."""
    combinations = 1
    for name in X.columns:
        combinations *= max(1, X[name].nunique(dropna=False))
        if combinations > limit:
            return True
    return False


def _are_told_apart(X: pd.DataFrame, n_distinct: int) -> bool:
    """Tell whether one column of several is a measured quantity that differs between nearly all different rows."""
    if X.shape[1] < 2:
        return False
    return any(
        has_fractions(X[name]) and X[name].nunique(dropna=False) >= _TOLD_APART * n_distinct for name in X.columns
    )

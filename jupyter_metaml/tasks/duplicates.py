"""Rows that occur more than once, and whether copies must be kept on one side of a split."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jupyter_metaml.typing import IntArray

# Copies are kept together when more than this share of the rows are copies of an earlier one ...
_NOTABLE_SHARE = 0.05
# ... and rows drawn at random from all combinations of values would not repeat as often: from ten times as many
# equally likely combinations as rows, just under 5 % of the rows repeat an earlier one.
_COMBINATIONS_PER_ROW = 10


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
        None if up to 5 % of the rows are copies, all rows are equal, or copies are explained by few combinations.
    """
    groups, distinct = pd.factorize(hashes)
    share = 1 - len(distinct) / len(hashes)
    if share <= _NOTABLE_SHARE or len(distinct) < 2:
        return None
    if _combinations(X, limit=_COMBINATIONS_PER_ROW * len(X)) <= _COMBINATIONS_PER_ROW * len(X):
        return None
    return Duplicates(groups=groups.astype(np.int64), share=share)


def _combinations(X: pd.DataFrame, *, limit: int) -> int:
    """Multiply the numbers of distinct values; stop above the limit."""
    product = 1
    for name in X.columns:
        product *= max(1, X[name].nunique(dropna=False))
        if product > limit:
            break
    return product

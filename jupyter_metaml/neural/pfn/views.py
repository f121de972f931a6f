"""What each member of an ensemble sees of a table: which rows, which columns in which order, turned or not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]

# The largest support that training has seen, and about the most columns.
MOST_ROWS = 1024
MOST_COLUMNS = 40
_MOST_CONTEXTS = 4
_KEPT = MOST_COLUMNS // 2  # most important columns, which all views see where not all fit


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What one member sees.

    Attributes
    ----------
    rows : array of int
        Rows of the support.
    columns : array of int
        Columns, in the order in which they stand beside each other.
    is_turned : bool
        Numeric targets are mirrored, class slots are reversed.
    """

    rows: Places
    columns: Places
    is_turned: bool


def draw_views(
    rng: np.random.Generator,
    strata: Places,
    importance: NDArray[np.float64],
    n_members: int,
    *,
    n_made: int = 0,
    all_see_made: bool = False,
) -> list[View]:
    """Choose what members see, so that each row and each column is seen by somebody if that takes few members.

    Parameters
    ----------
    rng : Generator
    strata : int array of shape (n_rows,)
        Rows of a stratum are shared out evenly.
    importance : float array of shape (n_columns,)
        The upper half of what fits is shown to all members, the rest takes turns.
    n_members : int
        At least.
    n_made : int, default=0
        Columns behind those of the table, made from them; every second view sees them.
    all_see_made : bool, default=False
        Whether the other views see them, too.

    Returns
    -------
    list of View
        The first one sees the columns of the table in their order.
    """
    parts = share_out(rng, strata, n_parts=count_parts(len(strata)))
    subsets = column_subsets(importance)
    made = len(importance) + np.arange(n_made)
    views = []
    for place in range(count_views(len(strata), len(importance), n_members)):
        columns = subsets[place % len(subsets)]
        is_turned = place % 2 == 1
        ordered = columns if place == 0 else rng.permutation(columns)
        seen = np.append(ordered, made) if is_turned or all_see_made else ordered
        views.append(View(rows=parts[place % len(parts)], columns=seen, is_turned=is_turned))
    return views


def count_parts(n_rows: int) -> int:
    """Return among how many views rows are shared out."""
    return min(_MOST_CONTEXTS, -(-n_rows // MOST_ROWS))


def count_views(n_rows: int, n_columns: int, n_members: int) -> int:
    """Return how many views `draw_views` draws."""
    n_subsets = 1 if n_columns <= MOST_COLUMNS else -(-(n_columns - _KEPT) // (MOST_COLUMNS - _KEPT))
    return max(n_members, count_parts(n_rows), min(n_subsets, 2 * n_members))


def share_out(rng: np.random.Generator, strata: Places, n_parts: int) -> list[Places]:
    """Deal rows to parts of at most `MOST_ROWS`, each stratum evenly; rows beyond all parts are left out."""
    if n_parts == 1:
        return [np.arange(len(strata))]
    mixed = rng.permutation(len(strata))
    dealt = mixed[np.argsort(strata[mixed], kind="stable")]
    kept = n_parts * MOST_ROWS
    if len(dealt) > kept:
        dealt = dealt[np.linspace(0, len(dealt) - 1, kept).astype(np.int64)]
    return [np.sort(dealt[place::n_parts]) for place in range(n_parts)]


def column_subsets(importance: NDArray[np.float64]) -> list[Places]:
    """Keep the most important half of what fits, and let the others take turns in the other half."""
    n = len(importance)
    if n <= MOST_COLUMNS:
        return [np.arange(n)]
    order = np.argsort(-importance, kind="stable")
    kept, rest = order[:_KEPT], order[_KEPT:]
    room = MOST_COLUMNS - _KEPT
    return [np.sort(np.r_[kept, rest[start : start + room]]) for start in range(0, len(rest), room)]


def importances(features: NDArray[np.float32], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Say how much each column tells by itself: the largest squared correlation of what is known of its cells.

    Parameters
    ----------
    features : array of shape (n_rows, n_columns, n_features)
    target : array of shape (n_rows, n_targets)
        Numbers, or one column per class.
    """
    known = features - features.mean(axis=0)
    asked = target - target.mean(axis=0)
    product = np.tensordot(known, asked, axes=(0, 0))  # (n_columns, n_features, n_targets)
    size = np.square(known).sum(axis=0)[:, :, None] * np.square(asked).sum(axis=0)
    return np.asarray((np.square(product) / np.maximum(size, 1e-12)).max(axis=(1, 2)), dtype=np.float64)

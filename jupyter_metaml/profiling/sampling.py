"""Which rows are looked at when there are too many to look at all of them."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.typing import IntArray

MAX_ROWS = 50_000
"""Rows from which a share is known to within half a percentage point."""

MAX_CELLS = 4_000_000
"""Cells of the sample; 32 MB as floating-point numbers."""

MIN_ROWS = 2_000
"""Rows that are looked at however wide the table is."""


def sample_rows(n_rows: int, n_columns: int, *, random_state: int) -> IntArray | None:
    """Draw the rows to look at, in the order of the table.

    Parameters
    ----------
    n_rows, n_columns : int
        Size of the table.
    random_state : int
        Seed.

    Returns
    -------
    ndarray of shape (n_sampled,) or None
        Sorted positions; None when all rows are looked at.
    """
    limit = min(MAX_ROWS, max(MIN_ROWS, MAX_CELLS // max(n_columns, 1)))
    if n_rows <= limit:
        return None
    rng = np.random.default_rng(random_state)
    return np.sort(rng.choice(n_rows, size=limit, replace=False)).astype(np.int64)

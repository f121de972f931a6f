"""Small pictures of the distribution of a column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jupyter_metaml.typing import FloatArray, IntArray

N_BINS = 20
N_TOP_VALUES = 10
LONGEST_VALUE = 200
"""Characters of a value that a sketch keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """The distribution of a column, small enough to be stored and drawn.

    Numbers, booleans stored as such, and dates have `edges` and `counts`; everything else has `values` and `counts`.
    Dates are in seconds since 1970, UTC.  Nothing is escaped: values are the user's own text, and whoever shows them
    escapes them.

    Parameters
    ----------
    counts : tuple of int
        Rows per bin (at most 20), or rows per value.
    edges : tuple of float
        One more than bins; empty for values.
    minimum, mean, maximum : float or None
        Of the finite numbers; None where there is none.
    values : tuple of str
        The most frequent values (at most 10), most frequent first, cut at 200 characters; none that stands in a single
        row, for a sketch is kept with a run and must not hold what is one person's.
    n_other : int
        Rows with other values than those listed.

    Examples
    --------
    >>> import pandas as pd
    >>> from jupyter_metaml.profiling import profile_frame
    >>> sketch = profile_frame(pd.DataFrame({"shop": ["a", "a", "b"] * 10})).column("shop").sketch
    >>> sketch.values, sketch.counts
    (('a', 'b'), (20, 10))
    """

    counts: tuple[int, ...] = ()
    edges: tuple[float, ...] = ()
    minimum: float | None = None
    mean: float | None = None
    maximum: float | None = None
    values: tuple[str, ...] = ()
    n_other: int = 0


def sketch_numbers(numbers: FloatArray) -> list[Sketch]:
    """Sketch many columns of numbers at once.

    Parameters
    ----------
    numbers : ndarray of shape (n_columns, n_rows)
        NaN where missing; no infinity.

    Returns
    -------
    list of Sketch
        One per column; empty sketches where nothing is present.
    """
    n_columns, n_rows = numbers.shape
    if n_columns == 0 or n_rows == 0:
        return [Sketch() for _ in range(n_columns)]
    present = ~np.isnan(numbers)
    n_present = present.sum(axis=1)
    low = np.where(n_present > 0, np.where(present, numbers, np.inf).min(axis=1), 0.0)
    high = np.where(n_present > 0, np.where(present, numbers, -np.inf).max(axis=1), 0.0)
    # Halved, so that the range of the largest floats does not overflow.
    half_range = high / 2 - low / 2
    position = (numbers / 2 - (low / 2)[:, None]) / np.where(half_range > 0, half_range, 1.0)[:, None]
    bins = np.clip(np.nan_to_num(position, nan=0.0) * N_BINS, 0, N_BINS - 1).astype(np.int64)
    flat = (bins + N_BINS * np.arange(n_columns)[:, None])[present]
    counts = np.bincount(flat, minlength=N_BINS * n_columns).reshape(n_columns, N_BINS)
    half_step = half_range * (np.where(present, position, 0.0).sum(axis=1) / np.maximum(n_present, 1))
    means = low + half_step + half_step
    steps = np.linspace(0.0, 1.0, N_BINS + 1)
    edges = 2 * ((low / 2)[:, None] * (1 - steps) + (high / 2)[:, None] * steps)
    rows = zip(low.tolist(), means.tolist(), high.tolist(), counts.tolist(), edges.tolist(), n_present, strict=True)
    return [_number_sketch(*row) for row in rows]


def _number_sketch(
    low: float, mean: float, high: float, counts: list[int], edges: list[float], n_present: np.int64
) -> Sketch:
    if n_present == 0:
        return Sketch()
    if low == high:
        return Sketch(counts=(int(n_present),), edges=(low, high), minimum=low, mean=low, maximum=high)
    return Sketch(counts=tuple(counts), edges=tuple(edges), minimum=low, mean=mean, maximum=high)


def sketch_values(values: list[str], counts: IntArray) -> Sketch:
    """Sketch a column of levels by its most frequent values.

    Parameters
    ----------
    values : list of str
        Distinct values.
    counts : ndarray of shape (n_values,)
        Rows per value.  Ties keep the order of `values`.
    """
    top = [place for place in np.argsort(-counts, kind="stable")[:N_TOP_VALUES].tolist() if counts[place] > 1]
    shown = tuple(int(counts[i]) for i in top)
    return Sketch(
        counts=shown,
        values=tuple(values[i][:LONGEST_VALUE] for i in top),
        n_other=int(counts.sum()) - sum(shown),
    )

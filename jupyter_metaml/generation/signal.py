"""What a mechanism makes: columns, and scores that depend on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from jupyter_metaml.typing import FloatArray, IntArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Signal:
    """Columns and scores before anything happens to them.

    Attributes
    ----------
    columns : ndarray of shape (n_rows, n_columns)
        Standardised; of a category, the effect of each row's level.
    codes : mapping of int to int64 array of shape (n_rows,)
        By position: the columns that are categories, and the level of each row.
    scores : ndarray of shape (n_rows, n_scores)
        Standardised; the target is made of them.

    Examples
    --------
    >>> import numpy as np
    >>> from jupyter_metaml.generation import Signal
    >>> columns = np.array([[-1.0, 0.5], [1.0, -0.5]])
    >>> signal = Signal(columns=columns, scores=columns[:, :1])
    >>> signal.scores.shape
    (2, 1)
    """

    columns: FloatArray
    scores: FloatArray
    codes: Mapping[int, IntArray] = field(default_factory=dict)


def standardised(values: FloatArray) -> FloatArray:
    """Bring columns to mean 0 and standard deviation 1; constant columns to 0."""
    centred = values - values.mean(axis=0)
    spread = centred.std(axis=0)
    usable = spread > 1e-9 * (1.0 + np.abs(values).max(axis=0))
    return np.asarray(np.where(usable, centred / np.where(usable, spread, 1.0), 0.0))

"""A table that is being made: latent numbers, what some of them are written as, and which cells are empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.typing import FloatArray, IntArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draft:
    """Features before they are written down; what happens to a table makes another draft of it.

    Attributes
    ----------
    numbers : ndarray of shape (n_rows, n_columns)
        Finite; of a category, the effect of each row's level.
    codes : mapping of int to int64 array of shape (n_rows,)
        By position: the columns that are categories, and the level of each row.
    dates : frozenset of int
        Positions of the columns that are dates.
    missing : bool array of shape (n_rows, n_columns) or None
        Empty cells; None for none.
    """

    numbers: FloatArray
    codes: Mapping[int, IntArray] = field(default_factory=dict)
    dates: frozenset[int] = frozenset()
    missing: NDArray[np.bool_] | None = None

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.numbers)

    @property
    def n_columns(self) -> int:
        """Number of features."""
        return int(self.numbers.shape[1])

    @property
    def plain(self) -> IntArray:
        """Positions of the columns that are numbers and will be written as such."""
        return np.array(
            [place for place in range(self.n_columns) if place not in self.codes and place not in self.dates]
        )

    def with_more(self, numbers: FloatArray, codes: Mapping[int, IntArray]) -> Draft:
        """Append columns.

        Parameters
        ----------
        numbers : ndarray of shape (n_rows, n_new)
        codes : mapping of int to int64 array of shape (n_rows,)
            By position among the new columns.
        """
        moved = {self.n_columns + place: level for place, level in codes.items()}
        return replace(self, numbers=np.hstack([self.numbers, numbers]), codes={**self.codes, **moved})

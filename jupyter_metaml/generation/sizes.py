"""How large the drawn tasks are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.generation.draws import log_uniform_int

# Fewer rows than these cannot hold several classes in training and test rows.
_FEWEST_ROWS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Bounds of the tasks; sizes are drawn log-uniformly between them, bounds included.

    Parameters
    ----------
    min_rows, max_rows : int, default=100 and 4,000
        From 30 up.
    min_columns, max_columns : int, default=2 and 60
        Features, from 1 up.
    max_classes : int, default=10
        From 2 up. Small tasks have fewer.

    Raises
    ------
    UsageError
        If a bound is too small, or a lower one above its upper one.

    Examples
    --------
    >>> import numpy as np
    >>> from jupyter_metaml.generation import Sizes
    >>> sizes = Sizes(min_rows=50, max_rows=90)
    >>> 50 <= sizes.draw_rows(np.random.default_rng(0)) <= 90
    True
    """

    min_rows: int = 100
    max_rows: int = 4_000
    min_columns: int = 2
    max_columns: int = 60
    max_classes: int = 10

    def __post_init__(self) -> None:
        """Refuse bounds between which nothing lies."""
        bounds = {
            "rows": (_FEWEST_ROWS, self.min_rows, self.max_rows),
            "columns": (1, self.min_columns, self.max_columns),
            "classes": (2, 2, self.max_classes),
        }
        for noun, (least, low, high) in bounds.items():
            if not least <= low <= high:
                msg = (
                    f"Sizes from {low} to {high} {noun} are not usable. Give whole numbers from {least} up, the lower "
                    "first."
                )
                raise UsageError(msg)

    def draw_rows(self, rng: np.random.Generator, *, at_most: int | None = None) -> int:
        """Draw a number of rows; `at_most` are there, and count where they are fewer than the bounds."""
        return _between(rng, self.min_rows, self.max_rows, at_most)

    def draw_columns(self, rng: np.random.Generator, *, at_most: int | None = None) -> int:
        """Draw a number of columns; the same."""
        return _between(rng, self.min_columns, self.max_columns, at_most)


def _between(rng: np.random.Generator, low: int, high: int, at_most: int | None) -> int:
    if at_most is not None:
        low, high = min(low, at_most), min(high, at_most)
    return log_uniform_int(rng, low, high)

"""How often each trouble befalls a table, and in which order.

::

    columns that matter -> redundant -> irrelevant -> dates -> levels -> rare levels -> skew -> outliers -> missing
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.generation.corruption.categories import add_rare_levels, cut_into_levels
from jupyter_metaml.generation.corruption.dates import make_dates
from jupyter_metaml.generation.corruption.irrelevant import add_irrelevant
from jupyter_metaml.generation.corruption.missing import hide_cells
from jupyter_metaml.generation.corruption.outliers import add_outliers
from jupyter_metaml.generation.corruption.redundant import add_redundant
from jupyter_metaml.generation.corruption.skew import skew
from jupyter_metaml.generation.draft import Draft
from jupyter_metaml.generation.signal import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnCounts:
    """How many columns of a table are of which use."""

    informative: int
    redundant: int
    irrelevant: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Corruption:
    """The chance, from 0 to 1, that each trouble befalls a table; how much of it is drawn anew each time.

    Parameters
    ----------
    irrelevant : float, default=0.6
        Up to three of four columns have nothing to do with the target.
    redundant : float, default=0.4
        Up to half of the columns repeat others.
    dates : float, default=0.1
        A column is a date.
    levels : float, default=0.4
        Some numbers are recorded as levels.
    rare_levels : float, default=0.3
        Some categories have levels of one to three rows.
    skew : float, default=0.6
        Some numbers have long tails.
    outliers : float, default=0.3
        Some numbers lie far away.
    missing : float, default=0.4
        Some cells are empty.
    imbalance : float, default=0.6
        Some classes are rare; else all are alike.
    label_noise : float, default=0.7
        Some labels are wrong, or noise is added to numbers.

    Raises
    ------
    UsageError
        If a chance is not between 0 and 1.

    Examples
    --------
    >>> from jupyter_metaml.generation import Corruption, Linear, sample_tasks
    >>> tidy = Linear(corruption=Corruption.none())
    >>> [int(task.X.isna().sum().sum()) for task in sample_tasks(tidy, 3)]
    [0, 0, 0]
    """

    irrelevant: float = 0.6
    redundant: float = 0.4
    dates: float = 0.1
    levels: float = 0.4
    rare_levels: float = 0.3
    skew: float = 0.6
    outliers: float = 0.3
    missing: float = 0.4
    imbalance: float = 0.6
    label_noise: float = 0.7

    def __post_init__(self) -> None:
        """Refuse what is no chance."""
        for field in fields(self):
            chance = getattr(self, field.name)
            if not 0.0 <= chance <= 1.0:
                msg = f"{field.name}={chance!r} is no chance. Give a number from 0 (never) to 1 (always)."
                raise UsageError(msg)

    @classmethod
    def none(cls) -> Corruption:
        """Leave tables as their mechanisms make them."""
        return cls(**dict.fromkeys((field.name for field in fields(cls)), 0.0))

    def draw_counts(self, rng: np.random.Generator, n_columns: int) -> ColumnCounts:
        """Divide columns among those that matter (at least one), those that repeat them, and those that do not."""
        irrelevant = int(n_columns * _amount(rng, self.irrelevant, 0.75))
        redundant = int((n_columns - irrelevant) * _amount(rng, self.redundant, 0.5))
        return ColumnCounts(informative=n_columns - irrelevant - redundant, redundant=redundant, irrelevant=irrelevant)

    def corrupt(self, signal: Signal, counts: ColumnCounts, rng: np.random.Generator) -> Draft:
        """Let a table suffer.

        Parameters
        ----------
        signal : Signal
            The columns that matter.
        counts : ColumnCounts
            How many are added.
        rng : Generator

        Returns
        -------
        Draft
            With all columns.
        """
        draft = Draft(numbers=signal.columns, codes=signal.codes)
        draft = add_redundant(draft, counts.redundant, rng)
        draft = add_irrelevant(draft, counts.irrelevant, rng)
        if rng.random() < self.dates:
            draft = make_dates(draft, rng)
        draft = cut_into_levels(draft, _amount(rng, self.levels, 0.5), rng)
        draft = add_rare_levels(draft, _amount(rng, self.rare_levels, 1.0), rng)
        draft = skew(draft, _amount(rng, self.skew, 1.0), rng)
        draft = add_outliers(draft, _amount(rng, self.outliers, 0.5), rng)
        return hide_cells(draft, _amount(rng, self.missing, 1.0), rng)


def _amount(rng: np.random.Generator, chance: float, most: float) -> float:
    """Draw how much of a trouble there is: nothing, or up to `most`, little more often than much."""
    amount = most * rng.uniform() ** 1.5
    return float(amount) if rng.random() < chance else 0.0

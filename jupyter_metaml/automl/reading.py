"""New data as a pipeline takes it, and what was noticed on the way."""

from __future__ import annotations

import warnings
from collections.abc import Hashable
from dataclasses import dataclass

import pandas as pd

from jupyter_metaml.wording import counted, listed, quoted

MAX_SHOWN = 5


class IgnoredColumnsWarning(UserWarning):
    """New data has columns, or values, that the model makes no use of."""


class UnseenLevelsWarning(UserWarning):
    """New data has levels of categories that training did not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenLevels:
    """Levels of one column that training did not have.

    Parameters
    ----------
    label : Hashable
        The column.
    n_rows : int
        Rows with such a level.
    examples : tuple
        Up to three of them.
    """

    label: Hashable
    n_rows: int
    examples: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """New data as the pipeline takes it, and what was noticed on the way.

    Parameters
    ----------
    frame : DataFrame
        Columns as in training.
    ignored : tuple
        Columns that the model does not know.
    revived : tuple
        Columns that were empty in training and hold values now.
    unseen : tuple of UnseenLevels
        By column.
    """

    frame: pd.DataFrame
    ignored: tuple[Hashable, ...]
    revived: tuple[Hashable, ...]
    unseen: tuple[UnseenLevels, ...]

    def warn(self, *, stacklevel: int) -> None:
        """Emit at most one warning of each kind.

        Parameters
        ----------
        stacklevel : int
            Frames between the caller of this method and the line of the user.
        """
        parts = []
        if self.ignored:
            parts.append(f"{counted(len(self.ignored), 'column')} unknown to the model: {listed(self.ignored)}")
        if self.revived:
            parts.append(f"columns that were empty in training: {listed(self.revived)}")
        if parts:
            warnings.warn(f"Ignored {'; '.join(parts)}.", IgnoredColumnsWarning, stacklevel=stacklevel + 1)
        if self.unseen:
            shown = [
                f"{quoted(unseen.label)} in {unseen.n_rows:,} of {counted(len(self.frame), 'row')} "
                f"(such as {listed(unseen.examples[:1])})"
                for unseen in self.unseen[:MAX_SHOWN]
            ]
            rest = len(self.unseen) - MAX_SHOWN
            more = f" and in {counted(rest, 'more column', 'more columns')}" if rest > 0 else ""
            message = f"Levels that training did not have are taken as missing: {', '.join(shown)}{more}."
            warnings.warn(message, UnseenLevelsWarning, stacklevel=stacklevel + 1)

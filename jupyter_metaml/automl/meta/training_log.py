"""What a training did: how far each step moved the centres, and which tasks were left out."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import TypeAlias

import pandas as pd

from jupyter_metaml.automl.meta.centre import Move
from jupyter_metaml.exceptions import MetaMLError, UsageError
from jupyter_metaml.wording import counted

# Number of a step, with its moves.
Moves: TypeAlias = tuple[int, tuple[Move, ...]]
COLUMNS = ("step", "family", "parameter", "before", "optimum", "after", "moved")


@dataclass(slots=True)
class TrainingLog:
    """Notes of one call of `fit`.

    Parameters
    ----------
    n_given : int, default=0
        Tasks that were handed over.
    moves : list of (int, tuple of Move), default=[]
        One entry per task that taught something.
    left_out : list of str, default=[]
        Tasks that could not be searched, each with the reason.
    """

    n_given: int = 0
    moves: list[Moves] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    _error: MetaMLError | None = None

    def leave_out(self, error: MetaMLError) -> None:
        """Note that the task at hand could not be searched."""
        self._error = error
        self.left_out.append(f"task {self.n_given}: {error}")

    def conclude(self, *, stacklevel: int) -> None:
        """Say what was left out.

        Parameters
        ----------
        stacklevel : int
            As for `warnings.warn`.

        Raises
        ------
        UsageError
            If there was no task.
        MetaMLError
            The last reason, if all were left out.
        """
        if not self.n_given:
            message = "There is no task to learn from. Give at least one Task, or pair (X, y)."
            raise UsageError(message)
        if self._error is not None and not self.moves:
            raise self._error
        if self.left_out:
            message = (
                f"{len(self.left_out)} of {counted(self.n_given, 'task')} taught nothing. "
                f"{self.left_out[0][0].upper()}{self.left_out[0][1:]}"
            )
            warnings.warn(message, UserWarning, stacklevel=stacklevel)


def moves_table(moves: Iterable[Moves]) -> pd.DataFrame:
    """Return moves as a table, one row per step, family and parameter."""
    rows = [{"step": step, **asdict(move)} for step, moved in moves for move in moved]
    return pd.DataFrame(rows, columns=list(COLUMNS))

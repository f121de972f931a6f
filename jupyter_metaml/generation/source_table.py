"""A real table with its question, from which tasks are cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.tasks import ColumnNotFoundError
from jupyter_metaml.typing import Kind


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SourceTable:
    """A table and what was asked of it.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
        With the target among its columns; texts as names.  Never changed.
    target : str
        Name of the target.
    kind : {"binary", "multiclass", "regression"}
        What is predicted.
    family : str
        Tasks cut from tables of one family are relatives.
    groups : str or None, default=None
        Column that tells whose rows these are: users, places, devices.  It is no feature.

    Raises
    ------
    ColumnNotFoundError
        If the target or the groups are no column.
    UsageError
        If the family is empty: relatives would be taken for strangers.

    Examples
    --------
    >>> from sklearn.datasets import load_wine
    >>> from jupyter_metaml.generation import SourceTable
    >>> wines = SourceTable(frame=load_wine(as_frame=True).frame, target="target", kind="multiclass", family="wines")
    >>> len(wines.features), wines.answers.nunique()
    (13, 3)
    """

    frame: pd.DataFrame
    target: str
    kind: Kind
    family: str
    groups: str | None = None

    def __post_init__(self) -> None:
        """Refuse tables without the columns named."""
        for role, column in (("target", self.target), ("groups", self.groups)):
            if column is not None and column not in self.frame.columns:
                raise ColumnNotFoundError.among(role, column, list(self.frame.columns))
        if not self.family:
            msg = "A source table needs a family, so that its tasks are known as relatives. Pass family='...'."
            raise UsageError(msg)

    @property
    def features(self) -> list[str]:
        """Names of the columns that may be learned from."""
        return [name for name in self.frame.columns if name not in {self.target, self.groups}]

    @property
    def answers(self) -> pd.Series[Any]:
        """The target."""
        return self.frame[self.target]

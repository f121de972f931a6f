"""The rows of one group: one user, one place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from jupyter_metaml.generation.source_table import SourceTable

_FEWEST_DISTINCT_ANSWERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class OneGroup:
    """Keep the rows of one group, and drop the column that names it.

    Groups are those of the table; if it has none, the levels of a feature of few levels.

    Parameters
    ----------
    min_rows : int, default=50
        Smaller groups make no task.
    max_levels : int, default=50
        Features with more levels are no groups.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from jupyter_metaml.generation import OneGroup, SourceTable
    >>> frame = pd.DataFrame({"shop": ["a"] * 60 + ["b"] * 60, "size": range(120), "price": range(120)})
    >>> cut = OneGroup().apply(
    ...     SourceTable(frame=frame, target="price", kind="regression", family="shops"), np.random.default_rng(0)
    ... )
    >>> len(cut.frame), cut.features
    (60, ['size'])
    """

    min_rows: int = 50
    max_levels: int = 50

    def suits(self, table: SourceTable) -> bool:
        """Tell whether some group has rows enough, and answers that differ."""
        return bool(self._choices(table))

    def apply(self, table: SourceTable, rng: np.random.Generator) -> SourceTable:
        """Draw the column, then one of its groups."""
        choices = self._choices(table)
        column = sorted(choices)[rng.integers(len(choices))]
        return _rows_of(table, column, choices[column][rng.integers(len(choices[column]))])

    def each(self, table: SourceTable) -> Iterator[SourceTable]:
        """Make a table of every group that is large enough, the column of groups given.

        Yields
        ------
        SourceTable
            In the order of their names; none if the table has no groups.
        """
        if table.groups is not None:
            for group in self._large(table, table.groups):
                yield _rows_of(table, table.groups, group)

    def _choices(self, table: SourceTable) -> dict[str, list[object]]:
        """Find the columns that make groups, and the groups of each that are large enough."""
        columns = [table.groups] if table.groups is not None else table.features
        large = {column: self._large(table, column) for column in columns}
        return {column: groups for column, groups in large.items() if groups}

    def _large(self, table: SourceTable, column: str) -> list[object]:
        values = table.frame[column]
        is_given = column == table.groups
        if not is_given and (not _is_label(values) or values.nunique() > self.max_levels):
            return []
        counts = values.value_counts()
        if not is_given and len(counts) < 2:
            return []
        large = counts.index[counts >= self.min_rows]
        n_answers = table.answers.groupby(values, observed=True).nunique()
        return sorted((group for group in large.tolist() if n_answers[group] >= _FEWEST_DISTINCT_ANSWERS), key=str)


def _rows_of(table: SourceTable, column: str, group: object) -> SourceTable:
    rows = (table.frame[column] == group).to_numpy(dtype=bool, na_value=False)
    return replace(table, frame=table.frame[rows].drop(columns=column), groups=None)


def _is_label(values: pd.Series[Any]) -> bool:
    """Tell whether a column holds labels: numbers and dates are no groups unless a person says so."""
    return not pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_datetime64_any_dtype(values.dtype)

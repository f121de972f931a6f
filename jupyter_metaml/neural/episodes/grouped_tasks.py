"""One table of many people as many small tasks: each person is a task."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.typing import AnyArray
from jupyter_metaml.wording import alternatives, counted, quoted


def tasks_by_group(
    table: pd.DataFrame,
    group: Hashable,
    target: Hashable,
    *,
    columns: Sequence[Hashable] | None = None,
    min_rows: int = 2,
) -> dict[Hashable, tuple[pd.DataFrame, AnyArray]]:
    """Cut a table into one task for each value of a column, such as the user of a rating.

    Parameters
    ----------
    table : DataFrame of shape (n_rows, n_columns)
    group : column label
        Says whose a row is.  Rows without a value are left out.
    target : column label
        What is predicted.  Rows without a value are left out.
    columns : sequence of column labels or None, default=None
        What is known of a row; None for all others.
    min_rows : int, default=2
        Groups of fewer rows are left out.

    Returns
    -------
    dict of (X, y) by value of the group, in the order of the values
        ``MetaDataset(tasks.values(), ...)`` takes them.

    Raises
    ------
    UsageError
        If a column is not there.
    DataError
        If no group has enough rows.

    Examples
    --------
    >>> import pandas as pd
    >>> from jupyter_metaml.neural import tasks_by_group
    >>> table = pd.DataFrame({"user": ["a", "a", "b"], "film": [1, 2, 1], "stars": [5.0, 1.0, 4.0]})
    >>> list(tasks_by_group(table, "user", "stars"))
    ['a']
    """
    used = [name for name in table.columns if name not in (group, target)] if columns is None else list(columns)
    for name in (group, target, *used):
        if name not in table.columns:
            msg = f"The table has no column {quoted(name)}.{alternatives(name, table.columns, 'Columns')}"
            raise UsageError(msg)
    usable = table[table[group].notna() & table[target].notna()]
    found = {
        name: (rows[used].reset_index(drop=True), np.asarray(rows[target]))
        for name, rows in usable.groupby(usable[group], observed=True)
        if len(rows) >= min_rows
    }
    if not found:
        msg = (
            f"No value of {quoted(group)} has {counted(min_rows, 'row')}. Give a column whose values repeat, or lower "
            "min_rows."
        )
        raise DataError(msg)
    return found

"""What was found out about one column."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from jupyter_metaml.profiling.kinds import ColumnKind, Storage
from jupyter_metaml.profiling.plans import ColumnPlan
from jupyter_metaml.profiling.sketches import Sketch


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnProfile:
    """What was found out about one column.

    Parameters
    ----------
    name : str
        Name in `Task.X`.
    label : hashable
        Name in the user's own table.
    dtype : str
        The dtype as pandas writes it.
    storage : {"number", "boolean", "date", "string", "category"}
        How the cells are kept; decides which treatments are possible.
    kind : ColumnKind
        What the column is.
    plan : ColumnPlan
        What will be done with it, and why.
    n_missing : int
        Missing cells, counted over all rows.
    n_infinite : int
        Infinite cells, counted over all rows; models see them as missing.
    n_distinct : int
        Distinct values that are present, among the rows looked at.
    sketch : Sketch
        The distribution, among the rows looked at.

    Examples
    --------
    >>> import pandas as pd
    >>> from jupyter_metaml.profiling import profile_frame
    >>> column = profile_frame(pd.DataFrame({"size": [1.0, None, 2.0] * 10})).column("size")
    >>> column.n_missing, column.n_distinct, str(column.kind)
    (10, 2, 'number')
    """

    name: str
    label: Hashable
    dtype: str
    storage: Storage
    kind: ColumnKind
    plan: ColumnPlan
    n_missing: int
    n_infinite: int = 0
    n_distinct: int
    sketch: Sketch

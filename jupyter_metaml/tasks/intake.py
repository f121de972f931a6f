"""The way of a table into the house: snapshot, safe names, plain values.

::

    pandas, polars, Arrow, NumPy, ...
        -> sources.read_table    a DataFrame of our own, original labels and values
        -> names.check_columns   one column per label
        -> clean_table           safe names (names.py), plain values (cells.py)
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from jupyter_metaml.tasks.cells import is_plain, plain_column
from jupyter_metaml.tasks.names import check_columns, identity, safe_names
from jupyter_metaml.tasks.sources import check_dense_size, read_table
from jupyter_metaml.wording import counted, listed

# Up to this many columns stay apart in memory, so that unchanged ones need no copy; more are put together in blocks.
_FEW_COLUMNS = 500


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Intake:
    """A table after intake.

    Attributes
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
        Safe string names, plain values (see `jupyter_metaml.tasks.cells`), the index of the original.
    names : dict of safe name to original label
        In the order of the columns.
    dtypes : dict of safe name to type
        Types of the columns before they were converted.
    notes : tuple of str
        Sentences about what was changed.
    """

    frame: pd.DataFrame
    names: dict[str, Hashable]
    dtypes: dict[str, Any]
    notes: tuple[str, ...]


def as_frame(data: object, *, names: Mapping[str, Hashable] | None = None) -> tuple[pd.DataFrame, dict[str, Hashable]]:
    """Take in a table without a question: for profiles, and for new rows at predict time.

    The table is never changed, and later changes to it do not reach the result.  Zero rows are fine here.

    Parameters
    ----------
    data : table of shape (n_rows, n_columns)
        Anything that `jupyter_metaml.tasks.sources.read_table` reads.
    names : mapping of safe name to original label, optional
        `Task.names` of the task whose columns are expected.  Columns with these labels get these names again,
        whatever their order; only they are converted to plain values.  Other columns come back as they are, under
        other names; which are missing and which are extra is for the caller to say.

    Returns
    -------
    frame : DataFrame of shape (n_rows, n_columns)
        Safe string names, plain values, the index of the original.
    names : dict of safe name to original label
        For every column of `frame`, in its order.

    Raises
    ------
    NotATableError, ColumnNamesError, ColumnValuesError, TooLargeError
        If the table cannot be taken in; see there.

    Examples
    --------
    >>> import pandas as pd
    >>> from jupyter_metaml.tasks import as_frame
    >>> frame, names = as_frame(pd.DataFrame({2024: [1, None], "city": ["Bern", "Rome"]}))
    >>> names
    {'2024': 2024, 'city': 'city'}
    """
    raw, _ = read_table(data)
    check_columns(raw.columns)
    taken = clean_table(raw, names=names)
    return taken.frame, taken.names


def clean_table(raw: pd.DataFrame, *, names: Mapping[str, Hashable] | None = None) -> Intake:
    """Give a snapshot safe names and plain values.

    Parameters
    ----------
    raw : DataFrame of shape (n_rows, n_columns)
        With unique labels on one level; not changed.
    names : mapping of safe name to original label, optional
        As in `as_frame`.

    Returns
    -------
    Intake
        The converted table.

    Raises
    ------
    ColumnValuesError
        If a column holds nested values, complex numbers or unusable objects.
    TooLargeError
        If its sparse columns would be too large when dense.
    """
    chosen = safe_names(raw.columns, names)
    expected = None if names is None else {identity(label) for label in names.values()}
    wanted = [expected is None or identity(label) in expected for label in raw.columns]
    frame, changes = _plain_values(raw, wanted)
    frame.columns = pd.Index(list(chosen))
    dtypes = dict(zip(chosen, raw.dtypes, strict=True))
    return Intake(frame=frame, names=chosen, dtypes=dtypes, notes=_notes(changes, chosen))


def index_note(index: pd.Index[Any]) -> str | None:
    """Say so when the row index looks like data: it is never a feature.

    Numbers without a name are what filtering and splitting leave behind, and not worth a word.
    """
    advice = "it is not used to predict; df.reset_index() makes it a column"
    if isinstance(index, pd.MultiIndex):
        return f"The row index has {index.nlevels} levels ({listed(index.names)}); {advice}."
    if isinstance(index, pd.DatetimeIndex | pd.PeriodIndex | pd.TimedeltaIndex):
        return f"The row index looks like time; {advice}, and time=... asks for a split by time."
    if pd.api.types.is_numeric_dtype(index.dtype) and index.name is None:
        return None
    looks = "identifies the rows" if index.is_unique else "looks like groups of rows"
    named = "" if index.name is None else f" {index.name!r}"
    return f"The row index{named} {looks}; {advice}."


def _plain_values(raw: pd.DataFrame, wanted: list[bool]) -> tuple[pd.DataFrame, dict[str, list[int]]]:
    """Convert what is not plain; tell by change the positions of the columns it was made to."""
    dtypes = list(raw.dtypes)
    turned = [place for place, dtype in enumerate(dtypes) if wanted[place] and not is_plain(dtype)]
    if not turned:
        return raw.copy(deep=False), {}
    sparse = [dtypes[place] for place in turned if isinstance(dtypes[place], pd.SparseDtype)]
    if sparse:
        widest = max(np.dtype(dtype.subtype).itemsize for dtype in sparse)
        check_dense_size(len(raw), len(sparse), item_bytes=widest)
    columns: dict[int, pd.Series[Any]] = {place: raw.iloc[:, place] for place in range(len(dtypes))}
    changes: dict[str, list[int]] = {}
    for place in turned:
        columns[place], change = plain_column(columns[place], raw.columns[place])
        if change is not None:
            changes.setdefault(change, []).append(place)
    return pd.DataFrame(columns, index=raw.index, copy=len(columns) > _FEW_COLUMNS), changes


def _notes(changes: dict[str, list[int]], names: Mapping[str, Hashable]) -> tuple[str, ...]:
    labels = list(names.values())
    return tuple(
        f"Converted {change} in {counted(len(places), 'column')}: {listed(labels[place] for place in places)}."
        for change, places in changes.items()
    )

"""The time of every row, for splits that test on what came after the training rows."""

from __future__ import annotations

from typing import Any

import pandas as pd

from jupyter_metaml.tasks.cells import plain_column
from jupyter_metaml.tasks.errors import ColumnValuesError
from jupyter_metaml.tasks.question_errors import TimeOrderError
from jupyter_metaml.typing import AnyArray


def prepare_time(values: pd.Series[Any]) -> AnyArray:
    """Read points in time: dates, numbers, or texts that are ISO dates.

    Parameters
    ----------
    values : Series of shape (n_rows,)
        One value per usable row, in any order, with ties and gaps.

    Returns
    -------
    array of shape (n_rows,)
        ``datetime64[us]`` or numbers.

    Raises
    ------
    TimeOrderError
        If values are missing, all the same, or neither dates nor numbers.
    """
    try:
        plain, _ = plain_column(values, values.name)
    except ColumnValuesError as error:
        raise TimeOrderError(str(error)) from error
    if isinstance(plain.dtype, pd.CategoricalDtype):
        plain = plain.astype(plain.cat.categories.dtype)
    if plain.dtype.kind not in "iufM":
        plain = _parsed(plain)
    n_missing = int(plain.isna().sum())
    if n_missing:
        raise TimeOrderError.missing(n_missing)
    time = plain.to_numpy()
    if time.min() == time.max():
        raise TimeOrderError.single(values.iloc[0])
    return time


def _parsed(texts: pd.Series[Any]) -> pd.Series[Any]:
    """Read ISO dates; in other formats day and month could be swapped without anybody noticing."""
    example = texts.dropna().iloc[0]
    if not isinstance(example, str):
        raise TimeOrderError.unordered(example)
    try:
        return plain_column(pd.to_datetime(texts, utc=True, format="ISO8601"), texts.name)[0]
    except (ValueError, OverflowError) as error:
        raise TimeOrderError.unordered(example) from error

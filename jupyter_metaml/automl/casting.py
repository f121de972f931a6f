"""One column of new data, brought to the form that the column had in training.

A value is converted only where nothing is lost; otherwise the error names the column and shows a value. Levels that
a category column has not seen are no error: the pipeline takes them as missing. Cells that a text column holds
beside its written numbers or dates are missing, in training and later.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_datetime64_any_dtype, is_numeric_dtype

from jupyter_metaml.exceptions import DataError
from jupyter_metaml.profiling import Treatment
from jupyter_metaml.wording import counted, quoted

if TYPE_CHECKING:
    from jupyter_metaml.profiling import ColumnPlan

Form = Literal["number", "flag", "date", "written date", "words"]

# What a column of booleans accepts besides them, in lower case.
FLAGS = {"true": True, "false": False, "1": True, "0": False, "1.0": True, "0.0": False}
_HELD = {"number": "numbers", "flag": "true or false", "date": "dates", "written date": "dates"}


class ColumnTypeError(DataError):
    """A column holds values that cannot be read as those of the training data."""

    @classmethod
    def from_value(cls, label: Hashable, form: Form, value: object, n_rows: int) -> ColumnTypeError:
        """Name the column, what it held in training, and one value that does not fit."""
        return cls(
            f"Column {quoted(label)} held {_HELD[form]} in training, and now {counted(n_rows, 'cell')} such as "
            f"{quoted(value)} cannot be read as that. Convert the column, or set such cells to missing."
        )


def form_of(dtype: Any, plan: ColumnPlan) -> Form:
    """Say which form the values of a training column have.

    Parameters
    ----------
    dtype : dtype
        Of the column in `Task.X`: numbers, booleans, dates, categories or text.
    plan : ColumnPlan
        What is done with the column.
    """
    inner = dtype.categories.dtype if isinstance(dtype, pd.CategoricalDtype) else dtype
    if is_bool_dtype(inner):
        return "flag"
    if is_datetime64_any_dtype(inner):
        return "date"
    if is_numeric_dtype(inner):
        return "number"
    return "written date" if plan.treatment is Treatment.DATE else "words"


def cast(values: pd.Series[Any], form: Form, *, label: Hashable, is_category: bool) -> pd.Series[Any]:
    """Bring new values to the form of training.

    Parameters
    ----------
    values : Series
        New values of one column, after intake.
    form : {"number", "flag", "date", "written date", "words"}
        What the column held in training.
    label : Hashable
        The column as the user calls it.
    is_category : bool
        Whether the values are levels: one that cannot be read is an unseen level then, not an error.

    Returns
    -------
    Series
        The same object where nothing had to change.

    Raises
    ------
    ColumnTypeError
        If a value would be lost.
    """
    if isinstance(values.dtype, pd.CategoricalDtype) and form != "words":
        values = values.astype(object)
    converted = _CASTS[form](values)
    if converted is values:
        return values
    lost = (values.notna() & converted.isna()).to_numpy(dtype=bool)
    if lost.any() and not is_category:
        raise ColumnTypeError.from_value(label, form, values.iloc[int(np.argmax(lost))], int(lost.sum()))
    return converted


def _to_numbers(values: pd.Series[Any]) -> pd.Series[Any]:
    if is_numeric_dtype(values.dtype):
        return values
    if is_datetime64_any_dtype(values.dtype):
        return pd.Series(np.nan, index=values.index)
    return pd.to_numeric(values.astype(object), errors="coerce")


def _to_flags(values: pd.Series[Any]) -> pd.Series[Any]:
    if is_bool_dtype(values.dtype):
        return values
    flags = values.astype(object).map(lambda value: FLAGS.get(str(value).strip().lower()), na_action="ignore")
    return flags.astype(object)


def _to_dates(values: pd.Series[Any]) -> pd.Series[Any]:
    if is_datetime64_any_dtype(values.dtype):
        return values
    if is_numeric_dtype(values.dtype):  # seconds, days or milliseconds since when? a guess would be silent
        return pd.Series(pd.NaT, index=values.index)
    return pd.to_datetime(values.astype(object), errors="coerce", utc=True, format="mixed")


def _to_written_dates(values: pd.Series[Any]) -> pd.Series[Any]:
    """Let texts and dates through; of numbers, only those that may be written without separators, as 20260131."""
    if not is_numeric_dtype(values.dtype):
        return values
    numbers = values.astype(np.float64)
    written = numbers.where((numbers % 1 == 0) & numbers.between(1e7, 1e8))
    return written.astype("Int64").astype("string").astype(object)


def _as_they_are(values: pd.Series[Any]) -> pd.Series[Any]:
    return values


_CASTS = {
    "number": _to_numbers,
    "flag": _to_flags,
    "date": _to_dates,
    "written date": _to_written_dates,
    "words": _as_they_are,
}

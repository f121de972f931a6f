"""A rough reading of a real table as numbers, for a quick look at what it holds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from jupyter_metaml.typing import FloatArray


def as_numbers(frame: pd.DataFrame) -> FloatArray:
    """Read numbers as they are, everything else as codes; the missing as a number of its own.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)

    Returns
    -------
    ndarray of shape (n_rows, n_columns)
        Finite.
    """
    return np.column_stack([_column(frame[name]) for name in frame.columns])


def _column(column: pd.Series[Any]) -> FloatArray:
    if not pd.api.types.is_numeric_dtype(column.dtype):
        return pd.factorize(column)[0].astype(np.float64)
    numbers = column.to_numpy(dtype=np.float64, na_value=np.nan)
    is_finite = np.isfinite(numbers)
    least = numbers[is_finite].min(initial=0.0)
    # Forests read 32-bit numbers.
    return np.clip(np.where(is_finite, numbers, least - 1.0), -1e30, 1e30)

"""Groups: rows that belong together and must not be split between training and test."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jupyter_metaml.tasks.question_errors import GroupsError


def prepare_groups(values: pd.Series[Any]) -> NDArray[np.int64]:
    """Give the groups numbers from 0, in the order in which they appear.

    Parameters
    ----------
    values : Series of shape (n_rows,)
        The group of every usable row, of any hashable type.

    Returns
    -------
    int64 array of shape (n_rows,)
        From 0 to n_groups - 1.

    Raises
    ------
    GroupsError
        If a row has no group, all have the same, or groups are nested values.
    """
    n_missing = int(values.isna().sum())
    if n_missing:
        raise GroupsError.missing(n_missing)
    try:
        codes, uniques = pd.factorize(values)
    except TypeError as error:  # lists and the like cannot be compared
        raise GroupsError.unhashable(values.iloc[0]) from error
    if len(uniques) < 2:
        raise GroupsError.single(values.iloc[0])
    return codes.astype(np.int64)

"""Sample weights: how much each row counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jupyter_metaml.tasks.question_errors import WeightsError
from jupyter_metaml.typing import AnyArray, FloatArray


def prepare_weights(values: pd.Series[Any], codes: NDArray[np.int64] | None, classes: AnyArray | None) -> FloatArray:
    """Check sample weights, and bring their mean to 1.

    Only their ratios mean something to a person, while the penalties of models are set for weights about 1.

    Parameters
    ----------
    values : Series of shape (n_rows,)
        One weight per row with a target.
    codes : int64 array of shape (n_rows,) or None
        Class of every row; None in regression.
    classes : array of shape (n_classes,) or None
        Original labels, for messages.

    Returns
    -------
    float64 array of shape (n_rows,)
        Weights from 0 up, those above 0 with a mean of 1; rows of weight 0 are for the caller to leave out.

    Raises
    ------
    WeightsError
        If weights are no numbers, missing, infinite, negative, all zero, or zero for a whole class.
    """
    if values.dtype == object:
        values = pd.to_numeric(values, errors="coerce")
    if not pd.api.types.is_numeric_dtype(values.dtype):
        raise WeightsError.not_numeric(values.dtype)
    weights = values.to_numpy(dtype=np.float64, na_value=np.nan)
    for broken, word in (
        (np.isnan(weights), "missing or no number"),
        (np.isinf(weights), "infinite"),
        (weights < 0, "negative"),
    ):
        if broken.any():
            raise WeightsError.broken(word, int(broken.sum()), int(broken.argmax()))
    if not weights.any():
        raise WeightsError.all_zero()
    if codes is not None and classes is not None:
        totals = np.bincount(codes, weights=weights, minlength=len(classes))
        if not totals.all():
            raise WeightsError.all_zero(classes[totals == 0])
    weights = weights / weights.max()  # sums of the largest numbers would be infinite
    scaled: FloatArray = weights / weights[weights > 0].mean()
    return scaled

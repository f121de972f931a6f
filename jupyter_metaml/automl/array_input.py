"""Arrays as estimators get them, checked in the words of scikit-learn, which people search for.

Tables with names, and everything about their values, are the business of the intake.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.utils.validation import check_array, column_or_1d

from jupyter_metaml.exceptions import DataError


def checked_table(X: Any, owner: str, *, min_rows: int) -> Any:
    """Return a table that can be taken in.

    Parameters
    ----------
    X : table of shape (n_samples, n_features)
        Tables with names and sparse matrices pass as they are.
    owner : str
        Name of the estimator, for messages.
    min_rows : int
        Fewest rows of an array.

    Raises
    ------
    ValueError
        If an array is not two-dimensional, too small, or complex.
    """
    if hasattr(X, "columns") or hasattr(X, "column_names") or sparse.issparse(X):
        return X
    return check_array(X, dtype=None, ensure_all_finite=False, ensure_min_samples=min_rows, estimator=owner)


def checked_target(y: Any, owner: str) -> Any:
    """Return a target as a Series or a one-dimensional array.

    Parameters
    ----------
    y : array-like of shape (n_samples,)
        A single column is flattened, with a warning.
    owner : str
        Name of the estimator, for messages.

    Raises
    ------
    DataError
        If it is None, or holds infinite numbers.
    """
    if y is None:
        message = f"{owner} requires y to be passed, but the target y is None. Give labels or numbers."
        raise DataError(message)
    values = one_per_row(y)
    if values.dtype.kind == "f" and np.isinf(values).any():
        message = "Input y contains infinity or a value too large for dtype('float64'). Leave those rows out."
        raise DataError(message)
    return values if values.ndim == 1 else column_or_1d(values, warn=True)


def checked_weights(sample_weight: Any) -> Any:
    """Return row weights as a Series or an array, or None.

    Raises
    ------
    DataError
        If all are zero.
    """
    weights = one_per_row(sample_weight)
    if weights is not None and len(weights) and not np.any(weights):
        message = "The sample weights are all zero, so that no row counts. Give some rows a weight above zero."
        raise DataError(message)
    return weights


def one_per_row(given: Any) -> Any:
    """Return one value per row as a Series or an array, whatever it was; columns are not named here."""
    return given if given is None or isinstance(given, pd.Series) else np.asarray(given)

"""How the rows and the target of one small task become numbers: what is learned for that, is learned on its support."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.base import clone

from jupyter_metaml.exceptions import DataError
from jupyter_metaml.typing import AnyArray, FloatArray
from jupyter_metaml.wording import quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How tables become what a network takes.

    Parameters
    ----------
    columns : scikit-learn transformer or None, default=None
        Cloned and fitted on the support of each task, with its target.  `TableColumns` takes any table.  None takes
        arrays of finite numbers as they are.
    scale_target : bool, default=False
        In regression, subtract the mean of the support's target and divide by its standard deviation; predictions
        are turned back.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from jupyter_metaml.neural import Encoding, TableColumns
    >>> X = pd.DataFrame({"size": [1, 2, None, 4], "shop": ["a", "b", "a", "b"]})
    >>> encoding = Encoding(columns=TableColumns(5))
    >>> fitted = encoding.fitted_on(X, np.array([0, 1, 0, 1]), is_classification=True)
    >>> fitted.rows(X).shape
    (4, 5)
    """

    columns: Any = None
    scale_target: bool = False

    def fitted_on(self, X: Any, y: AnyArray, *, is_classification: bool) -> FittedEncoding:
        """Learn from the support of a task.

        Parameters
        ----------
        X : table or array of shape (n_support, ...)
        y : array of shape (n_support,)
            Codes or numbers.
        is_classification : bool
        """
        columns = None if self.columns is None else clone(self.columns).fit(X, y)
        if is_classification or not self.scale_target:
            return FittedEncoding(columns=columns)
        deviation = float(np.std(y))
        return FittedEncoding(columns=columns, centre=float(np.mean(y)), spread=deviation if deviation > 0 else 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedEncoding:
    """An encoding with what it learned on a support.

    Parameters
    ----------
    columns : fitted transformer or None, default=None
    centre, spread : float, default=0 and 1
        Of the target.
    """

    columns: Any = None
    centre: float = 0.0
    spread: float = 1.0

    def rows(self, X: Any) -> FloatArray:
        """Return rows as finite numbers, shape (n_rows, *row).

        Raises
        ------
        DataError
            If they are no finite numbers.
        """
        return as_numbers(X if self.columns is None else self.columns.transform(X))

    def target(self, y: AnyArray) -> AnyArray:
        """Return codes as they are, and numbers on the scale that the network predicts."""
        return y if y.dtype.kind in "iu" else (y - self.centre) / self.spread

    def restored(self, outputs: FloatArray) -> FloatArray:
        """Return outputs of a regression on the scale of the target."""
        return outputs * self.spread + self.centre


def as_numbers(X: Any) -> FloatArray:
    """Return an array of finite numbers, or say what to do with anything else."""
    try:
        numbers = np.asarray(X, dtype=np.float64)
    except (TypeError, ValueError) as error:
        msg = (
            f"The rows hold {quoted(error.args[0]) if error.args else 'something'} where a network needs numbers. Turn "
            "tables into numbers with Encoding(columns=TableColumns(...))."
        )
        raise DataError(msg) from error
    if numbers.ndim < 2:
        msg = f"X has the shape {numbers.shape}. Give rows and columns, for one column the shape (n_rows, 1)."
        raise DataError(msg)
    if not np.isfinite(numbers).all():
        msg = (
            "The rows have missing or infinite values, which a network cannot take. Fill them, or use "
            "Encoding(columns=TableColumns(...)), which does."
        )
        raise DataError(msg)
    return numbers

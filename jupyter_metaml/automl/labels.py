"""Labels of the target: to codes, and back into the type that they came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jupyter_metaml.exceptions import DataError
from jupyter_metaml.tasks import as_frame
from jupyter_metaml.wording import counted, listed

if TYPE_CHECKING:
    from jupyter_metaml.tasks import Task
    from jupyter_metaml.typing import AnyArray, FloatArray


class ScoringError(DataError):
    """The target of a test frame cannot be compared with predictions."""

    @classmethod
    def missing(cls, name: object) -> ScoringError:
        """Say that there is nothing to compare with."""
        return cls(f"The test frame has no target {name!r}. Add the column, or pass its values.")

    @classmethod
    def unknown(cls, labels: list[Any], known: list[Any]) -> ScoringError:
        """List labels that the model cannot predict."""
        return cls(
            f"{counted(len(labels), 'label')} of the test frame did not occur in training: {listed(labels)}. "
            f"Known are: {listed(known)}. Leave those rows out, or train with them."
        )

    @classmethod
    def length(cls, given: int, wanted: int) -> ScoringError:
        """Give both lengths."""
        return cls(f"The test target has {counted(given, 'value')} and the test frame {counted(wanted, 'row')}.")

    @classmethod
    def empty(cls) -> ScoringError:
        """Say that no row can be scored."""
        return cls("The test frame has no row with a known target, so it cannot be scored.")


def label_dtype(dtype: Any) -> str | None:
    """Name the dtype of a target, where plain arrays of labels would lose it.

    Parameters
    ----------
    dtype : pandas or NumPy type
        Of the original target.

    Returns
    -------
    str or None
        None for NumPy types, and for types that pandas cannot read back from their name.
    """
    if isinstance(dtype, pd.CategoricalDtype):
        return "category"
    if not pd.api.types.is_extension_array_dtype(dtype) or isinstance(dtype, pd.SparseDtype):
        return None
    try:
        return str(dtype) if pd.api.types.pandas_dtype(str(dtype)) == dtype else None
    except TypeError:
        return None


def with_dtype(values: AnyArray, dtype: str | None, classes: AnyArray | None) -> Any:
    """Give predicted labels the dtype of the training target; predicted numbers stay floats."""
    if dtype is None or classes is None:
        return values
    if dtype == "category":
        return pd.Categorical(values, categories=pd.Index(classes))
    return pd.Series(values).astype(pd.api.types.pandas_dtype(dtype)).array


def known_targets(data: Any, target: Any, task: Task) -> tuple[AnyArray, FloatArray]:
    """Find the rows of a test frame that have a target, and its values as the task has them.

    Parameters
    ----------
    data : table
        Test rows.
    target : array-like or None
        Their target; None takes the column of the task's target.
    task : Task
        Labels by code.

    Returns
    -------
    rows : ndarray of int
        Positions of rows with a known target.
    y : ndarray
        Codes or numbers of these rows.

    Raises
    ------
    ScoringError
        If there is no target, or it holds unknown labels.
    """
    frame, names = as_frame(data)
    if target is None:
        places = [place for place, name in enumerate(frame.columns) if names.get(name, name) == task.target_name]
        if task.target_name is None or not places:
            raise ScoringError.missing(task.target_name)
        values = frame.iloc[:, places[0]]
    else:
        values = pd.Series(np.asarray(target, dtype=object))
    if len(values) != len(frame):
        raise ScoringError.length(len(values), len(frame))
    return codes_of(values, task.classes)


def codes_of(values: pd.Series[Any], classes: AnyArray | None) -> tuple[AnyArray, FloatArray]:
    """Find the rows with a target, and its values as a metric takes them.

    Parameters
    ----------
    values : Series of length n_rows
    classes : ndarray of shape (n_classes,) or None
        Labels by code; None in regression.

    Returns
    -------
    rows, y
        As for `known_targets`.

    Raises
    ------
    ScoringError
        If no target is known, or it holds unknown labels.
    """
    rows = np.flatnonzero(values.notna().to_numpy(dtype=bool))
    if not len(rows):
        raise ScoringError.empty()
    known = values.iloc[rows].astype(object)
    if classes is None:
        return rows, pd.to_numeric(known).to_numpy(dtype=np.float64)
    codes = known.map({label: code for code, label in enumerate(classes.tolist())})
    if codes.isna().any():
        raise ScoringError.unknown(list(dict.fromkeys(known[codes.isna()])), list(classes))
    return rows, codes.to_numpy(dtype=np.int64)

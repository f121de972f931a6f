"""Labels of any type and their codes, both ways."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jupyter_metaml.typing import AnyArray
from jupyter_metaml.wording import listed, quoted


def encode(values: pd.Series[Any]) -> tuple[NDArray[np.int64], AnyArray]:
    """Give every label a code, in the order of the labels.

    Categories keep their order, and those that do not occur are left out.  Labels that cannot be compared (``1`` and
    ``"1"``) are different classes, sorted by type and then by text.

    Parameters
    ----------
    values : Series of shape (n_rows,)
        Labels without missing ones.

    Returns
    -------
    codes : int64 array of shape (n_rows,)
        From 0 to n_classes - 1.
    classes : array of shape (n_classes,)
        Labels by code, in their original type: booleans, whole numbers, floats, or objects.
    """
    if isinstance(values.dtype, pd.CategoricalDtype):
        used = values.cat.remove_unused_categories()
        return used.cat.codes.to_numpy().astype(np.int64), _as_array(used.cat.categories)
    codes, uniques = pd.factorize(values)
    labels = _as_array(pd.Index(uniques))
    order = sorting(labels)
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order))
    return ranks[codes], labels[order]


def restore(codes: NDArray[Any], classes: AnyArray, dtype: Any) -> pd.Series[Any]:
    """Put labels in place of codes, in the type of the original column.

    Parameters
    ----------
    codes : int array of shape (n_rows,)
        From 0 to n_classes - 1.
    classes : array of shape (n_classes,)
        Labels by code.
    dtype : pandas or NumPy type
        The type of the original column.

    Returns
    -------
    Series of shape (n_rows,)
        With the index 0, 1, ...
    """
    labels = classes[codes]
    if isinstance(dtype, pd.SparseDtype):
        dtype = dtype.subtype
    column: pd.Series[Any] = pd.Series(labels, dtype=dtype)
    return column


def label_notes(classes: AnyArray) -> list[str]:
    """Say what is worth knowing about labels: the positive class, mixed types, labels that only look different."""
    notes = []
    if len(classes) == 2:
        notes.append(f"Scores that need a positive class take {quoted(classes[1])} as positive.")
    types = sorted({type(label).__name__ for label in classes})
    if len(types) > 1:
        notes.append(f"The target mixes {' and '.join(types)} labels; they count as different classes.")
    alike: dict[str, list[object]] = {}
    for label in classes:
        if isinstance(label, str):
            alike.setdefault(" ".join(label.split()).casefold(), []).append(label)
    twins = [label for labels in alike.values() if len(labels) > 1 for label in labels]
    if twins:
        notes.append(f"Some labels differ only by case or spaces, and count as different classes: {listed(twins)}.")
    return notes


def sorting(labels: AnyArray) -> NDArray[np.int64]:
    """Find the order of labels: their own, or by type and text when they have none between them."""
    everything = range(len(labels))
    try:
        ranked: Iterable[int] = sorted(everything, key=lambda place: labels[place])
    except TypeError:  # labels of types that have no order between them
        ranked = sorted(everything, key=lambda place: (type(labels[place]).__name__, str(labels[place])))
    return np.fromiter(ranked, dtype=np.int64, count=len(labels))


def _as_array(labels: pd.Index[Any]) -> AnyArray:
    numeric = getattr(labels.dtype, "numpy_dtype", labels.dtype)  # of nullable and Arrow types
    if isinstance(numeric, np.dtype) and numeric.kind in "biuf":
        return labels.to_numpy(dtype=numeric)
    filled = np.empty(len(labels), dtype=object)
    filled[:] = list(labels)
    return filled

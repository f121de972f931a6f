"""A short name for the content of a task, the same in every process."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jupyter_metaml.typing import AnyArray

# Tables with more cells than this are known by evenly spaced rows (about 120 million cells are hashed per second).
MAX_CELLS = 200_000_000


def row_hashes(X: pd.DataFrame) -> NDArray[np.uint64]:
    """Hash every row of a table with plain values; equal rows have equal hashes.

    Parameters
    ----------
    X : DataFrame of shape (n_rows, n_columns)
        Plain values, see `jupyter_metaml.tasks.cells`.

    Returns
    -------
    uint64 array of shape (n_rows,)
        The same in every process that runs the same version of pandas.
    """
    return pd.util.hash_pandas_object(X, index=False).to_numpy().astype(np.uint64, copy=False)


def sampled_rows(X: pd.DataFrame) -> pd.DataFrame:
    """Take evenly spaced rows of a table that has more than `MAX_CELLS` cells; else all of it."""
    step = -(-X.size // MAX_CELLS)
    return X if step <= 1 else X.iloc[::step]


def fingerprint(
    hashes: NDArray[np.uint64], names: Mapping[str, Hashable], kind: str, arrays: Mapping[str, AnyArray | None]
) -> str:
    """Name the content of a task by 32 hexadecimal digits.

    Parameters
    ----------
    hashes : uint64 array
        From `row_hashes`.
    names : mapping of safe name to original label
        Both count, in their order.
    kind : str
        What is predicted.
    arrays : mapping of role to array or None
        Target, groups, time, weights, classes.

    Returns
    -------
    str
        Equal for tasks with equal content.
    """
    digest = hashlib.sha256(f"{kind} {len(names)}".encode())
    for name, label in names.items():
        digest.update(f"{name!r}:{type(label).__name__}:{label!r};".encode("utf-8", "backslashreplace"))
    digest.update(np.ascontiguousarray(hashes).tobytes())
    for role, values in arrays.items():
        if values is None:
            continue
        digest.update(f"{role}:{values.dtype}:{len(values)};".encode())
        # The memory of an array of objects holds addresses, which differ between processes.
        content = (
            repr(values.tolist()).encode("utf-8", "backslashreplace") if values.dtype == object else values.tobytes()
        )
        digest.update(content)
    return digest.hexdigest()[:32]

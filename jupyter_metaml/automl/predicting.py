"""Predict row by row batch, and give labels back in the type that they came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from jupyter_metaml.automl.surroundings import own_surroundings

if TYPE_CHECKING:
    import pandas as pd
    from sklearn.pipeline import Pipeline

    from jupyter_metaml.typing import AnyArray

# Rows and cells per batch: the dense matrix of a batch stays below 100 MiB.
MAX_BATCH_ROWS = 100_000
MAX_BATCH_CELLS = 10_000_000


def predict_in_batches(
    pipeline: Pipeline, frame: pd.DataFrame, method: Literal["predict", "predict_proba"]
) -> AnyArray:
    """Apply a fitted pipeline to a frame of any length.

    Parameters
    ----------
    pipeline : Pipeline
        Fitted.
    frame : DataFrame of shape (n_rows, n_columns)
        As the pipeline takes it; 0 rows are fine.
    method : {"predict", "predict_proba"}
        What is asked.

    Returns
    -------
    ndarray of shape (n_rows,) or (n_rows, n_classes)
    """
    if not len(frame):
        return _empty(pipeline, method)
    size = max(1, min(MAX_BATCH_ROWS, MAX_BATCH_CELLS // max(1, frame.shape[1])))
    ask = getattr(pipeline, method)
    with own_surroundings():
        parts = [np.asarray(ask(frame.iloc[start : start + size])) for start in range(0, len(frame), size)]
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _empty(pipeline: Pipeline, method: str) -> AnyArray:
    classes = getattr(pipeline, "classes_", None)
    if classes is None:
        return np.empty(0)
    return np.empty((0, len(classes))) if method == "predict_proba" else np.empty(0, dtype=np.asarray(classes).dtype)

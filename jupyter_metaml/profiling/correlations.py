"""Correlations of many columns at once, with missing cells left out pair by pair."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.typing import FloatArray, IntArray


def correlations_with(columns: FloatArray, target: FloatArray) -> tuple[FloatArray, IntArray]:
    """Correlate each column with the target over the rows where the column is present.

    Parameters
    ----------
    columns : ndarray of shape (n_columns, n_rows)
        NaN where missing.
    target : ndarray of shape (n_rows,)
        Nothing missing.

    Returns
    -------
    correlations : ndarray of shape (n_columns,)
        From -1 to 1; 0 where a column or the target does not vary.
    n_present : ndarray of shape (n_columns,)
        Rows behind each figure.
    """
    present = ~np.isnan(columns)
    n_present = present.sum(axis=1)
    x = _scaled(columns, present)
    y = target / max(float(np.abs(target).max(initial=0.0)), np.finfo(np.float64).tiny)
    y = y - y.mean()
    count = np.maximum(n_present, 1)
    x -= (x.sum(axis=1) / count)[:, None] * present
    y_mean = (present @ y) / count
    covariance = x @ y  # x is centred over the rows present, so the mean of y drops out
    x_squares = np.einsum("ij,ij->i", x, x)
    y_squares = present @ (y * y) - count * y_mean**2
    scale = np.sqrt(np.maximum(x_squares, 0.0)) * np.sqrt(np.maximum(y_squares, 0.0))
    usable = (n_present > 2) & (scale > 1e-12 * np.sqrt(count))
    found = np.where(usable, covariance / np.where(usable, scale, 1.0), 0.0)
    return np.clip(found, -1.0, 1.0), n_present.astype(np.int64)


def correlation_matrix(columns: FloatArray) -> FloatArray:
    """Correlate columns with each other; missing cells count as the mean of their column.

    Parameters
    ----------
    columns : ndarray of shape (n_columns, n_rows)

    Returns
    -------
    ndarray of shape (n_columns, n_columns)
    """
    present = ~np.isnan(columns)
    x = _scaled(columns, present)
    x -= (x.sum(axis=1) / np.maximum(present.sum(axis=1), 1))[:, None] * present
    norms = np.sqrt(np.einsum("ij,ij->i", x, x))
    x /= np.where(norms > 0, norms, 1.0)[:, None]
    return np.clip(x @ x.T, -1.0, 1.0)


def rank_rows(columns: FloatArray) -> FloatArray:
    """Replace the numbers of each column by their ranks; ties keep the order of the rows, missing cells stay missing.

    Parameters
    ----------
    columns : ndarray of shape (n_columns, n_rows)
    """
    order = np.argsort(columns, axis=1, kind="stable")
    found = np.empty(columns.shape, dtype=np.float64)
    np.put_along_axis(found, order, np.arange(columns.shape[1], dtype=np.float64)[None, :], axis=1)
    found[np.isnan(columns)] = np.nan
    return found


def _scaled(columns: FloatArray, present: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> FloatArray:
    """Divide by the largest magnitude, so that squares neither overflow nor vanish; missing cells become 0."""
    filled = np.where(present, columns, 0.0)
    largest = np.abs(filled).max(axis=1, initial=0.0)
    return np.asarray(filled / np.where(largest > 0, largest, 1.0)[:, None], dtype=np.float64)

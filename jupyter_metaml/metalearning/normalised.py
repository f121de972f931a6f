"""Losses of one task made comparable with those of another.

Raw losses say how hard a task is, and a model of them learns just that.  What is learned from and what is judged by
is therefore the place of a configuration between the best one and the middle one of the same task.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import rankdata

if TYPE_CHECKING:
    from jupyter_metaml.typing import FloatArray


def normalised_errors(loss: FloatArray) -> FloatArray:
    """Scale the losses of each task to 0 for the best configuration and 1 for the median one and all that are worse.

    Parameters
    ----------
    loss : ndarray of shape (n_tasks, n_configurations)
        NaN: never tried; infinity: tried without result.

    Returns
    -------
    ndarray of shape (n_tasks, n_configurations)
        From 0 to 1; 1 where there was no result, NaN where nothing was tried.  Where more than half of the
        configurations failed, the worst one with a result takes the place of the median.

    References
    ----------
    Salinas and Erickson (2024), TabRepo, AutoML conference; the scale of the ADTM of Wistuba et al. (2016).
    """
    if not loss.size:
        return np.zeros(loss.shape)
    tried = ~np.isnan(loss)
    finite = np.isfinite(loss)
    best = np.min(loss, axis=1, where=finite, initial=np.inf)[:, None]  # (n_tasks, 1)
    worst = np.max(loss, axis=1, where=finite, initial=-np.inf)[:, None]
    # a column of zeros keeps rows where nothing was tried from being empty; they come out as NaN all the same
    medians = np.nanmedian(np.where(tried.any(axis=1, keepdims=True), loss, 0.0), axis=1)[:, None]
    middle = np.where(np.isfinite(medians), medians, worst)
    above = np.where(finite, loss, 0.0) - np.where(np.isfinite(best), best, 0.0)
    spread = np.where(finite.any(axis=1, keepdims=True), middle - best, 1.0)
    is_flat = spread <= 0.0
    errors = np.where(is_flat, (above > 0.0).astype(np.float64), above / np.where(is_flat, 1.0, spread))
    errors = np.where(finite, np.clip(errors, 0.0, 1.0), 1.0)
    return np.where(tried, errors, np.nan)


def relative_ranks(loss: FloatArray) -> FloatArray:
    """Rank the configurations of each task from 0 (best) to 1 (worst).

    Parameters
    ----------
    loss : ndarray of shape (n_tasks, n_configurations)
        NaN: never tried; infinity: tried without result.

    Returns
    -------
    ndarray of shape (n_tasks, n_configurations)
        Ties share their mean rank; NaN where nothing was tried.
    """
    if not loss.size:
        return np.zeros(loss.shape)
    tried = ~np.isnan(loss)
    ranks = rankdata(np.where(tried, loss, np.inf), axis=1, method="average")
    # what was never tried shares the last places with what failed: these get the middle of their own places
    n_tried = tried.sum(axis=1, keepdims=True)
    failed = np.isinf(loss)
    n_failed = failed.sum(axis=1, keepdims=True)
    ranks = np.where(failed, n_tried - (n_failed - 1) / 2, ranks)
    return np.where(tried, (ranks - 1) / np.maximum(n_tried - 1, 1), np.nan)

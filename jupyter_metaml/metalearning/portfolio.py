"""Configurations that cover each other's weak tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from jupyter_metaml.typing import FloatArray, IntArray

# A gain below this is noise of the losses, not cover.
SMALLEST_GAIN = 1e-4


def greedy_order(
    errors: FloatArray,
    weights: FloatArray,
    n: int,
    *,
    seconds: FloatArray | None = None,
    reached: FloatArray | None = None,
) -> IntArray:
    """Order configurations so that each one adds the most to those before it.

    Each step takes the configuration that lowers the weighted mean of the best error per task the most, per second
    where seconds are given.  Once nothing lowers it further the rest follows by weighted mean error.  Ties go to the
    lower mean error, then to the left.

    Parameters
    ----------
    errors : ndarray of shape (n_tasks, n_configurations)
        From 0 to 1, no gaps.
    weights : ndarray of shape (n_tasks,)
        At least 0.
    n : int
        Length of the order, at most.
    seconds : ndarray of shape (n_configurations,) or None, default=None
        What a gain is divided by, above 0.
    reached : ndarray of shape (n_tasks,) or None, default=None
        Error that was reached before; None: 1 everywhere.

    Returns
    -------
    ndarray of shape (min(n, n_configurations),)
        Positions, first choice first.

    References
    ----------
    Feurer et al. (2022), Auto-sklearn 2.0, JMLR 23(261): greedy portfolios; here tasks have weights and gains a price.
    """
    means = weights @ errors  # (n_configurations,)
    best = np.ones(len(errors)) if reached is None else reached
    price = np.ones(errors.shape[1]) if seconds is None else seconds
    left = np.lexsort((np.arange(errors.shape[1]), means))  # positions, by mean error
    order: list[int] = []
    while len(left) and len(order) < n:
        gains = weights @ np.maximum(best[:, None] - errors[:, left], 0.0)  # (n_left,)
        place = int(np.argmax(gains / price[left]))
        if gains[place] < SMALLEST_GAIN:
            break
        order.append(int(left[place]))
        best = np.minimum(best, errors[:, left[place]])
        left = np.delete(left, place)
    return np.array([*order, *left.tolist()][:n], dtype=np.int64)

"""Columns that are filled in for one class only: what stands in them does not matter then."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.profiling.near_copies import MIN_AVOIDABLE, SKILL
from jupyter_metaml.typing import IntArray


def filled_for_one_class(missing: Mapping[int, NDArray[np.bool_]], classes: IntArray) -> dict[int, float]:
    """Find the columns whose missing cells tell one class from all others.

    There are two ways to guess a class from whether a cell is filled, so nothing can be learnt by heart, and all rows
    are judged at once.

    Parameters
    ----------
    missing : mapping of int to ndarray of shape (n_rows,)
        Which cells are missing, by position in the table.
    classes : ndarray of shape (n_rows,)
        Class codes.

    Returns
    -------
    dict of int to float
        Share of the error avoided that naming the more frequent side would make, by position in the table.
    """
    n_rows, sizes = len(classes), np.bincount(classes)
    avoidable = np.minimum(sizes, n_rows - sizes)  # (n_classes,)
    skill: dict[int, float] = {}
    for position, is_missing in missing.items():
        filled = np.bincount(classes[~is_missing], minlength=len(sizes))
        wrong = int(filled.sum()) + sizes - 2 * filled  # filled rows of other classes, missing ones of this class
        avoided = 1.0 - np.minimum(wrong, n_rows - wrong) / np.maximum(avoidable, 1)
        skill[position] = float(avoided[avoidable >= MIN_AVOIDABLE].max(initial=0.0))
    return {position: figure for position, figure in skill.items() if figure >= SKILL}

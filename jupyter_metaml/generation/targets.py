"""What is asked: scores become classes, or quantities."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.corruption.imbalance import draw_class_shares
from jupyter_metaml.generation.corruption.label_noise import add_noise, exchange_labels
from jupyter_metaml.generation.corruption.recipe import Corruption
from jupyter_metaml.generation.draws import log_uniform, log_uniform_int
from jupyter_metaml.generation.errors import DraftError
from jupyter_metaml.generation.levels import cut_by_shares
from jupyter_metaml.generation.quantities import as_quantity
from jupyter_metaml.typing import AnyArray, FloatArray, IntArray, Kind

# Classes are planned with this many rows at least, and refused with fewer than this.
_PLANNED_ROWS, _FEWEST_ROWS = 20, 8
_FEWEST_DISTINCT = 8


def draw_n_classes(rng: np.random.Generator, kind: Kind, n_rows: int, most: int) -> int:
    """Draw a number of classes for a kind of task: 2, or 3 and more as rows allow, few more often; 0 in regression."""
    if kind != "multiclass":
        return 2 if kind == "binary" else 0
    return log_uniform_int(rng, 3, max(3, min(most, n_rows // _PLANNED_ROWS)))


def draw_n_scores(rng: np.random.Generator, n_classes: int) -> int:
    """Draw how many scores make the target: one that is cut, or one for each of several classes."""
    return n_classes if n_classes > 2 and rng.random() < 0.6 else 1


def draw_target(rng: np.random.Generator, scores: FloatArray, n_classes: int, corruption: Corruption) -> AnyArray:
    """Make a target of scores.

    Classes have shares that are alike (cuts at quantiles) or uneven (cuts anywhere).  Their names tell nothing.

    Parameters
    ----------
    rng : Generator
    scores : ndarray of shape (n_rows, n_scores)
        Standardised; a single one is cut, of several the largest wins.
    n_classes : int
        0 for regression.
    corruption : Corruption
        How often classes are uneven and labels wrong.

    Returns
    -------
    ndarray of shape (n_rows,)
        Texts, or finite floats.

    Raises
    ------
    DraftError
        If a class is too small, or too few numbers are distinct.
    """
    is_noisy = rng.random() < corruption.label_noise
    if not n_classes:
        ratio = log_uniform(rng, 0.03, 1.5) if is_noisy else 0.0
        return _checked(as_quantity(add_noise(scores[:, 0], ratio, rng), rng))
    shares = np.full(n_classes, 1.0 / n_classes)
    if rng.random() < corruption.imbalance:
        shares = draw_class_shares(rng, n_classes, floor=min(1.0 / n_classes, _PLANNED_ROWS / len(scores)))
    codes = cut_by_shares(scores[:, 0], shares, rng) if scores.shape[1] == 1 else _winners(scores, shares)
    if is_noisy:
        codes = exchange_labels(codes, 0.3 * rng.uniform() ** 2, rng)
    sizes = np.bincount(codes, minlength=n_classes)
    if sizes.min() < _FEWEST_ROWS:
        msg = f"a class has {sizes.min()} rows"
        raise DraftError(msg)
    return np.array([f"class {number}" for number in rng.permutation(n_classes).tolist()], dtype=object)[codes]


def _winners(scores: FloatArray, shares: FloatArray) -> IntArray:
    """Let the class with the largest score win, with head starts that bring shares near those wanted."""
    starts = np.zeros(len(shares))
    for _ in range(30):
        found = np.bincount((scores + starts).argmax(axis=1), minlength=len(shares)) / len(scores)
        starts += 0.4 * np.log(shares / np.maximum(found, 0.5 / len(scores)))
    return np.asarray((scores + starts).argmax(axis=1), dtype=np.int64)


def _checked(y: FloatArray) -> FloatArray:
    n_distinct = len(np.unique(y))
    if n_distinct < _FEWEST_DISTINCT or not np.isfinite(y).all():
        msg = f"the target has {n_distinct} distinct values"
        raise DraftError(msg)
    return y

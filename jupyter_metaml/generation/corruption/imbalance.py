"""Classes of which some are rare."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.draws import log_uniform
from jupyter_metaml.typing import FloatArray


def draw_class_shares(rng: np.random.Generator, n_classes: int, *, floor: float) -> FloatArray:
    """Draw how common each class is.

    Of two classes, the rarer has between 2 and 50 % of the rows, small shares as often as large ones.  Of more, the
    shares are from nearly alike to very uneven.

    Parameters
    ----------
    rng : Generator
    n_classes : int
        From 2 up.
    floor : float
        Smallest share; at most 1 / n_classes.

    Returns
    -------
    ndarray of shape (n_classes,)
        Adding up to 1, in random order.
    """
    if n_classes == 2:
        rarer = log_uniform(rng, 0.02, 0.5)
        shares = rng.permutation([rarer, 1.0 - rarer])
    else:
        shares = rng.dirichlet(np.full(n_classes, log_uniform(rng, 0.5, 10.0)))
    return np.asarray(floor + (1.0 - n_classes * floor) * shares)

"""What a target is made of: nodes of the graph that are not shown, or a function of the columns that are."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.batches.functions import random_function
from jupyter_metaml.generation.batches.single_precision import Floats, alike, standardised


def of_columns(rng: np.random.Generator, meaning: Floats, n_scores: int) -> Floats:
    """Draw a function of some of the columns; most tables have columns that matter more than others.

    Parameters
    ----------
    rng : Generator
    meaning : array of shape (n_tables, n_rows, n_informative)
    n_scores : int
        Scores per row.

    Returns
    -------
    array of shape (n_tables, n_rows, n_scores)
        Standardised.
    """
    n = meaning.shape[2]
    matters = np.asarray(rng.random(n) < rng.uniform(0.25, 1.3))
    matters[rng.integers(0, n)] = True
    weight = matters.astype(np.float32)
    if rng.random() < 0.7:
        weight *= np.float32(0.05) + alike(rng, n)
    reach = np.repeat(weight[:, None], n_scores, axis=1)
    scores = standardised(random_function(rng)(rng, meaning, reach))
    if rng.random() < 0.25:
        scores = standardised(scores + np.float32(rng.uniform(0.3, 1.5)) * random_function(rng)(rng, meaning, reach))
    return np.nan_to_num(scores, copy=False).clip(-12.0, 12.0)

"""Columns that repeat what others say."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.draft import Draft
from jupyter_metaml.generation.draws import log_uniform
from jupyter_metaml.generation.signal import standardised


def add_redundant(draft: Draft, n_new: int, rng: np.random.Generator) -> Draft:
    """Append columns that follow from one to three others, up to a little noise.

    Parameters
    ----------
    draft : Draft
    n_new : int
    rng : Generator

    Returns
    -------
    Draft
        The new columns are numbers, of the size of the others.
    """
    if not n_new:
        return draft
    n_sources = rng.integers(1, 4, n_new)
    weights = np.zeros((draft.n_columns, n_new))
    for place, n in enumerate(n_sources.tolist()):
        weights[rng.integers(0, draft.n_columns, n), place] = rng.normal(size=n)
    clean = standardised(draft.numbers @ weights)
    noise = log_uniform(rng, 1e-3, 0.5) * rng.normal(size=clean.shape)
    return draft.with_more(standardised(clean + noise), {})

"""Columns that have nothing to do with the target."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.draft import Draft
from jupyter_metaml.generation.inputs import draw_inputs


def add_irrelevant(draft: Draft, n_new: int, rng: np.random.Generator) -> Draft:
    """Append columns without information: fresh ones, or columns of the draft with their rows shuffled.

    Shuffled ones look exactly like those that matter, so that nothing but the target gives them away.

    Parameters
    ----------
    draft : Draft
    n_new : int
    rng : Generator

    Returns
    -------
    Draft
    """
    if not n_new:
        return draft
    n_shuffled = int(rng.integers(0, n_new + 1))
    source = rng.integers(0, draft.n_columns, n_shuffled)
    order = rng.permuted(np.broadcast_to(np.arange(draft.n_rows), (n_shuffled, draft.n_rows)), axis=1).T
    shuffled = draft.numbers[order, source]  # (n_rows, n_shuffled)
    codes = {
        place: draft.codes[column][order[:, place]]
        for place, column in enumerate(source.tolist())
        if column in draft.codes
    }
    fresh, fresh_codes = draw_inputs(rng, draft.n_rows, max(1, n_new - n_shuffled))
    return draft.with_more(
        np.hstack([shuffled, fresh[:, : n_new - n_shuffled]]),
        codes | {n_shuffled + place: level for place, level in fresh_codes.items() if place < n_new - n_shuffled},
    )

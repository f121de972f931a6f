"""Single numbers far away from the others: slips, broken sensors, a code such as 999 for "unknown"."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from jupyter_metaml.generation.draft import Draft
from jupyter_metaml.generation.draws import log_uniform, some_of


def add_outliers(draft: Draft, share: float, rng: np.random.Generator) -> Draft:
    """Replace few cells in a share of the numbers by far values.

    In some columns they are spread, in others they are one and the same value.

    Parameters
    ----------
    draft : Draft
    share : float
        Of the columns of numbers, from 0 to 1.
    rng : Generator

    Returns
    -------
    Draft
        Between 0.1 and 5 % of the cells in such a column lie 5 to 100 standard deviations from its mean.
    """
    places = draft.plain
    places = places[some_of(rng, len(places), share)]
    numbers = draft.numbers.copy()
    for place in places.tolist():
        rows = some_of(rng, draft.n_rows, log_uniform(rng, 0.001, 0.05))
        distance = log_uniform(rng, 5.0, 100.0) * numbers[:, place].std()
        is_one_value = rng.random() < 0.3
        far = np.ones(len(rows)) if is_one_value else rng.uniform(0.5, 1.0, len(rows)) * rng.choice([-1, 1], len(rows))
        numbers[rows, place] = numbers[:, place].mean() + distance * np.where(np.abs(far) < 0.5, 0.5, far)
    return replace(draft, numbers=numbers)

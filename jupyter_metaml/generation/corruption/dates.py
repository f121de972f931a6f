"""Numbers that are recorded as points in time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from jupyter_metaml.generation.draft import Draft


def make_dates(draft: Draft, rng: np.random.Generator) -> Draft:
    """Make a date of one column of numbers, if there are two or more of them.

    Parameters
    ----------
    draft : Draft
    rng : Generator

    Returns
    -------
    Draft
    """
    places = draft.plain
    if len(places) < 2:
        return draft
    return replace(draft, dates=draft.dates | {int(rng.choice(places))})

"""Categories as they are met: numbers recorded in classes only, and levels that occur once or twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from jupyter_metaml.generation.draft import Draft
from jupyter_metaml.generation.draws import log_uniform, some_of
from jupyter_metaml.generation.levels import cut_by_shares, draw_level_shares, draw_n_levels
from jupyter_metaml.typing import IntArray


def cut_into_levels(draft: Draft, share: float, rng: np.random.Generator) -> Draft:
    """Record a share of the numbers as levels: what varies within a level is lost.

    Parameters
    ----------
    draft : Draft
    share : float
        Of the columns of numbers, from 0 to 1.
    rng : Generator

    Returns
    -------
    Draft
    """
    places = draft.plain
    cut = {
        place: cut_by_shares(draft.numbers[:, place], draw_level_shares(rng, draw_n_levels(rng, draft.n_rows)), rng)
        for place in places[some_of(rng, len(places), share)].tolist()
    }
    return replace(draft, codes={**draft.codes, **cut})


def add_rare_levels(draft: Draft, share: float, rng: np.random.Generator) -> Draft:
    """Give few rows of a share of the categories levels of their own: slips and exceptions.

    Parameters
    ----------
    draft : Draft
    share : float
        Of the categories, from 0 to 1.
    rng : Generator

    Returns
    -------
    Draft
        Each new level has one to three rows; together they have up to 5 % of them.
    """
    places = sorted(draft.codes)
    changed = {
        places[number]: _with_rare(draft.codes[places[number]], rng) for number in some_of(rng, len(places), share)
    }
    return replace(draft, codes={**draft.codes, **changed})


def _with_rare(codes: IntArray, rng: np.random.Generator) -> IntArray:
    rows = rng.permutation(some_of(rng, len(codes), log_uniform(rng, 0.002, 0.05)))
    changed = codes.copy()
    changed[rows] = codes.max() + 1 + np.arange(len(rows)) // int(rng.integers(1, 4))
    return changed

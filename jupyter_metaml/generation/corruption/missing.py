"""Empty cells: by chance, because of the value itself, or because of another column."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from jupyter_metaml.generation.draft import Draft
from jupyter_metaml.generation.draws import log_uniform, some_of
from jupyter_metaml.typing import FloatArray

# However often cells are missing, this share of them can be seen.
_MOST = 0.95


def hide_cells(draft: Draft, share: float, rng: np.random.Generator) -> Draft:
    """Empty cells in a share of the columns.

    Each column has its own rate and reason: none (missing completely at random), another column (missing at random),
    or its own value, as large incomes are left blank (missing not at random).

    Parameters
    ----------
    draft : Draft
    share : float
        Of the columns, from 0 to 1.
    rng : Generator

    Returns
    -------
    Draft
        Between 0.2 and 60 % of the cells of such a column are missing.

    References
    ----------
    Rubin (1976), Inference and missing data, Biometrika, for the three reasons.
    """
    missing = np.zeros(draft.numbers.shape, dtype=bool)
    usual = log_uniform(rng, 0.01, 0.4)
    for place in some_of(rng, draft.n_columns, share).tolist():
        rate = min(0.6, usual * log_uniform(rng, 0.2, 2.0))
        reason = rng.choice(["chance", "other", "itself"])
        source = int(rng.integers(draft.n_columns)) if reason == "other" else place
        steepness = 0.0 if reason == "chance" else rng.uniform(1.0, 4.0)
        chances = _chances(draft.numbers[:, source] * rng.choice([-1.0, 1.0]), rate, steepness)
        missing[:, place] = rng.random(draft.n_rows) < chances
    missing[:, missing.all(axis=0)] = False
    return replace(draft, missing=missing)


def _chances(values: FloatArray, rate: float, steepness: float) -> FloatArray:
    """Grow with a power of the rank of the value, with mean `rate` where nothing is clipped."""
    ranks = (np.argsort(np.argsort(values, kind="stable"), kind="stable") + 0.5) / len(values)
    return np.asarray(np.minimum(_MOST, rate * (1.0 + steepness) * ranks**steepness))

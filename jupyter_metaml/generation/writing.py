"""Write a draft down as a table of numbers, texts and dates, with columns in random order."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jupyter_metaml.generation.draft import Draft
from jupyter_metaml.generation.draws import log_uniform
from jupyter_metaml.typing import AnyArray, FloatArray, IntArray

# A category is written as whole numbers this often; else as texts.
_WRITTEN_AS_NUMBERS = 0.25
_DAY_ZERO = np.datetime64("2020-01-01", "D")


def as_frame(draft: Draft, rng: np.random.Generator) -> pd.DataFrame:
    """Write a draft down.

    Numbers get a unit, an offset and a number of decimals each, so that some are whole and many repeat.  Levels get
    names whose order tells nothing.  Columns are shuffled before they are named.

    Parameters
    ----------
    draft : Draft
    rng : Generator

    Returns
    -------
    DataFrame of shape (n_rows, n_columns)
        Columns ``x0``, ``x1``, ...; missing cells are NaN or NaT.
    """
    columns: dict[str, AnyArray] = {}
    for number, place in enumerate(rng.permutation(draft.n_columns).tolist()):
        is_missing = None if draft.missing is None or not draft.missing[:, place].any() else draft.missing[:, place]
        columns[f"x{number}"] = _written(draft, place, rng, is_missing)
    return pd.DataFrame(columns)


def _written(draft: Draft, place: int, rng: np.random.Generator, is_missing: AnyArray | None) -> AnyArray:
    if place in draft.codes:
        return _levels(draft.codes[place], rng, is_missing)
    if place in draft.dates:
        return _days(draft.numbers[:, place], rng, is_missing)
    return _quantities(draft.numbers[:, place], rng, is_missing)


def _levels(codes: IntArray, rng: np.random.Generator, is_missing: AnyArray | None) -> AnyArray:
    numbers = rng.permutation(int(codes.max()) + 1)
    if rng.random() < _WRITTEN_AS_NUMBERS:
        return _without(numbers[codes], is_missing)
    texts = np.array([f"level {number}" for number in numbers.tolist()], dtype=object)[codes]
    if is_missing is not None:
        texts[is_missing] = np.nan
    return texts


def _days(values: FloatArray, rng: np.random.Generator, is_missing: AnyArray | None) -> AnyArray:
    """Spread values over a month to thirty years around 2020."""
    span = log_uniform(rng, 30.0, 11_000.0)
    days = np.round(np.clip(values, -4.0, 4.0) / 8.0 * span).astype(np.int64)
    dates = (_DAY_ZERO + days).astype("datetime64[s]")
    if is_missing is not None:
        dates[is_missing] = np.datetime64("NaT")
    return dates


def _quantities(values: FloatArray, rng: np.random.Generator, is_missing: AnyArray | None) -> AnyArray:
    unit = log_uniform(rng, 1e-2, 1e4)
    offset = unit * rng.choice([0.0, rng.normal(scale=3.0), rng.normal(scale=30.0)])
    # Steps between possible values: from half a unit, which leaves a dozen of them, to a millionth.
    n_decimals = int(np.ceil(-np.log10(unit))) + int(rng.choice(7, p=(0.15, 0.2, 0.25, 0.2, 0.1, 0.05, 0.05)))
    quantities = np.round(values * unit + offset, n_decimals)
    is_whole = n_decimals <= 0 and is_missing is None and np.abs(quantities).max() < 2**52
    return quantities.astype(np.int64) if is_whole else _without(quantities, is_missing)


def _without(numbers: AnyArray, is_missing: AnyArray | None) -> AnyArray:
    return numbers if is_missing is None else np.where(is_missing, np.nan, numbers)

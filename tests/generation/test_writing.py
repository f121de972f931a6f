from __future__ import annotations

import numpy as np
import pandas as pd

from jupyter_metaml.generation.draft import Draft
from jupyter_metaml.generation.writing import as_frame

N_ROWS = 300


def draft(*, with_missing: bool = False) -> Draft:
    rng = np.random.default_rng(0)
    numbers = rng.normal(size=(N_ROWS, 6))
    missing = rng.random(numbers.shape) < 0.2 if with_missing else None
    codes = {place: rng.integers(0, 4, N_ROWS) for place in (4, 5)}
    return Draft(numbers=numbers, codes=codes, dates=frozenset({3}), missing=missing)


def written(seed: int, *, with_missing: bool = False) -> pd.DataFrame:
    return as_frame(draft(with_missing=with_missing), np.random.default_rng(seed))


def test_columns_are_named_in_order_and_stand_anywhere():
    frames = [written(seed) for seed in range(30)]

    assert all(list(frame.columns) == [f"x{number}" for number in range(6)] for frame in frames)
    places_of_dates = {next(name for name in frame if frame[name].dtype.kind == "M") for frame in frames}
    assert len(places_of_dates) == 6


def test_levels_are_texts_or_whole_numbers_without_their_order():
    texts, numbers, orders = 0, 0, set()
    for seed in range(30):
        for column in written(seed).items():
            if column[1].nunique() != 4:
                continue
            values = column[1]
            is_text = isinstance(values.iloc[0], str)
            texts, numbers = texts + is_text, numbers + (not is_text)
            orders.add(str(values.iloc[0]))
    assert texts > numbers > 0
    assert len(orders) > 4


def test_numbers_have_many_units_and_decimals():
    spreads, is_whole = [], []
    for seed in range(30):
        frame = written(seed).select_dtypes("number")
        for name in frame:
            if frame[name].nunique() > 4:
                spreads.append(frame[name].std())
                is_whole.append(frame[name].dtype.kind == "i")

    assert min(spreads) < 0.1
    assert max(spreads) > 1_000
    assert 0 < np.mean(is_whole) < 0.5


def test_rounding_leaves_several_values():
    for seed in range(30):
        frame = written(seed)

        assert frame.nunique().min() >= 4


def test_dates_are_days():
    dates = written(0).select_dtypes("datetime").iloc[:, 0]

    assert (dates == dates.dt.normalize()).all()
    assert dates.min().year > 2000
    assert dates.max().year < 2040


def test_missing_cells_are_missing_whatever_the_type():
    for seed in range(10):
        frame = written(seed, with_missing=True)

        assert frame.isna().sum().sum() == draft(with_missing=True).missing.sum()
        assert frame.isna().any().all()

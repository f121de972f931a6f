from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.corruption.missing import hide_cells
from jupyter_metaml.generation.draft import Draft


def numbers() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(2_000, 30))


def shift(values: np.ndarray, is_missing: np.ndarray) -> float:
    """Return how far the mean of what is missing lies from that of what is there."""
    return abs(values[is_missing].mean() - values[~is_missing].mean())


def test_rates_differ_by_column_and_leave_something():
    missing = hide_cells(Draft(numbers=numbers()), 1.0, np.random.default_rng(1)).missing

    rates = missing.mean(axis=0)
    assert rates.min() > 0
    assert rates.max() < 0.65
    assert rates.max() > 2 * rates.min()


def test_some_values_decide_themselves_and_some_by_others():
    draft = Draft(numbers=numbers())
    by_itself, by_other, by_chance = 0, 0, 0
    for seed in range(10):
        missing = hide_cells(draft, 1.0, np.random.default_rng(seed)).missing
        for place in range(30):
            if missing[:, place].sum() < 100:
                continue
            shifts = [shift(draft.numbers[:, other], missing[:, place]) for other in range(30)]
            strongest = int(np.argmax(shifts))
            by_chance += shifts[strongest] < 0.35
            by_itself += shifts[strongest] >= 0.35 and strongest == place
            by_other += shifts[strongest] >= 0.35 and strongest != place

    assert min(by_itself, by_other, by_chance) > 20


def test_numbers_stay_for_those_who_know_them():
    draft = Draft(numbers=numbers())

    assert hide_cells(draft, 1.0, np.random.default_rng(1)).numbers is draft.numbers


def test_share_of_none_hides_nothing():
    assert not hide_cells(Draft(numbers=numbers()), 0.0, np.random.default_rng(1)).missing.any()


def test_no_column_of_a_short_table_is_empty():
    for seed in range(50):
        missing = hide_cells(Draft(numbers=np.zeros((2, 10))), 1.0, np.random.default_rng(seed)).missing

        assert not missing.all(axis=0).any()

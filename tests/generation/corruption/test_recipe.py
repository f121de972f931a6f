from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.generation import Corruption, Linear, Signal


def signal(n_columns: int) -> Signal:
    return Linear().signal(np.random.default_rng(0), 300, n_columns, 1)


@pytest.mark.parametrize("n_columns", [1, 2, 3, 60])
def test_columns_are_divided_without_rest(n_columns):
    rng = np.random.default_rng(0)
    for _ in range(100):
        counts = Corruption(irrelevant=1.0, redundant=1.0).draw_counts(rng, n_columns)

        assert counts.informative + counts.redundant + counts.irrelevant == n_columns
        assert counts.informative >= 1


def test_corrupted_table_has_all_its_columns():
    rng = np.random.default_rng(0)
    corruption = Corruption(irrelevant=1.0, redundant=1.0, missing=1.0, dates=1.0)
    for _ in range(20):
        counts = corruption.draw_counts(rng, 20)
        draft = corruption.corrupt(signal(counts.informative), counts, rng)

        assert draft.numbers.shape == (300, 20)
        assert np.isfinite(draft.numbers).all()
        assert draft.missing.any()


def test_none_leaves_the_signal_as_it_is():
    rng = np.random.default_rng(0)
    counts = Corruption.none().draw_counts(rng, 5)

    draft = Corruption.none().corrupt(signal(5), counts, rng)

    assert (counts.informative, counts.redundant, counts.irrelevant) == (5, 0, 0)
    np.testing.assert_array_equal(draft.numbers, signal(5).columns)
    assert draft.codes.keys() == signal(5).codes.keys()
    assert draft.dates == frozenset()
    assert not draft.missing.any()


@pytest.mark.parametrize("chance", [-0.1, 1.1, float("nan")])
def test_what_is_no_chance_is_refused_by_name(chance):
    with pytest.raises(UsageError, match="outliers="):
        Corruption(outliers=chance)

from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.generation.levels import (
    cut_by_shares,
    draw_category_share,
    draw_level_shares,
    draw_n_levels,
    into_levels,
)


def test_numbers_of_levels_are_mostly_small_and_sometimes_large():
    rng = np.random.default_rng(0)

    drawn = np.array([draw_n_levels(rng, 10_000) for _ in range(2_000)])

    assert (drawn.min(), drawn.max() <= 200) == (2, True)
    assert 0.65 < np.mean(drawn <= 10) < 0.77
    assert 0.03 < np.mean(drawn > 50) < 0.08


def test_few_rows_have_few_levels():
    rng = np.random.default_rng(0)

    assert max(draw_n_levels(rng, 8) for _ in range(300)) <= 4
    assert draw_n_levels(rng, 1) == 2


def test_shares_of_levels_add_up():
    rng = np.random.default_rng(0)

    shares = [draw_level_shares(rng, 20) for _ in range(50)]

    np.testing.assert_allclose([share.sum() for share in shares], 1.0)
    assert max(share.max() / share.min() for share in shares) > 20


def test_cuts_give_each_level_its_share_in_order():
    values = np.random.default_rng(0).permutation(100).astype(float)

    codes = cut_by_shares(values, np.array([0.1, 0.6, 0.3]), np.random.default_rng(1))

    np.testing.assert_array_equal(np.bincount(codes), [10, 60, 30])
    assert values[codes == 0].max() < values[codes == 1].min() < values[codes == 2].min()


def test_equal_values_are_dealt_at_random():
    codes = cut_by_shares(np.zeros(1_000), np.array([0.5, 0.5]), np.random.default_rng(1))

    np.testing.assert_array_equal(np.bincount(codes), [500, 500])
    assert 200 < codes[:500].sum() < 300


def test_levels_have_effects_of_their_own():
    columns = np.random.default_rng(0).normal(size=(300, 6))

    changed, codes = into_levels(columns, 1.0, np.random.default_rng(1))

    assert sorted(codes) == list(range(6))
    for place, level in codes.items():
        assert all(len(np.unique(changed[level == code, place])) == 1 for code in np.unique(level))
    assert not np.array_equal(changed, columns)


def test_share_of_none_leaves_the_columns():
    columns = np.ones((4, 2))

    changed, codes = into_levels(columns, 0.0, np.random.default_rng(0))

    np.testing.assert_array_equal(changed, columns)
    assert codes == {}


@pytest.mark.parametrize(("bound", "low", "high"), [(0.0, 0.2, 0.4), (1.0, 0.05, 0.2)])
def test_some_tables_have_no_category_and_some_nothing_else(bound, low, high):
    rng = np.random.default_rng(0)

    shares = np.array([draw_category_share(rng) for _ in range(1_000)])

    assert low < np.mean(shares == bound) < high

from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.neural.pfn.views import (
    MOST_COLUMNS,
    MOST_ROWS,
    column_subsets,
    draw_views,
    importances,
    share_out,
)


def test_the_first_of_a_small_table_sees_it_as_it_is(rng):
    views = draw_views(rng, np.zeros(50, dtype=int), np.ones(6), 3)

    assert len(views) == 3
    np.testing.assert_array_equal(views[0].rows, np.arange(50))
    np.testing.assert_array_equal(views[0].columns, np.arange(6))
    assert [view.is_turned for view in views] == [False, True, False]
    assert sorted(views[1].columns) == list(range(6))


@pytest.mark.parametrize("all_see_made", [False, True])
def test_every_second_one_or_all_see_columns_that_were_made(rng, all_see_made: bool):
    views = draw_views(rng, np.zeros(50, dtype=int), np.ones(6), 4, n_made=2, all_see_made=all_see_made)

    first = [6, 7] if all_see_made else []
    assert [sorted(view.columns)[6:] for view in views] == [first, [6, 7], first, [6, 7]]


def test_rows_of_a_long_table_are_shared_out(rng):
    views = draw_views(rng, np.zeros(2 * MOST_ROWS, dtype=int), np.ones(3), 1)

    assert len(views) == 2
    np.testing.assert_array_equal(np.sort(np.concatenate([view.rows for view in views])), np.arange(2 * MOST_ROWS))


@pytest.mark.parametrize("n_rows", [MOST_ROWS + 1, 3000, 100_000])
def test_parts_are_of_even_strata_and_no_larger_than_training_has_seen(rng, n_rows: int):
    strata = (np.arange(n_rows) % 10 == 0).astype(int)

    parts = share_out(rng, strata, min(4, -(-n_rows // MOST_ROWS)))

    assert max(map(len, parts)) <= MOST_ROWS
    assert [strata[part].mean() for part in parts] == pytest.approx([0.1] * len(parts), abs=0.01)


def test_a_rare_class_is_seen_by_somebody(rng):
    strata = np.zeros(2 * MOST_ROWS, dtype=int)
    strata[7] = 1

    assert any(7 in part for part in share_out(rng, strata, 2))


def test_columns_take_turns_beside_the_important_ones():
    importance = np.arange(100.0)

    subsets = column_subsets(importance)

    assert all(len(subset) <= MOST_COLUMNS for subset in subsets)
    assert set(np.concatenate(subsets)) == set(range(100))
    assert all(set(range(100 - MOST_COLUMNS // 2, 100)) <= set(subset) for subset in subsets)


def test_important_columns_are_those_that_tell(rng):
    features = rng.normal(size=(200, 3, 2)).astype(np.float32)
    target = features[:, 1, 1:] + 0.1 * rng.normal(size=(200, 1))

    assert importances(features, target).argmax() == 1
    assert importances(features, target)[1] == pytest.approx(0.99, abs=0.02)


def test_constant_features_have_no_importance():
    assert importances(np.zeros((10, 2, 4), dtype=np.float32), np.ones((10, 1))).tolist() == [0.0, 0.0]

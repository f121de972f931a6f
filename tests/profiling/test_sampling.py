from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.profiling.sampling import sample_rows


@pytest.mark.parametrize(("n_rows", "n_columns"), [(50_000, 80), (2_000, 1_000_000), (0, 5), (5, 0)])
def test_small_tables_are_looked_at_whole(n_rows, n_columns):
    assert sample_rows(n_rows, n_columns, random_state=0) is None


@pytest.mark.parametrize(("n_columns", "expected"), [(1, 50_000), (50, 50_000), (400, 10_000), (10_000, 2_000)])
def test_wide_tables_are_looked_at_in_fewer_rows(n_columns, expected):
    assert len(sample_rows(100_000, n_columns, random_state=0)) == expected


def test_rows_keep_their_order_and_do_not_repeat():
    rows = sample_rows(100_000, 10_000, random_state=0)

    assert (np.diff(rows) > 0).all()


def test_the_same_seed_draws_the_same_rows():
    first, second, other = (sample_rows(60_000, 1, random_state=seed) for seed in (1, 1, 2))

    assert (first == second).all()
    assert (first != other).any()

from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.profiling.correlations import correlation_matrix, correlations_with, rank_rows

NAN = np.nan


def test_correlations_are_those_of_numpy():
    rng = np.random.default_rng(0)
    columns, target = rng.normal(size=(4, 50)), rng.normal(size=50)

    found, n_present = correlations_with(columns, target)

    assert found == pytest.approx([np.corrcoef(column, target)[0, 1] for column in columns])
    assert n_present.tolist() == [50] * 4


def test_missing_cells_are_left_out_pair_by_pair():
    columns = np.array([[1.0, NAN, 3.0, 4.0, 5.0]])
    target = np.array([2.0, 100.0, 6.0, 8.0, 10.0])

    found, n_present = correlations_with(columns, target)

    assert found == pytest.approx([1.0])
    assert n_present.tolist() == [4]


def test_what_does_not_vary_correlates_with_nothing():
    columns = np.array([[3.0] * 5, [NAN] * 5, [1.0, 2.0, 3.0, 4.0, 5.0]])

    assert correlations_with(columns, np.array([1.0, 2.0, 1.0, 2.0, 1.0]))[0][:2].tolist() == [0, 0]
    assert correlations_with(columns, np.full(5, 7.0))[0].tolist() == [0, 0, 0]


@pytest.mark.parametrize("scale", [1e-300, 1e300])
def test_scale_does_not_matter(scale):
    target = np.arange(10.0)

    assert correlations_with((target * scale)[None, :], target)[0] == pytest.approx([1.0])


def test_a_matrix_of_correlations_is_that_of_numpy():
    columns = np.random.default_rng(0).normal(size=(3, 40))

    assert correlation_matrix(columns) == pytest.approx(np.corrcoef(columns))
    assert correlation_matrix(np.empty((0, 5))).shape == (0, 0)


def test_ranks_keep_missing_cells_missing():
    np.testing.assert_array_equal(rank_rows(np.array([[30.0, NAN, 10.0, 20.0]])), [[2, NAN, 0, 1]])

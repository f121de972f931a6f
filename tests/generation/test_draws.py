from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.generation.draws import importances, log_uniform, log_uniform_int, some_of


def test_log_uniform_draws_halve_at_the_geometric_mean():
    rng = np.random.default_rng(0)

    drawn = np.array([log_uniform(rng, 0.01, 100.0) for _ in range(2_000)])

    assert 0.01 <= drawn.min() < drawn.max() <= 100.0
    assert 0.45 < np.mean(drawn < 1.0) < 0.55


@pytest.mark.parametrize(("low", "high"), [(1, 1), (1, 3), (5, 6)])
def test_whole_draws_reach_both_bounds(low, high):
    rng = np.random.default_rng(0)

    assert {log_uniform_int(rng, low, high) for _ in range(300)} == set(range(low, high + 1))


def test_importances_have_mean_square_one():
    rng = np.random.default_rng(0)

    drawn = [importances(rng, 20) for _ in range(50)]

    np.testing.assert_allclose([np.mean(weights**2) for weights in drawn], 1.0)
    assert min(weights.max() / weights.min() for weights in drawn) < 2.0
    assert max(weights.max() / weights.min() for weights in drawn) > 100.0


def test_share_of_things_is_taken():
    rng = np.random.default_rng(0)

    assert list(some_of(rng, 5, 1.0)) == [0, 1, 2, 3, 4]
    assert list(some_of(rng, 5, 0.0)) == []
    assert 400 < len(some_of(rng, 1_000, 0.45)) < 500

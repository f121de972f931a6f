from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.quantities import as_quantity

SCORES = np.sort(np.random.default_rng(0).normal(size=400))


def drawn() -> list[np.ndarray]:
    return [as_quantity(SCORES, np.random.default_rng(seed)) for seed in range(60)]


def test_quantities_are_finite_and_keep_the_order():
    for y in drawn():
        assert np.isfinite(y).all()
        assert (np.diff(y) >= 0).all()


def test_shapes_differ():
    shares_of_zero = [np.mean(y == 0) for y in drawn()]
    is_whole = [np.array_equal(y, np.round(y)) for y in drawn()]
    is_share = [y.min() > 0 and y.max() < 1 for y in drawn()]
    has_long_tail = [y.max() - np.median(y) > 3 * (np.median(y) - y.min()) for y in drawn()]

    assert max(shares_of_zero) > 0.2
    assert np.median(shares_of_zero) == 0.0
    assert 0 < sum(is_whole) < 30
    assert 0 < sum(is_share) < 30
    assert 0 < sum(has_long_tail) < 50


def test_wild_scores_stay_finite():
    for seed in range(60):
        assert np.isfinite(as_quantity(np.linspace(-1e3, 1e3, 50), np.random.default_rng(seed))).all()

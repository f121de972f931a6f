from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.generation.corruption.imbalance import draw_class_shares


@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_shares_add_up_and_keep_the_floor(n_classes):
    rng = np.random.default_rng(0)

    shares = np.array([draw_class_shares(rng, n_classes, floor=0.03) for _ in range(200)])

    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    assert shares.min() >= 0.03


def test_rarer_of_two_classes_has_from_2_to_50_percent():
    rng = np.random.default_rng(0)

    rarer = np.array([draw_class_shares(rng, 2, floor=0.0).min() for _ in range(1_000)])

    assert 0.02 <= rarer.min() < 0.03
    assert 0.45 < rarer.max() <= 0.5
    assert 0.4 < np.mean(rarer < 0.1) < 0.6


def test_several_classes_are_from_nearly_alike_to_uneven():
    rng = np.random.default_rng(0)

    ratios = [shares.max() / shares.min() for shares in (draw_class_shares(rng, 4, floor=0.001) for _ in range(300))]

    assert min(ratios) < 2
    assert max(ratios) > 50


def test_highest_floor_makes_all_alike():
    np.testing.assert_allclose(draw_class_shares(np.random.default_rng(0), 4, floor=0.25), 0.25)

from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.generation.batches.single_precision import normals
from jupyter_metaml.generation.batches.targets import as_classes, as_numbers, draw_n_classes, with_wrong_labels


@pytest.mark.parametrize(("n_scores", "n_classes"), [(1, 2), (1, 7), (2, 2), (10, 10)])
def test_classes_are_whole_numbers_below_their_count(n_scores: int, n_classes: int):
    for seed in range(20):
        rng = np.random.default_rng(seed)

        y = as_classes(rng, normals(rng, 3, 90, n_scores), n_classes)

        assert y.shape == (3, 90)
        assert set(np.unique(y)) <= set(range(n_classes))


def test_rare_classes_come_up():
    def minority(seed: int) -> float:
        rng = np.random.default_rng(seed)
        return min(np.bincount(as_classes(rng, normals(rng, 1, 500, 1), 2)[0].astype(int), minlength=2)) / 500

    shares = np.array([minority(seed) for seed in range(200)])

    assert 0.1 < (shares < 0.15).mean() < 0.5
    assert (shares > 0.35).mean() > 0.3


def test_half_of_the_tables_have_two_classes():
    counts = np.array([draw_n_classes(np.random.default_rng(seed)) for seed in range(500)])

    assert (counts == 2).mean() == pytest.approx(0.5, abs=0.08)
    assert counts.max() == 10


def test_wrong_labels_are_few(rng):
    y = np.zeros((200, 100))

    wrong = (with_wrong_labels(rng, y, 2) != y).mean(axis=1)

    assert (wrong == 0.0).mean() > 0.6
    assert 0.0 < wrong.max() < 0.25


def test_numbers_are_standardised_and_often_odd():
    distinct = []
    for seed in range(100):
        rng = np.random.default_rng(seed)

        y = as_numbers(rng, normals(rng, 2, 300, 1))

        np.testing.assert_allclose(y.std(axis=1), 1.0, atol=1e-2)
        distinct.append(len(np.unique(y[0])))
    assert min(distinct) < 30
    assert np.median(distinct) == 300

from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.generation import Corruption
from jupyter_metaml.generation.errors import DraftError
from jupyter_metaml.generation.targets import draw_n_classes, draw_n_scores, draw_target

QUIET = Corruption(label_noise=0.0, imbalance=0.0)


def scores(n_scores: int, n_rows: int = 600) -> np.ndarray:
    return np.random.default_rng(0).normal(size=(n_rows, n_scores))


def test_number_of_classes_fits_the_kind_and_the_rows():
    rng = np.random.default_rng(0)

    assert draw_n_classes(rng, "binary", 1_000, 10) == 2
    assert draw_n_classes(rng, "regression", 1_000, 10) == 0
    assert {draw_n_classes(rng, "multiclass", 1_000, 6) for _ in range(200)} == {3, 4, 5, 6}
    assert {draw_n_classes(rng, "multiclass", 80, 10) for _ in range(200)} == {3, 4}


def test_only_several_classes_have_a_score_each():
    rng = np.random.default_rng(0)

    assert {draw_n_scores(rng, n_classes) for n_classes in (0, 2) for _ in range(20)} == {1}
    assert {draw_n_scores(rng, 4) for _ in range(50)} == {1, 4}


@pytest.mark.parametrize("n_classes", [2, 5])
def test_quantiles_cut_one_score_into_classes_of_one_size(n_classes):
    target = draw_target(np.random.default_rng(1), scores(1), n_classes, QUIET)

    sizes = np.unique(target, return_counts=True)[1]
    assert len(sizes) == n_classes
    assert sizes.max() - sizes.min() <= 1
    changes = target[np.argsort(scores(1)[:, 0])]
    assert (changes[1:] != changes[:-1]).sum() == n_classes - 1


def test_largest_of_several_scores_wins_with_shares_near_those_wanted():
    target = draw_target(np.random.default_rng(1), scores(4), 4, QUIET)

    labels = np.unique(target)
    own = [scores(4)[target == label].mean(axis=0) for label in labels]
    sizes = np.unique(target, return_counts=True)[1]
    assert {int(np.argmax(means)) for means in own} == {0, 1, 2, 3}
    assert sizes.max() < 1.2 * sizes.min()


def test_uneven_classes_keep_enough_rows():
    smallest = []
    for seed in range(50):
        target = draw_target(np.random.default_rng(seed), scores(1), 2, Corruption(label_noise=0.0, imbalance=1.0))
        smallest.append(np.unique(target, return_counts=True)[1].min())

    assert 20 <= min(smallest) < 60


def test_names_of_classes_do_not_tell_their_order():
    firsts = set()
    for seed in range(20):
        target = draw_target(np.random.default_rng(seed), scores(1), 3, QUIET)
        firsts.add(target[np.argmin(scores(1)[:, 0])])

    assert firsts == {"class 0", "class 1", "class 2"}


def test_noise_moves_numbers():
    clean = [draw_target(np.random.default_rng(seed), scores(1), 0, QUIET) for seed in range(20)]
    noisy = [draw_target(np.random.default_rng(seed), scores(1), 0, Corruption(label_noise=1.0)) for seed in range(20)]

    ranks = np.argsort(np.argsort(scores(1)[:, 0]))
    follow = [np.corrcoef(np.argsort(np.argsort(y, kind="stable")), ranks)[0, 1] for y in clean]
    stray = [np.corrcoef(np.argsort(np.argsort(y, kind="stable")), ranks)[0, 1] for y in noisy]
    assert np.median(follow) > 0.999
    assert np.median(stray) < 0.99


def test_constant_score_makes_no_regression():
    with pytest.raises(DraftError, match="distinct values"):
        draw_target(np.random.default_rng(0), np.zeros((50, 1)), 0, QUIET)


def test_scores_that_leave_a_class_out_make_no_classes():
    same = np.repeat(scores(1), 3, axis=1)
    same[:, 2] -= 1e6

    with pytest.raises(DraftError, match="a class has 0 rows"):
        draw_target(np.random.default_rng(0), same, 3, QUIET)

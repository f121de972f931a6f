from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.profiling.single_column_skill import class_skill, halves, mean_skill, quantile_bins

RNG = np.random.default_rng(3)


def test_bins_hold_about_equally_many_rows():
    bins = quantile_bins(RNG.permutation(3_200).astype(float)[None, :], n_bins=32)

    assert np.bincount(bins[0]).tolist() == [100] * 32


def test_few_values_have_a_bin_each_and_missing_cells_their_own():
    bins = quantile_bins(np.array([[5.0, 7.0, np.nan, 5.0, 9.0]]), n_bins=8)

    assert bins.tolist() == [[0, 1, 8, 0, 2]]


def test_equal_numbers_share_a_bin():
    line = np.repeat(np.arange(50.0), 7)

    bins = quantile_bins(line[None, :], n_bins=32)[0]

    assert all(len(set(bins[line == value])) == 1 for value in range(50))


def test_a_copy_has_all_the_skill_and_noise_has_none():
    classes = RNG.integers(0, 3, 600)
    bins = np.stack([classes, RNG.integers(0, 3, 600)]).astype(np.int32)

    copy, noise = class_skill(bins, classes, n_bins=3, is_ordered=False, in_first=halves(600, random_state=0))

    assert copy == 1.0
    assert noise < 0.2


def test_what_is_learnt_by_heart_earns_nothing():
    classes = RNG.integers(0, 2, 400)
    identifier = np.arange(400, dtype=np.int32)[None, :]

    assert class_skill(identifier, classes, n_bins=400, is_ordered=False, in_first=halves(400, random_state=0))[0] <= 0


def test_a_bin_that_was_not_learnt_predicts_what_its_neighbour_does():
    classes = np.repeat([0, 1], 200)
    line = np.arange(400, dtype=np.int32)[None, :]  # a bin per row

    skill = class_skill(line, classes, n_bins=401, is_ordered=True, in_first=halves(400, random_state=0))

    assert skill[0] > 0.98


def test_levels_that_were_not_learnt_do_not_count_as_long_as_most_were():
    classes = np.repeat([0, 1], 150)
    levels = classes * 40 + RNG.integers(0, 40, 300)

    skill = class_skill(
        levels[None, :].astype(np.int32), classes, n_bins=80, is_ordered=False, in_first=halves(300, random_state=0)
    )

    assert skill[0] == 1.0


def test_many_columns_are_judged_as_each_alone():
    classes = RNG.integers(0, 5, 100)
    bins = RNG.integers(0, 65, (300, 100)).astype(np.int32)
    in_first = halves(100, random_state=0)

    together = class_skill(np.tile(bins, (40, 1)), classes, n_bins=66, is_ordered=False, in_first=in_first)

    assert together[:5].tolist() == [
        float(class_skill(line[None, :], classes, n_bins=66, is_ordered=False, in_first=in_first)[0])
        for line in bins[:5]
    ]
    assert (together[300:600] == together[:300]).all()


@pytest.mark.parametrize("scale", [1.0, 1e200])
def test_means_of_levels_explain_what_depends_on_them(scale):
    levels = RNG.integers(0, 4, 400).astype(np.int32)
    target = (levels + 0.01 * RNG.normal(size=400)) * scale

    explained = mean_skill(levels, target, n_levels=4, in_first=halves(400, random_state=0))

    assert explained > 0.99
    assert mean_skill(levels, RNG.normal(size=400), n_levels=4, in_first=halves(400, random_state=0)) < 0.1


def test_halves_are_halves():
    assert halves(7, random_state=0).sum() == 3

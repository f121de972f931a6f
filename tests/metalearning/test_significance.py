from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.metalearning.significance import bootstrap_interval, compare, family_means

NAMES = [f"f{number}" for number in range(20)]


def test_relatives_are_one_value():
    np.testing.assert_allclose(family_means([1.0, 3.0, 5.0, np.nan], ["a", "a", "b", "c"]), [2.0, 5.0])


def test_interval_holds_the_mean_and_narrows_with_families():
    rng = np.random.default_rng(0)
    few, many = rng.normal(size=20), rng.normal(size=500)

    wide = bootstrap_interval(few, [str(n) for n in range(20)])
    narrow = bootstrap_interval(many, [str(n) for n in range(500)])

    assert wide.low < wide.mean < wide.high
    assert narrow.high - narrow.low < wide.high - wide.low


def test_nothing_has_no_interval():
    assert np.isnan(bootstrap_interval([], []).mean)


@pytest.mark.filterwarnings("ignore:Sample size too small")  # SciPy before 1.15, of four tasks
def test_wins_ties_and_losses_have_a_margin():
    found = compare([0.1, 0.5, 0.52, 0.9], [0.5, 0.5, 0.5, 0.5], NAMES[:4])

    assert (found.wins, found.ties, found.losses) == (1, 2, 1)


@pytest.mark.parametrize(("shift", "is_sure"), [(-0.3, True), (0.0, False)])
def test_test_finds_a_shift_and_nothing_else(shift, is_sure):
    rng = np.random.default_rng(1)
    ones, others = rng.uniform(size=20) + shift, rng.uniform(size=20)

    assert (compare(ones, others, NAMES).p_value < 0.05) is is_sure


def test_no_difference_at_all_is_certain_of_nothing():
    assert compare([0.5] * 20, [0.5] * 20, NAMES).p_value == 1.0


def test_twenty_relatives_prove_nothing():
    assert compare([0.1] * 20, [0.5] * 20, ["one family"] * 20).p_value > 0.05

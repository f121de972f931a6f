from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.profiling.row_order import agreement_within, is_in_blocks, ordered_share, row_order_skill

RNG = np.random.default_rng(1)


def test_a_sorted_line_changes_in_one_direction():
    assert ordered_share(np.array([1.0, 1.0, 2.0, np.nan, 5.0]), min_steps=2) == 1.0
    assert ordered_share(np.array([5.0, 4.0, 4.0, 1.0]), min_steps=2) == 1.0
    assert ordered_share(RNG.normal(size=1_000), min_steps=2) < 0.6


def test_a_line_that_hardly_changes_has_no_order():
    assert ordered_share(np.ones(50), min_steps=1) is None
    assert ordered_share(np.array([1.0, 2.0, 3.0]), min_steps=10) is None


def test_position_tells_a_sorted_target_and_not_a_shuffled_one():
    position, classes = np.arange(300.0), np.repeat([0, 1, 2], 100)

    assert row_order_skill(position, classes, random_state=0) > 0.8
    assert row_order_skill(position, RNG.permutation(classes), random_state=0) < 0.2
    assert row_order_skill(position, position**2, random_state=0) > 0.9
    assert row_order_skill(position, RNG.normal(size=300), random_state=0) < 0.2


@pytest.mark.parametrize(
    ("y", "expected"),
    [
        (np.array([2, 2, 0, 0, 1]), True),
        (np.array([0, 1, 0, 1]), False),
        (np.array([0.5, 0.5, 3.0]), True),
        (np.array([3.0, 1.0]), True),
        (np.array([1.0, 3.0, 2.0]), False),
    ],
)
def test_a_table_sorted_by_its_target_is_in_blocks(y, expected):
    assert is_in_blocks(y) is expected


def test_rows_of_one_key_agree_when_the_key_decides():
    keys = np.repeat(np.arange(50), 6)
    per_key = RNG.normal(size=50)[keys]

    assert agreement_within(keys, per_key) == pytest.approx(1.0)
    assert agreement_within(keys, keys % 3) == pytest.approx(1.0)
    assert agreement_within(keys, RNG.normal(size=300)) < 0.1
    assert agreement_within(keys, RNG.integers(0, 2, 300)) < 0.1


def test_keys_that_do_not_repeat_agree_on_nothing():
    assert agreement_within(np.arange(20), RNG.normal(size=20)) == 0.0
    assert agreement_within(np.full(20, -1), RNG.normal(size=20)) == 0.0
    assert agreement_within(np.repeat([0, 1], 10), np.ones(20)) == 0.0

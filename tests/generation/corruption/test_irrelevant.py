from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.corruption.irrelevant import add_irrelevant
from jupyter_metaml.generation.draft import Draft


def draft() -> Draft:
    rng = np.random.default_rng(0)
    codes = rng.integers(0, 3, 400)
    return Draft(numbers=np.column_stack([rng.normal(size=400), codes * 2.0]), codes={1: codes})


def test_old_columns_stay_and_new_ones_are_appended():
    changed = add_irrelevant(draft(), 7, np.random.default_rng(1))

    assert changed.numbers.shape == (400, 9)
    np.testing.assert_array_equal(changed.numbers[:, :2], draft().numbers)


def test_new_columns_do_not_depend_on_the_old_ones():
    strongest = []
    for seed in range(10):
        changed = add_irrelevant(draft(), 7, np.random.default_rng(seed))
        strongest.append(np.abs(np.corrcoef(changed.numbers.T)[:2, 2:]).max())

    assert max(strongest) < 0.25


def test_some_are_old_columns_with_their_rows_shuffled():
    found = 0
    for seed in range(10):
        changed = add_irrelevant(draft(), 5, np.random.default_rng(seed))
        olds = [np.sort(column) for column in draft().numbers.T]
        found += sum(np.array_equal(np.sort(new), old) for new in changed.numbers[:, 2:].T for old in olds)

    assert 10 < found < 40


def test_levels_go_with_their_numbers():
    checked = 0
    for seed in range(10):
        changed = add_irrelevant(draft(), 6, np.random.default_rng(seed))
        for place, codes in changed.codes.items():
            checked += 1
            assert all(len(np.unique(changed.numbers[codes == code, place])) == 1 for code in np.unique(codes))

    assert checked > 15


def test_none_is_none():
    same = draft()

    assert add_irrelevant(same, 0, np.random.default_rng(0)) is same

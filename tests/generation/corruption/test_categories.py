from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.corruption.categories import add_rare_levels, cut_into_levels
from jupyter_metaml.generation.draft import Draft


def test_numbers_become_levels_of_neighbouring_values():
    draft = Draft(numbers=np.random.default_rng(0).normal(size=(500, 8)), codes={0: np.zeros(500, dtype=np.int64)})

    changed = cut_into_levels(draft, 1.0, np.random.default_rng(1))

    assert sorted(changed.codes) == list(range(8))
    assert changed.codes[0] is draft.codes[0]
    for place in range(1, 8):
        codes = changed.codes[place][np.argsort(draft.numbers[:, place])]
        assert (np.diff(codes) >= 0).all()
        assert 2 <= len(np.unique(codes)) <= 200


def test_some_columns_have_many_levels():
    draft = Draft(numbers=np.random.default_rng(0).normal(size=(1_000, 200)))

    changed = cut_into_levels(draft, 1.0, np.random.default_rng(1))

    n_levels = [int(codes.max()) + 1 for codes in changed.codes.values()]
    assert np.median(n_levels) <= 10
    assert max(n_levels) > 50


def test_rare_levels_have_up_to_three_rows():
    codes = np.arange(1_000) % 4
    draft = Draft(numbers=np.zeros((1_000, 1)), codes={0: codes})

    changed = add_rare_levels(draft, 1.0, np.random.default_rng(1)).codes[0]

    _, sizes = np.unique(changed[changed >= 4], return_counts=True)
    assert len(sizes) >= 1
    assert sizes.max() <= 3
    assert sizes.sum() < 80
    assert np.array_equal(changed[changed < 4], codes[changed < 4])


def test_tables_without_categories_get_no_rare_levels():
    assert add_rare_levels(Draft(numbers=np.zeros((10, 1))), 1.0, np.random.default_rng(0)).codes == {}

from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.batches.categories import cut_into_categories
from jupyter_metaml.generation.batches.single_precision import normals


def some_categories():
    """Draw categories until some come up."""
    for seed in range(100):
        rng = np.random.default_rng(seed)
        found = cut_into_categories(rng, normals(rng, 2, 300, 8))
        if len(found.columns):
            yield found


def test_codes_are_whole_numbers_from_0():
    for found in some_categories():
        assert (found.codes >= 0).all()
        assert (found.codes == np.floor(found.codes)).all()
        assert found.codes.max() < 200


def test_a_level_has_one_effect_in_most_columns():
    shares = []
    for found in some_categories():
        codes, effects = found.codes[0, :, 0], found.effects[0, :, 0]
        shares.append(all(np.ptp(effects[codes == code]) < 1e-6 for code in np.unique(codes)))

    assert 0.4 < np.mean(shares) < 1.0


def test_some_tables_have_no_category_and_some_nothing_else():
    counts = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        counts.append(len(cut_into_categories(rng, normals(rng, 1, 20, 4)).columns))

    assert 0.2 < np.mean(np.array(counts) == 0) < 0.6
    assert max(counts) == 4

from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.generation.batches.hidden_cells import hide
from jupyter_metaml.generation.batches.single_precision import normals


def test_about_a_third_of_the_tables_has_empty_cells():
    shares = [
        np.isnan(hide(rng, normals(rng, 4, 80, 5))).any(axis=(1, 2)).mean()
        for rng in map(np.random.default_rng, range(100))
    ]

    assert np.mean(shares) == pytest.approx(0.3, abs=0.08)


def test_no_column_is_empty():
    for seed in range(100):
        rng = np.random.default_rng(seed)

        assert not np.isnan(hide(rng, normals(rng, 4, 40, 3))).all(axis=1).any()


def test_cells_that_are_left_keep_their_values(rng):
    values = normals(rng, 20, 40, 3)
    before = values.copy()

    after = hide(rng, values)

    assert np.isnan(after).any()
    np.testing.assert_array_equal(after[~np.isnan(after)], before[~np.isnan(after)])

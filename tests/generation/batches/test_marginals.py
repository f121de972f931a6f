from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.batches.marginals import bent
from jupyter_metaml.generation.batches.single_precision import normals


def test_numbers_stay_finite_and_some_columns_as_they_are():
    kept = []
    for seed in range(50):
        rng = np.random.default_rng(seed)
        values = normals(rng, 2, 60, 6)
        before = values.copy()

        after = bent(rng, values)

        assert np.isfinite(after).all()
        kept.append((after == before).all(axis=(0, 1)).mean())
    assert 0.3 < np.mean(kept) < 0.9


def test_some_columns_have_ties_and_some_long_tails():
    ties, tails = [], []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        column = bent(rng, normals(rng, 1, 400, 1))[0, :, 0]
        ties.append(len(np.unique(column)) < 300)
        tails.append(np.abs(column - np.median(column)).max() > 8.0 * column.std())

    assert any(ties)
    assert any(tails)


def test_no_columns_are_no_trouble(rng):
    assert bent(rng, normals(rng, 2, 10, 0)).shape == (2, 10, 0)

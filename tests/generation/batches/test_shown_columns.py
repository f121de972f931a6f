from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.generation.batches.shown_columns import show
from jupyter_metaml.generation.batches.single_precision import normals


@pytest.mark.parametrize("n_columns", [3, 4, 12])
def test_columns_are_filled_up(n_columns: int):
    for seed in range(20):
        rng = np.random.default_rng(seed)

        shown = show(rng, normals(rng, 2, 50, 3), n_columns)

        assert shown.values.shape == (2, 50, n_columns)
        assert shown.meaning.shape == (2, 50, 3)
        assert shown.is_category.shape == (n_columns,)
        assert np.isfinite(shown.values).all()


def test_flags_stand_at_the_columns_with_codes():
    for seed in range(30):
        rng = np.random.default_rng(seed)

        shown = show(rng, normals(rng, 1, 50, 4), 9)
        is_whole = (shown.values[0] == np.floor(shown.values[0])).all(axis=0)

        assert is_whole[shown.is_category].all()
        assert shown.values[0].min(axis=0)[shown.is_category].min(initial=0.0) >= 0.0


def test_numbers_that_matter_are_among_the_columns():
    for seed in range(20):
        rng = np.random.default_rng(seed)
        nodes = normals(rng, 1, 50, 3)

        shown = show(rng, nodes, 8)

        for node, meaning in zip(nodes[0].T, shown.meaning[0].T, strict=True):
            is_number = np.array_equal(node, meaning)
            is_shown = any(np.array_equal(node, column) for column in shown.values[0].T)
            assert is_shown or not is_number or shown.is_category.any()

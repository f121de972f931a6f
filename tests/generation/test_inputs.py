from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.generation.inputs import draw_inputs, draw_numbers


@pytest.mark.parametrize("n_columns", [1, 2, 30])
def test_columns_are_standardised(n_columns):
    for seed in range(10):
        columns, codes = draw_inputs(np.random.default_rng(seed), 200, n_columns)

        assert columns.shape == (200, n_columns)
        np.testing.assert_allclose(columns.mean(axis=0), 0.0, atol=1e-9)
        spread = columns.std(axis=0)
        assert np.all(np.isclose(spread, 1.0) | (spread == 0.0))
        assert all(len(level) == 200 for level in codes.values())


def test_columns_are_from_nearly_independent_to_alike():
    correlations = []
    for seed in range(30):
        found = np.corrcoef(draw_numbers(np.random.default_rng(seed), 500, 10).T)
        correlations.append(np.abs(found[np.triu_indices(10, 1)]).mean())

    assert min(correlations) < 0.15
    assert max(correlations) > 0.4


def test_columns_have_several_shapes():
    tails = []
    for seed in range(30):
        columns, codes = draw_inputs(np.random.default_rng(seed), 500, 10)
        tails += [np.abs(columns[:, place]).max() for place in range(10) if place not in codes]

    assert min(tails) < 2.0
    assert max(tails) > 3.0

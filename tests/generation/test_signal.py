from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.signal import standardised


def test_columns_get_mean_zero_and_deviation_one():
    values = np.random.default_rng(0).normal(5.0, 3.0, size=(50, 3))

    np.testing.assert_allclose(standardised(values).mean(axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose(standardised(values).std(axis=0), 1.0)


def test_constant_columns_become_zero():
    values = np.column_stack([np.full(7, 1e9), np.zeros(7), np.full(7, 0.1)])

    np.testing.assert_array_equal(standardised(values), np.zeros((7, 3)))


def test_no_columns_stay_none():
    assert standardised(np.zeros((5, 0))).shape == (5, 0)

from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.generation.batches.single_precision import (
    alike,
    log_uniforms,
    looked_up,
    normals,
    standardised,
    uniforms,
)


def test_draws_are_single_precision(rng):
    drawn = [normals(rng, 2, 3), uniforms(rng, 2, 3), log_uniforms(rng, 0.1, 10.0, 2, 3), alike(rng, 5)]

    assert {values.dtype for values in drawn} == {np.dtype(np.float32)}


def test_log_uniform_numbers_stay_between_their_ends(rng):
    values = log_uniforms(rng, 0.1, 10.0, 1000)

    assert values.min() >= 0.0999
    assert values.max() <= 10.001
    assert np.median(values) == pytest.approx(1.0, abs=0.3)


def test_hyper_parameters_are_more_alike_within_a_table_than_between_tables(rng):
    tables = np.stack([alike(rng, 20) for _ in range(200)])

    assert tables.std(axis=1).mean() < 0.8 * tables.std()
    assert (tables >= 0.0).all()
    assert (tables <= 1.0).all()


def test_standardised_rows_have_mean_0_and_deviation_1(rng):
    values = standardised(5.0 + 3.0 * normals(rng, 2, 400, 3))

    np.testing.assert_allclose(values.mean(axis=1), 0.0, atol=1e-4)
    np.testing.assert_allclose(values.std(axis=1), 1.0, atol=1e-3)


def test_constants_become_zero():
    np.testing.assert_array_equal(standardised(np.full((1, 8, 2), 7.0, dtype=np.float32)), 0.0)


def test_rows_of_one_entry_read_the_same_numbers_and_tables_have_their_own(rng):
    entry = np.array([[0, 1, 0, 2], [0, 1, 0, 2]])
    found = looked_up(rng, entry, 3, 5)

    assert found.shape == (2, 4, 5)
    np.testing.assert_array_equal(found[:, 0], found[:, 2])
    assert (found[:, 0] != found[:, 1]).all()
    assert (found[0] != found[1]).all()

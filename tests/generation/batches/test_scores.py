from __future__ import annotations

import numpy as np

from jupyter_metaml.generation.batches.scores import of_columns
from jupyter_metaml.generation.batches.single_precision import normals


def test_scores_are_standardised_functions_of_the_columns():
    for seed in range(40):
        rng = np.random.default_rng(seed)
        meaning = np.repeat(normals(rng, 2, 30, 4), 2, axis=1)

        scores = of_columns(rng, meaning, 3)

        assert scores.shape == (2, 60, 3)
        assert np.isfinite(scores).all()
        np.testing.assert_allclose(scores[:, ::2], scores[:, 1::2], atol=1e-4)


def test_one_column_is_enough(rng):
    assert of_columns(rng, normals(rng, 1, 20, 1), 1).shape == (1, 20, 1)

from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.generation.batches.activations import activated


@pytest.mark.parametrize("width", [1, 2, 7])
def test_every_activation_keeps_shape_precision_and_finiteness(width: int):
    values = np.linspace(-12.0, 12.0, 60 * width, dtype=np.float32).reshape(2, 30, width)

    for seed in range(60):
        result = activated(np.random.default_rng(seed), values)

        assert result.shape == values.shape
        assert result.dtype == np.float32
        assert np.isfinite(result).all()


def test_a_level_may_mix_activations():
    values = np.tile(np.linspace(-2.0, 2.0, 50, dtype=np.float32)[:, None], (1, 1, 6)).reshape(1, 50, 6)

    mixed = [np.ptp(activated(np.random.default_rng(seed), values), axis=2).max() > 0.1 for seed in range(20)]

    assert any(mixed)
    assert not all(mixed)

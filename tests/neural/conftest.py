from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from jupyter_metaml.neural.pfn.shape import NetworkShape
from jupyter_metaml.neural.pfn.weights import Weights, expected_sizes, write


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


@pytest.fixture(scope="session")
def small_shape() -> NetworkShape:
    return NetworkShape(
        width=16,
        heads=2,
        inducing=4,
        row_blocks=2,
        pooled=2,
        context_width=32,
        context_heads=2,
        context_blocks=2,
        thinking=3,
        bins=16,
    )


@pytest.fixture(scope="session")
def small_weights(small_shape: NetworkShape) -> Weights:
    """Random weights, large enough that every part of the network matters, and exact in half precision."""
    draw = np.random.default_rng(1)
    arrays = {}
    for name, size in expected_sizes(small_shape).items():
        scale = 0.3 if len(size) == 1 else size[-1] ** -0.5
        arrays[name] = (draw.normal(size=size) * scale).astype(np.float16).astype(np.float32)
    arrays["borders"] = np.linspace(-2.0, 2.0, small_shape.bins - 1, dtype=np.float32)
    return Weights(shape=small_shape, arrays=arrays, temperature=1.0, about={"made": "for a test"})


@pytest.fixture(scope="session")
def small_file(small_weights: Weights, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("weights") / "small.npz"
    write(path, small_weights)
    return path

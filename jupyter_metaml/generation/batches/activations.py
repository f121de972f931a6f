"""Functions of one number that nodes of a graph go through."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from jupyter_metaml.generation.batches.single_precision import Floats


def _power(x: Floats) -> Floats:
    return np.sign(x) * np.sqrt(np.abs(x))


# Smooth and monotone ones come up more often than jumps and waves.
_ACTIVATIONS: tuple[tuple[float, Callable[[Floats], Floats]], ...] = (
    (4.0, lambda x: x),
    (4.0, np.tanh),
    (4.0, lambda x: np.maximum(x, 0.0)),
    (2.0, lambda x: np.maximum(x, 0.1 * x)),
    (1.5, np.abs),
    (1.5, np.sin),
    (1.0, lambda x: np.cos(2.0 * x)),
    (1.0, lambda x: np.exp(-np.square(x))),
    (1.0, np.sign),
    (1.0, lambda x: np.clip(x, -1.0, 1.0)),
    (1.0, lambda x: np.minimum(np.square(x), 9.0)),
    (1.0, lambda x: np.exp(np.minimum(x, 2.0))),
    (1.0, _power),
    (0.7, lambda x: np.floor(1.5 * x)),
    (0.7, lambda x: np.logaddexp(0.0, x)),
    (0.5, lambda x: np.log(np.abs(x) + 0.05)),
)
_SHARES = np.array([share for share, _ in _ACTIVATIONS]) / sum(share for share, _ in _ACTIVATIONS)


def activated(rng: np.random.Generator, values: Floats) -> Floats:
    """Put up to three runs of the last axis through an activation each."""
    n = values.shape[-1]
    n_kinds = int(rng.integers(1, min(3, n) + 1))
    kinds = rng.choice(len(_ACTIVATIONS), size=n_kinds, p=_SHARES)
    if n_kinds == 1:
        return np.asarray(_ACTIVATIONS[kinds[0]][1](values), dtype=np.float32)
    ends = np.sort(rng.choice(np.arange(1, n), size=n_kinds - 1, replace=False))
    parts = np.split(values, ends, axis=-1)
    return np.concatenate(
        [_ACTIVATIONS[kind][1](part) for kind, part in zip(kinds, parts, strict=True)], axis=-1
    ).astype(np.float32, copy=False)

"""Random functions of several columns: what a node makes of its parents, and a target of the columns shown.

Each takes ``parents`` of shape (n_tables, n_rows, n_parents) and an array ``reach`` of shape (n_parents, n_outputs),
how much each parent matters to each output, and returns (n_tables, n_rows, n_outputs).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from jupyter_metaml.generation.batches.activations import activated
from jupyter_metaml.generation.batches.oblivious_trees import tree_ensemble
from jupyter_metaml.generation.batches.single_precision import Floats, log_uniforms, normals, uniforms

RandomFunction = Callable[[np.random.Generator, Floats, Floats], Floats]


def _weights(rng: np.random.Generator, n_tables: int, reach: Floats) -> Floats:
    """Draw weights, so scaled that each output has about the spread of one parent."""
    norm = np.sqrt(np.square(reach).sum(axis=0, keepdims=True)) + np.float32(1e-6)
    return np.asarray(normals(rng, n_tables, *reach.shape) * (reach / norm))


def linear(rng: np.random.Generator, parents: Floats, reach: Floats) -> Floats:
    """Add up the parents."""
    return parents @ _weights(rng, len(parents), reach)


def neuron(rng: np.random.Generator, parents: Floats, reach: Floats) -> Floats:
    """Add up the parents and bend the sum."""
    gain = log_uniforms(rng, 0.5, 3.0, len(parents), 1, 1)
    bent = linear(rng, parents, reach) * gain + normals(rng, len(parents), 1, reach.shape[1]) * np.float32(0.7)
    return activated(rng, bent)


def small_network(rng: np.random.Generator, parents: Floats, reach: Floats) -> Floats:
    """Put the parents through one or two hidden layers."""
    n_outputs = reach.shape[1]
    n_hidden = int(np.exp(rng.uniform(np.log(3), np.log(33))))
    hidden = parents
    seen = reach[:, rng.integers(0, n_outputs, size=n_hidden)]
    for _ in range(int(rng.integers(1, 3))):
        hidden = neuron(rng, hidden, seen).clip(-8.0, 8.0)
        seen = np.ones((n_hidden, n_hidden), dtype=np.float32)
    return linear(rng, hidden, (uniforms(rng, n_hidden, n_outputs) < rng.uniform(0.3, 1.3)).astype(np.float32))


def additive(rng: np.random.Generator, parents: Floats, reach: Floats) -> Floats:
    """Bend each parent by itself, twice in different ways, and add up."""
    n_tables, _, n_parents = parents.shape
    total = np.zeros((*parents.shape[:2], reach.shape[1]), dtype=np.float32)
    for _ in range(2):
        gain = log_uniforms(rng, 0.5, 2.0, n_tables, 1, n_parents)
        bent = activated(rng, parents * gain + normals(rng, n_tables, 1, n_parents))
        total += linear(rng, bent - bent.mean(axis=1, keepdims=True), reach)
    return total


def product(rng: np.random.Generator, parents: Floats, reach: Floats) -> Floats:
    """Multiply two sums of the parents."""
    both = linear(rng, parents, reach) * linear(rng, parents, reach)
    return both + np.float32(rng.uniform(0.0, 1.0)) * linear(rng, parents, reach)


def extreme(rng: np.random.Generator, parents: Floats, reach: Floats) -> Floats:
    """Take the largest of two or three sums of the parents, sharply or softly."""
    sums = [linear(rng, parents, reach) for _ in range(int(rng.integers(2, 4)))]
    meet = np.maximum if rng.random() < 0.5 else np.logaddexp
    total = sums[0]
    for more in sums[1:]:
        total = meet(total, more)
    return total.astype(np.float32, copy=False)


def waves(rng: np.random.Generator, parents: Floats, reach: Floats) -> Floats:
    """Draw from a smooth random field by random Fourier features, the slow waves the largest."""
    n_tables, n_outputs = len(parents), reach.shape[1]
    n_waves = int(rng.integers(4, 33))
    frequency = np.float32(np.exp(rng.uniform(np.log(0.3), np.log(2.0)))) * (
        np.abs(rng.standard_cauchy(n_waves)).clip(0.1, 20.0).astype(np.float32)
    )
    seen = reach[:, rng.integers(0, n_outputs, size=n_waves)]
    angle = linear(rng, parents, seen) * frequency + uniforms(rng, n_tables, 1, n_waves) * np.float32(2.0 * np.pi)
    height = (1.0 + frequency) ** -np.float32(rng.uniform(0.5, 2.0))
    return np.asarray((np.cos(angle) * height) @ normals(rng, n_tables, n_waves, n_outputs))


def nearest_centre(rng: np.random.Generator, parents: Floats, reach: Floats) -> Floats:
    """Give each row a mixture of the values of the centres near it, which are rows themselves."""
    n_tables, n_rows, _ = parents.shape
    n_outputs = reach.shape[1]
    n_centres = int(np.exp(rng.uniform(np.log(2), np.log(25))))
    scaled = parents * (reach.max(axis=1) / (np.sqrt(np.square(reach.max(axis=1)).sum()) + 1e-6)).astype(np.float32)
    centres = scaled[:, rng.integers(0, n_rows, size=n_centres)]
    closeness = scaled @ centres.transpose(0, 2, 1) - 0.5 * np.square(centres).sum(axis=2)[:, None, :]
    closeness *= np.float32(2.0 * np.exp(rng.uniform(np.log(0.5), np.log(20.0))))
    closeness -= closeness.max(axis=2, keepdims=True)
    np.exp(closeness, out=closeness)
    closeness /= closeness.sum(axis=2, keepdims=True)
    return np.asarray(closeness @ normals(rng, n_tables, n_centres, n_outputs))


FUNCTIONS: tuple[tuple[float, RandomFunction], ...] = (
    (1.5, linear),
    (3.0, neuron),
    (3.0, small_network),
    (3.0, tree_ensemble),
    (1.0, additive),
    (0.8, product),
    (0.6, extreme),
    (0.8, waves),
    (1.0, nearest_centre),
)
_SHARES = np.array([share for share, _ in FUNCTIONS]) / sum(share for share, _ in FUNCTIONS)


def random_function(rng: np.random.Generator) -> RandomFunction:
    """Draw a kind of function."""
    return FUNCTIONS[int(rng.choice(len(FUNCTIONS), p=_SHARES))][1]

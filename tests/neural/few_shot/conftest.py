"""Small networks and tasks of which the answers are known."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from torch import nn

from jupyter_metaml.neural.few_shot.tensors import Rows


def perceptron(*widths: int, seed: int = 0, dtype: torch.dtype = torch.float64) -> nn.Sequential:
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        layers: list[nn.Module] = []
        for n_in, n_out in itertools.pairwise(widths):
            layers += [nn.Linear(n_in, n_out, dtype=dtype), nn.Tanh()]
        return nn.Sequential(*layers[:-1])


@pytest.fixture
def make_network():
    """Make a perceptron of given widths; the same seed gives the same weights."""
    return perceptron


@pytest.fixture
def classes() -> tuple[np.ndarray, np.ndarray]:
    """Three well separated classes of four rows with two columns."""
    rng = np.random.default_rng(0)
    y = np.repeat(["ash", "elm", "oak"], 4)
    centres = {"ash": (0.0, 5.0), "elm": (5.0, 0.0), "oak": (-5.0, -5.0)}
    return np.array([centres[label] for label in y]) + rng.normal(scale=0.3, size=(12, 2)), y


@pytest.fixture
def numbers() -> tuple[np.ndarray, np.ndarray]:
    """Twelve rows of two columns with a smooth target."""
    X = np.random.default_rng(1).normal(size=(12, 2))
    return X, np.sin(X[:, 0]) + 0.5 * X[:, 1]


@pytest.fixture
def make_rows():
    """Make the rows of one task; codes of classes are integers."""

    def make(X: np.ndarray, y: np.ndarray, n_classes: int = 0, weight: np.ndarray | None = None) -> Rows:
        weight = np.ones(len(y)) if weight is None else weight
        return Rows(torch.tensor(X), torch.tensor(y), torch.tensor(weight), torch.tensor(n_classes))

    return make

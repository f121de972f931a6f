"""The small networks of the benchmark."""

from __future__ import annotations

import itertools

import torch
from torch import nn


def perceptron(*widths: int, seed: int = 0) -> nn.Sequential:
    """Make a multilayer perceptron with ReLU between its layers, and the same weights for the same seed."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        layers: list[nn.Module] = []
        for n_in, n_out in itertools.pairwise(widths):
            layers += [nn.Linear(n_in, n_out), nn.ReLU()]
        return nn.Sequential(*layers[:-1])

"""Adapting by the mean of each class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch
from torch.nn import functional

from jupyter_metaml.neural.few_shot.network import Network
from jupyter_metaml.neural.few_shot.tensors import Rows, Tensors

_MEANS, _SCALE = "class means", "log scale"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrototypeRule:
    """Compare embedded rows with the mean embedding of each class; a `Rule`.

    Attributes
    ----------
    distance : {"euclidean", "cosine"}
        Squared Euclidean distance, or cosine with a scale that is learned.
    """

    distance: Literal["euclidean", "cosine"] = "euclidean"

    def begin(self, network: Network) -> Tensors:
        """Start from the module's parameters; cosines, which are small, from ten times their value."""
        start = network.parameters()
        return (
            start if self.distance == "euclidean" else start | {_SCALE: torch.log(torch.full_like(_one(network), 10.0))}
        )

    def adapted(self, network: Network, learned: Tensors, support: Rows) -> Tensors:
        """Take the mean embedding of each class."""
        embedded = self._embedded(network, learned, support.X)
        member = functional.one_hot(support.y, network.n_classes).to(embedded.dtype) * support.weight[:, None]
        means = member.T @ embedded / member.sum(dim=0).clamp(min=1.0)[:, None]  # (n_classes, n_dimensions)
        return learned | {_MEANS: means}

    def outputs(self, network: Network, adapted: Tensors, X: torch.Tensor) -> torch.Tensor:
        """Return how near each mean is, shape (n_rows, n_classes)."""
        embedded, means = self._embedded(network, adapted, X), adapted[_MEANS]
        if self.distance == "euclidean":
            return -((embedded[:, None, :] - means) ** 2).sum(dim=2)
        return adapted[_SCALE].exp() * embedded @ functional.normalize(means, dim=1).T

    def _embedded(self, network: Network, tensors: Tensors, X: torch.Tensor) -> torch.Tensor:
        embedded = network(tensors, X).flatten(start_dim=1)
        return embedded if self.distance == "euclidean" else functional.normalize(embedded, dim=1)


def _one(network: Network) -> torch.Tensor:
    return torch.ones((), dtype=network.like.dtype, device=network.like.device)

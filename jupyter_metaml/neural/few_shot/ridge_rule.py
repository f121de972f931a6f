"""Adapting by a ridge regression on what the network gives, solved in one step."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch.nn import functional

from jupyter_metaml.neural.few_shot.network import Network
from jupyter_metaml.neural.few_shot.tensors import Rows, Tensors

_PENALTY, _SCALE, _WEIGHTS, _INTERCEPT = "log penalty", "log scale", "head weights", "head intercept"
# Solutions lie between 0 and 1 for classes; as logits they would say next to nothing.
_FIRST_SCALE = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RidgeRule:
    """Solve a ridge regression of the support's target on its embedding; a `Rule`.

    Classes are regressed one against the others, and a learned scale turns the solutions into logits.

    Attributes
    ----------
    penalty : float
        What the penalty starts from; it is learned across tasks.
    """

    penalty: float

    def begin(self, network: Network) -> Tensors:
        """Start from the module's parameters and the given penalty."""
        own = {_PENALTY: self.penalty} | ({_SCALE: _FIRST_SCALE} if network.n_classes else {})
        like = network.like
        numbers = {
            name: torch.tensor(math.log(value), dtype=like.dtype, device=like.device) for name, value in own.items()
        }
        return network.parameters() | numbers

    def adapted(self, network: Network, learned: Tensors, support: Rows) -> Tensors:
        """Solve for weights and an intercept that is not penalised."""
        embedded = network(learned, support.X).flatten(start_dim=1)
        if network.n_classes:
            target = functional.one_hot(support.y, network.n_classes).to(embedded.dtype)
        else:
            target = support.y[:, None]
        total = support.weight.sum()
        centre = (support.weight @ embedded) / total
        level = (support.weight @ target) / total
        weights = ridge_weights(embedded - centre, target - level, support.weight, learned[_PENALTY].exp())
        return learned | {_WEIGHTS: weights, _INTERCEPT: level - centre @ weights}

    def outputs(self, network: Network, adapted: Tensors, X: torch.Tensor) -> torch.Tensor:
        """Return numbers of shape (n_rows, 1), or logits of shape (n_rows, n_classes)."""
        found = network(adapted, X).flatten(start_dim=1) @ adapted[_WEIGHTS] + adapted[_INTERCEPT]
        return adapted[_SCALE].exp() * found if network.n_classes else found


def ridge_weights(X: torch.Tensor, Y: torch.Tensor, weight: torch.Tensor, penalty: torch.Tensor) -> torch.Tensor:
    """Solve ``min_W sum_i weight_i |x_i W - y_i|^2 + penalty |W|^2`` exactly.

    Parameters
    ----------
    X : Tensor of shape (n_rows, n_dimensions)
    Y : Tensor of shape (n_rows, n_outputs)
    weight : Tensor of shape (n_rows,)
    penalty : Tensor of shape ()

    Returns
    -------
    Tensor of shape (n_dimensions, n_outputs)
    """
    n_rows, n_dimensions = X.shape
    root = weight.sqrt()[:, None]
    X, Y = root * X, root * Y
    if n_rows < n_dimensions:  # as many equations as rows: the same solution
        gram = X @ X.T + penalty * torch.eye(n_rows, dtype=X.dtype, device=X.device)
        return torch.matmul(X.T, torch.linalg.solve(gram, Y))
    moments = X.T @ X + penalty * torch.eye(n_dimensions, dtype=X.dtype, device=X.device)
    return torch.linalg.solve(moments, torch.matmul(X.T, Y))

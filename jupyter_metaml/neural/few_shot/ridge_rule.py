"""Adapting by a ridge regression on what the network gives, solved in one step."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch.nn import functional

from jupyter_metaml.neural.few_shot.network import Network
from jupyter_metaml.neural.few_shot.tensors import Rows, Tensors

_PENALTY, _INTERCEPT_PENALTY, _SCALE = "log penalty", "log intercept penalty", "log scale"
_WEIGHTS, _INTERCEPT = "head weights", "head intercept"
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
    has_offset : bool
        In regression, whether the first number that the module gives is what is predicted for a task of which nothing
        is known.  Then the head explains what is left, and its intercept is penalised, too.
    """

    penalty: float
    has_offset: bool = False

    def begin(self, network: Network) -> Tensors:
        """Start from the module's parameters and the given penalty."""
        own = {_PENALTY: self.penalty}
        if network.n_classes:
            own[_SCALE] = _FIRST_SCALE
        elif self.has_offset:
            own[_INTERCEPT_PENALTY] = self.penalty
        like = network.like
        numbers = {
            name: torch.tensor(math.log(value), dtype=like.dtype, device=like.device) for name, value in own.items()
        }
        return network.parameters() | numbers

    def adapted(self, network: Network, learned: Tensors, support: Rows) -> Tensors:
        """Solve for weights and an intercept."""
        embedded, offset = self._embedded(network, learned, support.X)
        if network.n_classes:
            target = functional.one_hot(support.y, network.n_classes).to(embedded.dtype)
        else:
            target = support.y[:, None]
        penalty = learned[_PENALTY].exp()
        if offset is not None:
            # An intercept of another penalty is the weight of a column of another size.
            size = (0.5 * (learned[_PENALTY] - learned[_INTERCEPT_PENALTY])).exp()
            column = size.expand(len(embedded), 1)
            weights = ridge_weights(torch.cat([embedded, column], dim=1), target - offset, support.weight, penalty)
            return learned | {_WEIGHTS: weights[:-1], _INTERCEPT: size * weights[-1]}
        total = support.weight.sum()
        centre = (support.weight @ embedded) / total
        level = (support.weight @ target) / total
        weights = ridge_weights(embedded - centre, target - level, support.weight, penalty)
        return learned | {_WEIGHTS: weights, _INTERCEPT: level - centre @ weights}

    def outputs(self, network: Network, adapted: Tensors, X: torch.Tensor) -> torch.Tensor:
        """Return numbers of shape (n_rows, 1), or logits of shape (n_rows, n_classes)."""
        embedded, offset = self._embedded(network, adapted, X)
        found = embedded @ adapted[_WEIGHTS] + adapted[_INTERCEPT]
        if network.n_classes:
            return adapted[_SCALE].exp() * found
        return found if offset is None else found + offset

    def _embedded(
        self, network: Network, tensors: Tensors, X: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor | None]:
        embedded = network(tensors, X).flatten(start_dim=1)
        if network.n_classes or not self.has_offset:
            return embedded, None
        return embedded[:, 1:], embedded[:, :1]


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
    is_wide = n_rows < n_dimensions  # then as many equations as rows have the same solution
    moments, side = (X @ X.T, Y) if is_wide else (X.T @ X, X.T @ Y)
    penalties = penalty * torch.eye(len(moments), dtype=X.dtype, device=X.device)
    solution: torch.Tensor = torch.linalg.solve(moments + penalties, side)
    return X.T @ solution if is_wide else solution

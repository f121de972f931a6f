"""Adapting by a few steps down the gradient of the support's loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch.func import grad

from jupyter_metaml.neural.few_shot.network import Network
from jupyter_metaml.neural.few_shot.tensors import Rows, Tensors

# No parameter of a module can have a name with blanks that starts like this.
_RATE = "rate of "


def steps_for(n_steps: int, n_adapt_steps: int | None, *, trains: bool) -> int:
    """Return the number of steps on a task; ``n_adapt_steps`` of None takes as many later as in training."""
    return n_steps if trains or n_adapt_steps is None else n_adapt_steps


@dataclass(frozen=True, slots=True, kw_only=True)
class GradientRule:
    """Take steps of plain gradient descent on the support; a `Rule`.

    Attributes
    ----------
    lr : float
        Rate of the steps; where rates are learned, what they start from.
    n_steps : int
    first_order : bool
        Whether what is learned sees the steps as constants.
    moving : frozenset of str or None
        Names of the parameters that adapt; None for all.
    learns_rates : bool
        Whether each number of each moving parameter has a rate of its own that is learned, too.
    n_rows : int or None
        Rows of each step, which takes the next ones, in turn; None takes all rows for each.
    """

    lr: float
    n_steps: int
    first_order: bool = False
    moving: frozenset[str] | None = None
    learns_rates: bool = False
    n_rows: int | None = None

    def begin(self, network: Network) -> Tensors:
        """Start from the module's parameters, and rates that are all alike."""
        start = network.parameters()
        if not self.learns_rates:
            return start
        rates = {_RATE + name: torch.full_like(tensor, self.lr) for name, tensor in self._moving(start).items()}
        return start | rates

    def adapted(self, network: Network, learned: Tensors, support: Rows) -> Tensors:
        """Go down the gradient, from what was learned."""
        kept = {name: tensor for name, tensor in learned.items() if not name.startswith(_RATE)}
        fast = self._moving(kept)
        for number in range(self.n_steps):
            slopes = grad(self._loss(network, kept, self._rows_of(support, number)))(fast)
            if self.first_order:
                slopes = {name: slope.detach() for name, slope in slopes.items()}
            fast = {name: tensor - learned.get(_RATE + name, self.lr) * slopes[name] for name, tensor in fast.items()}
        return kept | fast

    def outputs(self, network: Network, adapted: Tensors, X: torch.Tensor) -> torch.Tensor:
        """Predict with the adapted parameters."""
        return network(adapted, X)

    def _moving(self, tensors: Tensors) -> Tensors:
        return {name: tensor for name, tensor in tensors.items() if self.moving is None or name in self.moving}

    def _loss(self, network: Network, kept: Tensors, rows: Rows) -> Callable[[Tensors], torch.Tensor]:
        return lambda fast: network.loss(network(kept | fast, rows.X), rows)

    def _rows_of(self, support: Rows, number: int) -> Rows:
        if self.n_rows is None:
            return support
        n_there = support.weight.shape[0]
        at = [(number * self.n_rows + place) % n_there for place in range(min(self.n_rows, n_there))]
        return Rows(support.X[at], support.y[at], support.weight[at], support.n_classes)

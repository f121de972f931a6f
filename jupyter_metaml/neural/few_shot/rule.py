"""How a network adapts to one task: what is learned across tasks, and what a support makes of it."""

from __future__ import annotations

from typing import Protocol

import torch

from jupyter_metaml.neural.few_shot.network import Network
from jupyter_metaml.neural.few_shot.tensors import Rows, Tensors


class Rule(Protocol):
    """Pure functions of tensors for a single task; `vmap` makes them functions of many."""

    def begin(self, network: Network) -> Tensors:
        """Return what is learned across tasks, before any was seen."""
        ...

    def adapted(self, network: Network, learned: Tensors, support: Rows) -> Tensors:
        """Adapt to the support of one task; differentiable in `learned`."""
        ...

    def outputs(self, network: Network, adapted: Tensors, X: torch.Tensor) -> torch.Tensor:
        """Predict rows: logits of shape (n_rows, n_outputs), or numbers of shape (n_rows,) or (n_rows, 1)."""
        ...

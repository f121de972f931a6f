"""What one batch of tasks teaches: in which direction the learned tensors move."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch.func import grad_and_value, vmap

from jupyter_metaml.neural.few_shot.network import Network
from jupyter_metaml.neural.few_shot.rule import Rule
from jupyter_metaml.neural.few_shot.tensors import Batch, Rows, Tensors

MetaStep = Callable[[Rule, Network, Tensors, Batch], tuple[Tensors, torch.Tensor]]
"""Takes what was learned so far, and returns a direction to descend by name, and the mean loss."""


def query_gradient(rule: Rule, network: Network, learned: Tensors, batch: Batch) -> tuple[Tensors, torch.Tensor]:
    """Return the gradient of the queries' mean loss after adaptation, through the adaptation.

    Parameters
    ----------
    rule : Rule
    network : Network
    learned : dict of Tensor
    batch : Batch
        Of at least one task.

    References
    ----------
    Finn, Abbeel, Levine (2017), Model-Agnostic Meta-Learning for Fast Adaptation of Deep Networks, ICML.
    """

    def task_loss(learned: Tensors, support: Rows, query: Rows) -> torch.Tensor:
        adapted = rule.adapted(network, learned, support)
        return network.loss(rule.outputs(network, adapted, query.X), query)

    def mean_loss(learned: Tensors) -> torch.Tensor:
        losses: torch.Tensor = vmap(task_loss, in_dims=(None, 0, 0), randomness="different")(learned, *batch)
        return losses.mean()

    gradient, loss = grad_and_value(mean_loss)(learned)
    return gradient, loss


def way_back(rule: Rule, network: Network, learned: Tensors, batch: Batch) -> tuple[Tensors, torch.Tensor]:
    """Return the way from the mean of the adapted tensors back to what was learned: its descent is Reptile's step.

    Support and query are one, as there is no gradient through the adaptation that a query would have to judge.

    References
    ----------
    Nichol, Achiam, Schulman (2018), On First-Order Meta-Learning Algorithms, arXiv 1803.02999.
    """

    def adapted_and_loss(rows: Rows) -> tuple[Tensors, torch.Tensor]:
        adapted = rule.adapted(network, learned, rows)
        return adapted, network.loss(rule.outputs(network, adapted, rows.X), rows)

    with torch.no_grad():
        found, losses = vmap(adapted_and_loss, randomness="different")(_joined(batch))
    return {name: tensor - found[name].mean(dim=0) for name, tensor in learned.items()}, losses.mean()


def _joined(batch: Batch) -> Rows:
    """Put the rows of support and query one after the other."""
    support, query = batch
    X, y, weight = (torch.cat([a, b], dim=1) for a, b in zip(support[:3], query[:3], strict=True))
    return Rows(X=X, y=y, weight=weight, n_classes=support.n_classes)

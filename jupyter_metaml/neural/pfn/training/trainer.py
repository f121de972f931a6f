"""One network in training: steps, averages, and everything that is needed to go on later."""

from __future__ import annotations

import copy
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import Parameter

from jupyter_metaml.neural.pfn.network import PriorFittedNetwork
from jupyter_metaml.neural.pfn.shape import NetworkShape
from jupyter_metaml.neural.pfn.training.episodes import Episodes
from jupyter_metaml.neural.pfn.training.losses import loss_per_table
from jupyter_metaml.neural.pfn.training.muon import Muon
from jupyter_metaml.neural.pfn.training.recipe import Recipe, drawn

_AVERAGE = 0.999
_LARGEST_GRADIENT = 1.0

# Step and place of a copy, to the tables that it learns from.
Draw = Callable[[int, int], Episodes]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """What a step has found.

    Attributes
    ----------
    losses : tensor without axes
        Mean over tables, as a share of knowing nothing.
    norm : tensor without axes
        Of the gradients; the step was not taken where it is not finite.
    is_regression : bool
    n_cells : int

    An accelerator works behind the program: to read a tensor is to wait for it.
    """

    losses: Tensor
    norm: Tensor
    is_regression: bool
    n_cells: int

    @property
    def loss(self) -> float:
        """The mean loss."""
        return float(self.losses)

    @property
    def is_finite(self) -> bool:
        """Whether the step was taken."""
        return bool(torch.isfinite(self.norm))


class Trainer:
    """Train in single precision with copies in half precision, one per thread.

    Each thread draws its own tables and runs its own copy: two threads in one product wait for each other at each of
    some thousand small products per step, which is ruinous on a machine with other work to do.  An accelerator takes
    one copy, and tables that other processes have drawn.

    Parameters
    ----------
    shape : NetworkShape
    recipe : Recipe
    borders : tensor of shape (bins - 1,)
    n_threads : int
    device : str, default="cpu"
        As in torch.
    draw : callable or None
        Where tables come from; None draws them in the threads.
    """

    def __init__(  # what it is and where it runs
        self,
        shape: NetworkShape,
        recipe: Recipe,
        borders: Tensor,
        n_threads: int,
        *,
        device: str = "cpu",
        draw: Draw | None = None,
    ) -> None:
        torch.manual_seed(recipe.seed)
        self.device = torch.device(device)
        self.recipe, self.borders = recipe, borders.to(self.device)
        self.network = PriorFittedNetwork(shape).to(self.device)
        self.average = copy.deepcopy(self.network).requires_grad_(requires_grad=False)
        self.replicas = [copy.deepcopy(self.network).bfloat16() for _ in range(n_threads)]
        self.optimisers = optimisers(self.network, recipe)
        self.step = 0
        self.draw: Draw = draw or (lambda step, place: drawn(recipe, shape, step, place))
        self.pool = ThreadPoolExecutor(n_threads)

    def advance(self, factor: float) -> StepResult:
        """Make one step, with rates of `factor` times those of the recipe."""
        parameters: list[Tensor] = list(self.network.parameters())
        with torch.no_grad():
            for replica in self.replicas:
                torch._foreach_copy_(list(replica.parameters()), parameters)
        found = list(self.pool.map(self._learn, self.replicas, range(len(self.replicas))))
        n_tables = sum(len(episodes.answers) for _, episodes in found)
        norm = self._collect_gradients(n_tables)
        self.step += 1
        # On an accelerator a look at the norm would keep it waiting; gradients that are not finite are zero there.
        if self.device.type != "cpu" or torch.isfinite(norm):
            self._change(parameters, min(1.0, self.step / self.recipe.warm_up) * factor)
        return StepResult(
            losses=torch.stack([losses for losses, _ in found]).sum() / max(1, n_tables),
            norm=norm,
            is_regression=found[0][1].tables.classes is None,
            n_cells=sum(episodes.n_cells for _, episodes in found),
        )

    def _change(self, parameters: list[Tensor], factor: float) -> None:
        """Follow the gradients, and let the average follow."""
        for optimiser, rate in self.optimisers:
            optimiser.param_groups[0]["lr"] = rate * factor
            optimiser.step()
        weight = min(_AVERAGE, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.parameters()), parameters, 1.0 - weight)

    def _learn(self, replica: PriorFittedNetwork, place: int) -> tuple[Tensor, Episodes]:
        """Leave gradients of tables in a copy; return the sum of relative losses, and the tables."""
        episodes = self.draw(self.step, place).to(self.device)
        replica.zero_grad(set_to_none=True)
        if not len(episodes.answers):
            return torch.zeros((), device=self.device), episodes
        losses = loss_per_table(answer(replica, episodes), episodes, self.borders)
        losses.sum().backward()  # type: ignore[no-untyped-call]  # torch has no types here
        return (losses.detach() / ignorance(episodes, replica.shape)).sum(), episodes

    def _collect_gradients(self, n_tables: int) -> Tensor:
        """Average the gradients of the copies over tables, limit their norm, and return what it was."""
        self.network.zero_grad(set_to_none=True)
        copies = [replica for replica in self.replicas if replica.cell.weight.grad is not None]
        if not copies:
            return torch.zeros((), device=self.device)
        # One flat vector: a few calls in place of some hundred.
        flat = torch.stack([_flat_gradient(replica) for replica in copies]).sum(0) / max(1, n_tables)
        norm: Tensor = flat.norm()
        flat = torch.nan_to_num(flat, nan=0.0, posinf=0.0, neginf=0.0)
        flat *= torch.where(torch.isfinite(norm), (_LARGEST_GRADIENT / (norm + 1e-6)).clamp(max=1.0), 0.0)
        # The heads and labels of the other kind of target have no gradient.
        pairs = zip(self.network.parameters(), copies[0].parameters(), strict=True)
        learning = [mine for mine, theirs in pairs if theirs.grad is not None]
        parts: tuple[Tensor, ...] = torch.split(flat, [parameter.numel() for parameter in learning])
        for parameter, part in zip(learning, parts, strict=True):
            parameter.grad = part.view_as(parameter)
        return norm

    def averaged_copy(self) -> PriorFittedNetwork:
        """Return a copy of the averaged weights in half precision."""
        return copy.deepcopy(self.average).bfloat16()

    def state(self) -> dict[str, Any]:
        """Return all that `restore` needs, as tensors and numbers."""
        return {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimisers": [optimiser.state_dict() for optimiser, _ in self.optimisers],
            "step": self.step,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on where `state` was taken; the next step draws the tables that it would have drawn."""
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        for (optimiser, _), saved in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        self.step = state["step"]


def _flat_gradient(network: PriorFittedNetwork) -> Tensor:
    return torch.cat([item.grad.flatten() for item in network.parameters() if item.grad is not None]).float()


def optimisers(network: PriorFittedNetwork, recipe: Recipe) -> list[tuple[torch.optim.Optimizer, float]]:
    """Give the matrices inside blocks to Muon, and embeddings, heads and vectors to AdamW."""
    outside = ("cell", "level", "row_class", "row_number", "class_head", "bin_head")
    matrices: list[Parameter] = []
    others: list[Parameter] = []
    for name, parameter in network.named_parameters():
        is_matrix = parameter.ndim == 2 and not name.startswith(outside)
        (matrices if is_matrix else others).append(parameter)
    return [
        (Muon(matrices, lr=recipe.matrix_rate), recipe.matrix_rate),
        (torch.optim.AdamW(others, lr=recipe.rate, betas=(0.9, 0.98), weight_decay=0.0), recipe.rate),
    ]


def answer(network: PriorFittedNetwork, episodes: Episodes) -> Tensor:
    """Run the network in its own precision; return logits in single precision."""
    dtype = network.cell.weight.dtype
    tables = episodes.tables
    numbers = None if tables.numbers is None else tables.numbers.to(dtype)
    cells = {"features": tables.features.to(dtype), "levels": tables.levels.long()}
    logits: Tensor = network(tables._replace(**cells, numbers=numbers))
    return logits.float()


def ignorance(episodes: Episodes, shape: NetworkShape) -> Tensor:
    """Return the loss of knowing nothing: the logarithm of the number of classes, or of bins."""
    if episodes.tables.classes is None:
        return torch.full_like(episodes.n_classes, float(np.log(shape.bins)), dtype=torch.float32)
    return episodes.n_classes.float().log()

"""One network in training: steps, averages, and everything that is needed to go on later."""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from jupyter_metaml.neural.pfn.network import PriorFittedNetwork
from jupyter_metaml.neural.pfn.shape import NetworkShape
from jupyter_metaml.neural.pfn.training.episodes import Episodes, draw_episodes
from jupyter_metaml.neural.pfn.training.losses import loss_per_table
from jupyter_metaml.neural.pfn.training.muon import Muon

_AVERAGE = 0.999
_LARGEST_GRADIENT = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a network is trained.

    Parameters
    ----------
    seed : int, default=0
    matrix_rate, rate : float
        Learning rates of matrices inside blocks (Muon) and of everything else (AdamW).
    warm_up : int, default=300
        Steps until the rates are reached.
    cells : int, default=12000
        Cells per step and thread.
    regression : float, default=0.3
        Share of the steps whose targets are numbers.
    """

    seed: int = 0
    matrix_rate: float = 5e-3
    rate: float = 2e-3
    warm_up: int = 300
    cells: int = 12000
    regression: float = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """What a step has found: losses as a share of knowing nothing, cells, and whether gradients were usable."""

    loss: float
    is_regression: bool
    n_cells: int
    is_finite: bool


class Trainer:
    """Train in single precision with copies in half precision, one per thread.

    Each thread draws its own tables and runs its own copy: two threads in one product wait for each other at each of
    some thousand small products per step, which is ruinous on a machine with other work to do.

    Parameters
    ----------
    shape : NetworkShape
    recipe : Recipe
    borders : tensor of shape (bins - 1,)
    n_threads : int
    """

    def __init__(self, shape: NetworkShape, recipe: Recipe, borders: Tensor, n_threads: int) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.borders = recipe, borders
        self.network = PriorFittedNetwork(shape)
        self.average = copy.deepcopy(self.network).requires_grad_(requires_grad=False)
        self.replicas = [copy.deepcopy(self.network).bfloat16() for _ in range(n_threads)]
        self.optimisers = optimisers(self.network, recipe)
        self.step = 0
        self.pool = ThreadPoolExecutor(n_threads)

    def advance(self, factor: float) -> StepResult:
        """Make one step, with rates of `factor` times those of the recipe."""
        rng = np.random.default_rng((self.recipe.seed, self.step))
        is_regression = bool(rng.random() < self.recipe.regression)
        seeds = rng.integers(0, 2**63, size=len(self.replicas))
        parameters: list[Tensor] = list(self.network.parameters())
        with torch.no_grad():
            for replica in self.replicas:
                torch._foreach_copy_(list(replica.parameters()), parameters)
        found = list(self.pool.map(self._learn, self.replicas, seeds.tolist(), [is_regression] * len(seeds)))
        norm = self._collect_gradients(sum(episodes for _, episodes, _ in found))
        self.step += 1
        if np.isfinite(norm):
            warm = min(1.0, self.step / self.recipe.warm_up) * factor
            for optimiser, rate in self.optimisers:
                optimiser.param_groups[0]["lr"] = rate * warm
                optimiser.step()
            weight = min(_AVERAGE, (1 + self.step) / (10 + self.step))
            with torch.no_grad():
                torch._foreach_lerp_(list(self.average.parameters()), parameters, 1.0 - weight)
        return StepResult(
            loss=sum(loss for loss, _, _ in found) / max(1, sum(n for _, n, _ in found)),
            is_regression=is_regression,
            n_cells=sum(cells for _, _, cells in found),
            is_finite=bool(np.isfinite(norm)),
        )

    def _learn(self, replica: PriorFittedNetwork, seed: int, is_regression: bool) -> tuple[float, int, int]:  # noqa: FBT001
        """Leave gradients of drawn tables in a copy; return the sum of relative losses, tables and cells."""
        rng = np.random.default_rng(seed)
        episodes = draw_episodes(rng, self.recipe.cells, replica.shape, regression=is_regression)
        replica.zero_grad(set_to_none=True)
        n_tables = len(episodes.answers)
        if not n_tables:
            return 0.0, 0, 0
        losses = loss_per_table(answer(replica, episodes), episodes, self.borders)
        losses.sum().backward()  # type: ignore[no-untyped-call]  # torch has no types here
        return float((losses.detach() / ignorance(episodes, replica.shape)).sum()), n_tables, episodes.n_cells

    def _collect_gradients(self, n_tables: int) -> float:
        """Average the gradients of the copies over tables, and limit their norm."""
        for parameter, *copies in zip(
            self.network.parameters(), *(replica.parameters() for replica in self.replicas), strict=True
        ):
            parts = [copied.grad.float() for copied in copies if copied.grad is not None]
            parameter.grad = torch.stack(parts).sum(0).div_(max(1, n_tables)) if parts else None
        return float(torch.nn.utils.clip_grad_norm_(self.network.parameters(), _LARGEST_GRADIENT))

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


def optimisers(network: PriorFittedNetwork, recipe: Recipe) -> list[tuple[torch.optim.Optimizer, float]]:
    """Give the matrices inside blocks to Muon, and embeddings, heads and vectors to AdamW."""
    outside = ("cell", "level", "row_class", "row_number", "class_head", "bin_head")
    matrices: list[torch.nn.Parameter] = []
    others: list[torch.nn.Parameter] = []
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
    logits: Tensor = network(tables._replace(features=tables.features.to(dtype), numbers=numbers))
    return logits.float()


def ignorance(episodes: Episodes, shape: NetworkShape) -> Tensor:
    """Return the loss of knowing nothing: the logarithm of the number of classes, or of bins."""
    if episodes.tables.classes is None:
        return torch.full((len(episodes.answers),), float(np.log(shape.bins)))
    return episodes.n_classes.float().log()

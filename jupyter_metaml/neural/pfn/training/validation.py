"""Tables that the network is never trained on, the same ones each time."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from jupyter_metaml.generation.batches import draw_tables
from jupyter_metaml.neural.pfn.network import PriorFittedNetwork
from jupyter_metaml.neural.pfn.shape import NetworkShape
from jupyter_metaml.neural.pfn.training.episodes import Episodes, as_episodes
from jupyter_metaml.neural.pfn.training.losses import loss_per_table
from jupyter_metaml.neural.pfn.training.trainer import answer, ignorance

# Far from the seeds of steps, which are pairs.
_SEED = 20_261_127
_TEMPERATURES = tuple(round(0.7 * 1.03**place, 4) for place in range(40))
_SHAPES = ((6, 100, 4), (6, 150, 8), (6, 300, 6), (6, 300, 15), (4, 600, 10), (2, 900, 20))


def validation_episodes(shape: NetworkShape, *, rounds: int = 2) -> list[Episodes]:
    """Draw tables of many sizes: twice as many with classes as with numbers."""
    rng = np.random.default_rng(_SEED)
    return [
        as_episodes(rng, draw_tables(rng, tables, regression=is_regression), int(0.75 * tables[1]), shape)
        for _ in range(rounds)
        for is_regression in (False, False, True)
        for tables in _SHAPES
    ]


def bin_borders(shape: NetworkShape, *, n_tables: int = 4000) -> Tensor:
    """Choose borders that hold the same share of all targets, in standard deviations of their supports."""
    rng = np.random.default_rng(_SEED + 1)
    n_rows, n_support = 96, 64
    y = np.concatenate([draw_tables(rng, (4, n_rows, 4), regression=True).y for _ in range(n_tables // 4)])
    support = y[:, :n_support]
    z = ((y - support.mean(1, keepdims=True)) / (support.std(1, keepdims=True) + 1e-6))[:, n_support:]
    # Rounded and cut-off targets pile up at points; a little blur keeps borders apart.
    z = z.clip(-8.0, 8.0) + rng.normal(size=z.shape) * 0.02
    return torch.from_numpy(np.quantile(z, np.arange(1, shape.bins) / shape.bins).astype(np.float32))


@torch.no_grad()
def validate(network: PriorFittedNetwork, episodes: list[Episodes], borders: Tensor) -> tuple[float, float]:
    """Return the mean loss over tables, as a share of knowing nothing: of classes, and of numbers."""
    shares: dict[bool, list[Tensor]] = {False: [], True: []}
    for part in (tables.to(borders.device) for tables in episodes):
        losses = loss_per_table(answer(network, part), part, borders)
        shares[part.tables.classes is None].append(losses / ignorance(part, network.shape))
    return float(torch.cat(shares[False]).mean()), float(torch.cat(shares[True]).mean())


@torch.no_grad()
def best_temperature(network: PriorFittedNetwork, episodes: list[Episodes]) -> float:
    """Return what logits of classes are divided by so that answers are as sure as they are right."""
    device = network.cell.weight.device
    moved = [part.to(device) for part in episodes if part.tables.classes is not None]
    parts = [(answer(network, part), part) for part in moved]
    unused = torch.zeros(network.shape.bins - 1, device=device)

    def loss(temperature: float) -> float:
        return sum(float(loss_per_table(logits / temperature, part, unused).sum()) for logits, part in parts)

    return min(_TEMPERATURES, key=loss)

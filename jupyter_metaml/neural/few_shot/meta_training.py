"""The loop over batches of tasks in which a learner's tensors are learned."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from jupyter_metaml.neural.episodes.source import EpisodeSource
from jupyter_metaml.neural.few_shot.errors import DivergenceError
from jupyter_metaml.neural.few_shot.meta_steps import MetaStep, query_gradient
from jupyter_metaml.neural.few_shot.network import Network
from jupyter_metaml.neural.few_shot.rule import Rule
from jupyter_metaml.neural.few_shot.tensors import Tensors, batch_of
from jupyter_metaml.wording import counted

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MetaTraining:
    """How long and how fast is learned across tasks.

    Attributes
    ----------
    n_iterations : int
        Steps; from 1 up.
    n_tasks : int
        Tasks of each step.
    lr : float
        Rate of the first step; it falls to zero along half a cosine.
    step : callable
        What a batch teaches.
    optimizer : callable
        Takes tensors and a rate.
    """

    n_iterations: int
    n_tasks: int
    lr: float
    step: MetaStep = query_gradient
    optimizer: Callable[..., torch.optim.Optimizer] = torch.optim.Adam

    def run(
        self, rule: Rule, network: Network, source: EpisodeSource, rng: np.random.Generator
    ) -> tuple[Tensors, list[float]]:
        """Learn from batches of new episodes.

        An interrupt ends it, and what was learned is kept, unless there was no step yet.

        Returns
        -------
        learned : dict of Tensor
        losses : list of float
            The mean loss of each step.

        Raises
        ------
        DivergenceError
            If a loss is no finite number.
        """
        learned = rule.begin(network)
        optimizer = self.optimizer(list(learned.values()), lr=self.lr)
        losses: list[float] = []
        try:
            for iteration in range(self.n_iterations):
                batch = batch_of(source.sample_episodes(self.n_tasks, rng), network.like)
                fitting = network.for_tasks_of(int(batch.support.n_classes.max()))
                direction, loss = self.step(rule, fitting, learned, batch)
                losses.append(_finite(loss, iteration))
                _descend(optimizer, learned, direction, lr=self._lr_at(iteration))
        except KeyboardInterrupt:
            if not losses:
                raise
            logger.warning("Interrupted: what %s taught is kept.", counted(len(losses), "step"))
        return learned, losses

    def _lr_at(self, iteration: int) -> float:
        return self.lr * 0.5 * (1.0 + math.cos(math.pi * iteration / self.n_iterations))


def _finite(loss: torch.Tensor, iteration: int) -> float:
    value = float(loss)
    if not math.isfinite(value):
        raise DivergenceError.at(iteration)
    return value


def _descend(optimizer: torch.optim.Optimizer, learned: Tensors, direction: Tensors, *, lr: float) -> None:
    group: dict[str, Any] = optimizer.param_groups[0]
    group["lr"] = lr
    for name, tensor in learned.items():
        tensor.grad = direction[name]
    optimizer.step()

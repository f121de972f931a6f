"""Several distributions as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass

import numpy as np

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.generation.distribution import TaskDistribution
from jupyter_metaml.tasks import Task


@dataclass(frozen=True, slots=True)
class Mixture:
    """Draw each task from one of several distributions; a `TaskDistribution` itself.

    Parameters
    ----------
    parts : sequence of TaskDistribution
        At least one.
    weights : sequence of float or None, default=None
        How often each is drawn from, relative to the others; None draws from all alike.
    name : str, default="mixture"

    Raises
    ------
    UsageError
        If there is no part, or the weights do not fit.

    Examples
    --------
    >>> from jupyter_metaml.generation import Linear, Mixture, Sinusoids, sample_tasks
    >>> mixture = Mixture([Linear(), Sinusoids()], weights=(3, 1))
    >>> [task.family.split("-")[0] for task in sample_tasks(mixture, 3)]
    ['linear', 'sinusoids', 'linear']
    """

    parts: Sequence[TaskDistribution]
    _: KW_ONLY
    weights: Sequence[float] | None = None
    name: str = "mixture"

    def __post_init__(self) -> None:
        """Refuse weights that are no weights."""
        if not self.parts:
            msg = "A mixture of no distributions has no tasks. Give at least one part."
            raise UsageError(msg)
        if self.weights is None:
            return
        weights = np.asarray(self.weights, dtype=np.float64)
        if len(weights) != len(self.parts) or not (np.isfinite(weights).all() and weights.min() >= 0 < weights.sum()):
            msg = (
                f"weights={list(self.weights)} do not fit {len(self.parts)} parts. Give one finite number from 0 for "
                "each, not all 0."
            )
            raise UsageError(msg)

    def sample(self, rng: np.random.Generator) -> Task:
        """Draw one task from one part."""
        weights = np.ones(len(self.parts)) if self.weights is None else np.asarray(self.weights, dtype=np.float64)
        return self.parts[int(rng.choice(len(self.parts), p=weights / weights.sum()))].sample(rng)

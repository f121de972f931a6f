"""The protocol of task distributions, and how many tasks are taken from one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

import numpy as np

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.tasks import Task


@runtime_checkable
class TaskDistribution(Protocol):
    """Something that tasks can be drawn from.

    Making one costs nothing: all work is done in `sample`.  A draw depends on the state of the generator only, so
    that the same state gives a task with the same fingerprint in every process.

    Examples
    --------
    >>> from jupyter_metaml.generation import Linear, TaskDistribution
    >>> isinstance(Linear(), TaskDistribution)
    True
    """

    @property
    def name(self) -> str:
        """Name it by a word that starts the families of its tasks."""
        ...

    def sample(self, rng: np.random.Generator) -> Task:
        """Draw one task; its `family` tells which others are its relatives.

        Raises
        ------
        SamplingError
            If no usable task was found within a bounded number of tries.
        """
        ...


def sample_tasks(distribution: TaskDistribution, n: int, random_state: int = 0) -> Iterator[Task]:
    """Draw tasks one by one, each when it is asked for.

    Parameters
    ----------
    distribution : TaskDistribution
    n : int
        How many.
    random_state : int, default=0
        Seed.  The i-th task is the same for every `n`.

    Yields
    ------
    Task

    Raises
    ------
    UsageError
        If `n` or `random_state` is negative.

    Examples
    --------
    >>> from jupyter_metaml.generation import Linear, sample_tasks
    >>> tasks = list(sample_tasks(Linear(), 3, random_state=1))
    >>> tasks[2].fingerprint == list(sample_tasks(Linear(), 4, random_state=1))[2].fingerprint
    True
    """
    for name, value in (("n", n), ("random_state", random_state)):
        if value < 0:
            msg = f"{name}={value} is negative. Give a whole number from 0."
            raise UsageError(msg)
    return (distribution.sample(np.random.default_rng([random_state, number])) for number in range(n))

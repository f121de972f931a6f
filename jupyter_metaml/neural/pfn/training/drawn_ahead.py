"""Tables drawn by other processes, some steps ahead: an accelerator learns faster than a core draws."""

from __future__ import annotations

from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from types import TracebackType
from typing import Self

import numpy as np
import torch

from jupyter_metaml.neural.pfn.network import Tables
from jupyter_metaml.neural.pfn.shape import NetworkShape
from jupyter_metaml.neural.pfn.training.episodes import Episodes
from jupyter_metaml.neural.pfn.training.recipe import Recipe, drawn

_STEPS_AHEAD_PER_PROCESS = 4

# Features, levels, classes, numbers, answers, classes per table.  Tensors would travel by shared memory, of which
# containers have little.
Arrays = tuple[np.ndarray | None, ...]


class DrawnAhead:
    """Draw the tables of the coming steps; as a callable it is what a `Trainer` takes.

    Parameters
    ----------
    recipe : Recipe
    shape : NetworkShape
    n_processes : int
    """

    def __init__(self, recipe: Recipe, shape: NetworkShape, n_processes: int) -> None:
        self.recipe, self.shape = recipe, shape
        self.n_ahead = _STEPS_AHEAD_PER_PROCESS * n_processes
        self.pool = ProcessPoolExecutor(n_processes, mp_context=get_context("spawn"), initializer=_use_one_thread)
        self.coming: dict[tuple[int, int], Future[Arrays]] = {}

    def __call__(self, step: int, place: int) -> Episodes:
        """Return the tables of a step."""
        for later in range(step, step + self.n_ahead):
            if (later, place) not in self.coming:
                self.coming[later, place] = self.pool.submit(_drawn_small, self.recipe, self.shape, later, place)
        arrays = self.coming.pop((step, place)).result()
        parts = [None if array is None else torch.from_numpy(array) for array in arrays]
        answers, n_classes = parts[4:]
        assert answers is not None  # noqa: S101  # only classes or numbers may be missing
        assert n_classes is not None  # noqa: S101
        return Episodes(tables=Tables._make(parts[:4]), answers=answers, n_classes=n_classes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes."""
        self.pool.shutdown(wait=True, cancel_futures=True)


def _use_one_thread() -> None:
    torch.set_num_threads(1)


def _drawn_small(recipe: Recipe, shape: NetworkShape, step: int, place: int) -> Arrays:
    """Draw tables, with a feature in two bytes and a level in one: the network sees no more digits anyway."""
    episodes = drawn(recipe, shape, step, place)
    tables = episodes.tables
    parts = (tables.features.half(), tables.levels.to(torch.uint8), tables.classes, tables.numbers)
    return tuple(None if part is None else part.numpy() for part in (*parts, episodes.answers, episodes.n_classes))

"""How families of models did across the tasks of a base."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jupyter_metaml.metalearning.normalised import relative_ranks

if TYPE_CHECKING:
    from jupyter_metaml.knowledge import KnowledgeBase
    from jupyter_metaml.typing import FloatArray

# What is assumed of a task on which a family was not tried: the middle.
UNTRIED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one family did.

    Parameters
    ----------
    n_tasks : int
        Tasks on which it was tried.
    n_best : int
        Tasks on which it was the best family.
    rank : float
        Mean rank of its best trial among those of the families of the task, from 0, the best, to 1, the worst.
    """

    n_tasks: int
    n_best: int
    rank: float


def standings(base: KnowledgeBase) -> dict[str, Standing]:
    """Compare families by the best trial of each on each task.

    Parameters
    ----------
    base : KnowledgeBase

    Returns
    -------
    dict of str to Standing
        Best first; equal ones in the order in which they were first tried.
    """
    families = np.array([configuration.family for configuration in base.configurations], dtype=object)
    names = list(dict.fromkeys(families.tolist()))
    if not names:
        return {}
    losses = np.stack([_best(base.loss[:, families == name]) for name in names], axis=1)  # (n_tasks, n_families)
    tried = ~np.isnan(losses)
    ranks = np.where(tried, relative_ranks(losses), UNTRIED).mean(axis=0)  # (n_families,)
    lowest = np.min(np.where(tried, losses, np.inf), axis=1, keepdims=True)
    is_best = tried & np.isfinite(losses) & (losses <= lowest)
    found = {
        name: Standing(
            n_tasks=int(tried[:, place].sum()), n_best=int(is_best[:, place].sum()), rank=float(ranks[place])
        )
        for place, name in enumerate(names)
    }
    return dict(sorted(found.items(), key=lambda item: item[1].rank))


def _best(losses: FloatArray) -> FloatArray:
    """Return the smallest loss per task, shape (n_tasks,); NaN where nothing was tried."""
    tried = ~np.isnan(losses)
    smallest = np.min(np.where(tried, losses, np.inf), axis=1)
    return np.where(tried.any(axis=1), smallest, np.nan)

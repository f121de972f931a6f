"""How a network is trained, and which tables each step meets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jupyter_metaml.neural.pfn.shape import NetworkShape
from jupyter_metaml.neural.pfn.training.episodes import Episodes, draw_episodes


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


def drawn(recipe: Recipe, shape: NetworkShape, step: int, place: int) -> Episodes:
    """Draw what the copy at `place` learns from in a step: the same tables wherever and whenever they are drawn."""
    is_regression = bool(np.random.default_rng((recipe.seed, step)).random() < recipe.regression)
    rng = np.random.default_rng((recipe.seed, step, place))
    return draw_episodes(rng, recipe.cells, shape, regression=is_regression)

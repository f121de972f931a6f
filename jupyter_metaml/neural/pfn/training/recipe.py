"""How a network is trained, and which tables each step meets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jupyter_metaml.generation.batches import draw_tables
from jupyter_metaml.neural.pfn.shape import NetworkShape
from jupyter_metaml.neural.pfn.training.episodes import Episodes, as_episodes, draw_shape
from jupyter_metaml.neural.pfn.training.real_tables import RealTables


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
    real : float, default=0.5
        Share of the steps that learn from real tables, where there are some.
    """

    seed: int = 0
    matrix_rate: float = 5e-3
    rate: float = 2e-3
    warm_up: int = 300
    cells: int = 12000
    regression: float = 0.3
    real: float = 0.5


def drawn(
    recipe: Recipe, shape: NetworkShape, step: int, place: int, real_tables: RealTables | None = None
) -> Episodes:
    """Draw what the copy at `place` learns from in a step: the same tables wherever and whenever they are drawn.

    Copies meet tables of one kind and size, as each waits for the slowest.
    """
    alike = np.random.default_rng((recipe.seed, step))
    is_regression = bool(alike.random() < recipe.regression)
    tables, n_support = draw_shape(alike, recipe.cells)
    is_real = bool(alike.random() < recipe.real) and real_tables is not None and real_tables.fit(tables)
    rng = np.random.default_rng((recipe.seed, step, place))
    draw = real_tables.draw if real_tables is not None and is_real else draw_tables
    return as_episodes(rng, draw(rng, tables, regression=is_regression), n_support, shape)

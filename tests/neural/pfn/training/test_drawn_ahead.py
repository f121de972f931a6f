from __future__ import annotations

import pytest
import torch

from jupyter_metaml.neural.pfn.training.drawn_ahead import DrawnAhead
from jupyter_metaml.neural.pfn.training.episodes import Episodes
from jupyter_metaml.neural.pfn.training.recipe import Recipe, drawn
from jupyter_metaml.neural.pfn.training.trainer import Trainer
from jupyter_metaml.neural.pfn.training.validation import bin_borders

RECIPE = Recipe(cells=400, seed=3, regression=0.5)


def assert_alike(found: Episodes, expected: Episodes):
    torch.testing.assert_close(found.tables.features.float(), expected.tables.features, rtol=1e-3, atol=1e-3)
    assert torch.equal(found.tables.levels.long(), expected.tables.levels)
    assert torch.equal(found.answers, expected.answers)
    assert torch.equal(found.n_classes, expected.n_classes)
    assert (found.tables.classes is None) == (expected.tables.classes is None)


def test_other_processes_draw_what_a_thread_would_draw(small_shape):
    with DrawnAhead(RECIPE, small_shape, 1) as ahead:
        for step in range(3):
            assert_alike(ahead(step, 0), drawn(RECIPE, small_shape, step, 0))


def test_a_step_learns_from_them_as_from_its_own(small_shape):
    borders = bin_borders(small_shape, n_tables=40)
    with DrawnAhead(RECIPE, small_shape, 1) as ahead:
        far = Trainer(small_shape, RECIPE, borders, 1, draw=ahead).advance(1.0)
    near = Trainer(small_shape, RECIPE, borders, 1).advance(1.0)

    assert far.n_cells == near.n_cells
    assert far.loss == pytest.approx(near.loss, rel=1e-2)

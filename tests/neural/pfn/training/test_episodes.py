from __future__ import annotations

import numpy as np
import pytest
import torch

from jupyter_metaml.generation.batches import TableBatch, draw_tables
from jupyter_metaml.neural.pfn.training.episodes import UNASKED, as_episodes, draw_episodes, in_slots


@pytest.mark.parametrize("regression", [False, True])
def test_episodes_are_whole(small_shape, regression: bool):
    for seed in range(8):
        episodes = draw_episodes(np.random.default_rng(seed), 3000, small_shape, regression=regression)

        n_tables, n_rows, n_columns, n_features = episodes.tables.features.shape
        assert n_features == 4
        assert episodes.tables.levels.shape == (n_tables, n_rows, n_columns)
        assert episodes.answers.shape == (n_tables, n_rows - episodes.tables.n_support)
        assert torch.isfinite(episodes.tables.features).all()
        assert episodes.n_cells == n_tables * n_rows * n_columns
        assert (episodes.tables.classes is None) == regression


def test_classes_of_the_support_get_the_first_slots(rng):
    y = np.array([[7, 3, 7, 3, 9, 7]])

    slots, n_classes = in_slots(rng, y, 4, 10)

    assert n_classes.tolist() == [2]
    assert set(slots[0, :4]) == {0, 1}
    assert slots[0, 4] == UNASKED
    assert slots[0, 5] == slots[0, 0]


def test_slots_come_in_any_order(rng):
    slots, _ = in_slots(rng, np.tile([[0, 1]], (100, 1)), 2, 10)

    assert 0.3 < slots[:, 0].mean() < 0.7


def test_labels_of_the_query_are_not_shown(rng, small_shape):
    batch = draw_tables(rng, (4, 40, 3), regression=True)
    changed = TableBatch(X=batch.X, is_category=batch.is_category, y=batch.y.copy(), n_classes=batch.n_classes)
    changed.y[:, 30:] = 5.0

    before, after = (as_episodes(rng, part, 30, small_shape) for part in (batch, changed))

    torch.testing.assert_close(before.tables.features, after.tables.features)
    torch.testing.assert_close(before.tables.numbers, after.tables.numbers)
    assert not torch.equal(before.answers, after.answers)


def test_tables_with_one_class_are_left_out(rng, small_shape):
    batch = draw_tables(rng, (3, 40, 3))
    batch.y[1] = 0.0

    assert len(as_episodes(rng, batch, 30, small_shape).answers) <= 2


def test_a_step_holds_no_table_larger_than_its_cells(rng, small_shape):
    sizes = [draw_episodes(rng, 2100, small_shape, regression=False).tables.levels.shape[1:].numel() for _ in range(40)]

    assert max(sizes) <= 2100
    assert draw_episodes(rng, 10, small_shape, regression=False).n_cells == 256

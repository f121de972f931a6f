from __future__ import annotations

import numpy as np
import torch
from torch import nn

from jupyter_metaml.neural import MAML, ItemTable, RidgeHead, UserRatings


def test_rows_are_those_of_the_items_that_the_first_column_names():
    table = ItemTable(5, 3)

    assert torch.equal(table(torch.tensor([[4.0, 9.0], [0.0, 9.0]])), table.values[[4, 0]])


def test_the_level_is_that_of_the_first_number_only():
    values = ItemTable(50, 2, level=3.0).values.detach()

    assert torch.allclose(values.mean(dim=0), torch.tensor([3.0, 0.0]), atol=0.1)


def test_items_are_learned_across_users_by_both_kinds_of_learner():
    family = UserRatings(n_items=20, n_query=10)
    torch.manual_seed(0)
    learners = [
        RidgeHead(ItemTable(20, 4, level=3.4), has_offset=True, n_iterations=60, meta_lr=0.1),
        MAML(nn.Sequential(ItemTable(20, 4), nn.Linear(4, 1)), 0.1, n_steps=2, n_iterations=60, meta_lr=0.1),
    ]

    for learner in learners:
        before = learner.evaluate_episodes(family, 50).mean()
        assert learner.fit(family).evaluate_episodes(family, 50).mean() < 0.9 * before
        assert np.isfinite(learner.adapt([[3], [7]], [5.0, 1.0]).predict([[3], [9]])).all()

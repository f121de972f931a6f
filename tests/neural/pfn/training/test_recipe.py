from __future__ import annotations

import torch

from jupyter_metaml.neural.pfn.training.recipe import Recipe, drawn


def test_a_step_meets_the_same_tables_whenever_it_is_drawn(small_shape):
    first, again = (drawn(Recipe(cells=400), small_shape, 7, 0) for _ in range(2))

    assert torch.equal(first.tables.features, again.tables.features)
    assert torch.equal(first.answers, again.answers)


def test_copies_meet_different_tables_of_one_kind(small_shape):
    for step in range(6):
        first, second = (drawn(Recipe(cells=400, regression=0.5), small_shape, step, place) for place in (0, 1))

        assert (first.tables.classes is None) == (second.tables.classes is None)
        assert first.answers.shape != second.answers.shape or not torch.equal(first.answers, second.answers)


def test_the_recipe_says_how_many_steps_have_numbers(small_shape):
    kinds = {
        share: [
            drawn(Recipe(cells=300, regression=share), small_shape, step, 0).tables.classes is None for step in range(5)
        ]
        for share in (0.0, 1.0)
    }

    assert not any(kinds[0.0])
    assert all(kinds[1.0])

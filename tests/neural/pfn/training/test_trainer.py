from __future__ import annotations

import numpy as np
import pytest
import torch

from jupyter_metaml.neural.pfn.training.recipe import Recipe
from jupyter_metaml.neural.pfn.training.trainer import Trainer, answer, ignorance, optimisers
from jupyter_metaml.neural.pfn.training.validation import bin_borders, validation_episodes


@pytest.fixture
def trainer(small_shape) -> Trainer:
    return Trainer(small_shape, Recipe(cells=600, warm_up=5), bin_borders(small_shape, n_tables=40), n_threads=2)


def test_steps_change_the_network_and_its_average(trainer: Trainer):
    before = {name: tensor.clone() for name, tensor in trainer.network.state_dict().items()}

    results = [trainer.advance(1.0) for _ in range(4)]

    assert all(result.is_finite for result in results)
    assert all(0.5 < result.loss < 2.0 for result in results)
    changed = [name for name, tensor in trainer.network.state_dict().items() if not torch.equal(tensor, before[name])]
    assert "context.0.look.query.weight" in changed
    assert not torch.equal(trainer.average.class_head.weight, before["class_head.weight"])


def test_a_rate_of_nothing_changes_nothing(trainer: Trainer):
    before = {name: tensor.clone() for name, tensor in trainer.network.state_dict().items()}

    trainer.advance(0.0)

    torch.testing.assert_close(trainer.network.state_dict(), before)


def test_a_training_goes_on_as_if_it_had_not_stopped(trainer: Trainer, small_shape):
    trainer.advance(1.0)
    state = torch.load(_saved(trainer.state()), weights_only=True)
    other = Trainer(small_shape, trainer.recipe, trainer.borders, n_threads=2)

    other.restore(state)

    assert other.advance(1.0).loss == pytest.approx(trainer.advance(1.0).loss, rel=1e-4)
    assert other.step == trainer.step == 2


def _saved(state: dict) -> object:
    from io import BytesIO

    buffer = BytesIO()
    torch.save(state, buffer)
    buffer.seek(0)
    return buffer


def test_gradients_that_are_not_finite_are_skipped(trainer: Trainer):
    trainer.advance(1.0)
    with torch.no_grad():
        trainer.network.class_head.bias.fill_(torch.nan)
        trainer.network.bin_head.bias.fill_(torch.nan)
    kept = trainer.network.thinking.detach().clone()

    result = trainer.advance(1.0)

    assert not result.is_finite
    torch.testing.assert_close(trainer.network.thinking.detach(), kept)


def test_every_parameter_has_one_optimiser(trainer: Trainer):
    found = [
        parameter
        for optimiser, _ in optimisers(trainer.network, trainer.recipe)
        for parameter in optimiser.param_groups[0]["params"]
    ]

    assert len(found) == len({id(item) for item in found}) == len(list(trainer.network.parameters()))


def test_a_fresh_network_knows_nothing(trainer: Trainer):
    episodes = validation_episodes(trainer.network.shape, rounds=1)[0]

    logits = answer(trainer.network, episodes)

    torch.testing.assert_close(logits, torch.zeros_like(logits))
    np.testing.assert_allclose(ignorance(episodes, trainer.network.shape), np.log(episodes.n_classes.numpy()))

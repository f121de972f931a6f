from __future__ import annotations

from pathlib import Path

import pytest
import torch

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.neural.pfn.training.progress import Progress
from jupyter_metaml.neural.pfn.training.recipe import Recipe
from jupyter_metaml.neural.pfn.training.saved import from_weights, load, save, write_weights
from jupyter_metaml.neural.pfn.training.trainer import Trainer
from jupyter_metaml.neural.pfn.training.validation import bin_borders
from jupyter_metaml.neural.pfn.weights import read


@pytest.fixture
def trainer(small_shape) -> Trainer:
    return Trainer(small_shape, Recipe(cells=400, seed=5), bin_borders(small_shape, n_tables=40), n_threads=1)


def test_a_state_comes_back_whole(trainer: Trainer, tmp_path: Path):
    trainer.advance(1.0)
    progress = Progress(seconds=12.0, n_cells=400)
    progress.note(1, (0.9, 1.0))
    save(tmp_path / "state.pt", trainer, progress)

    other, found = load(tmp_path / "state.pt", n_threads=2)

    assert found.seconds == 12.0
    assert [tuple(point) for point in found.curve] == progress.curve
    assert other.recipe == trainer.recipe
    assert other.step == 1
    torch.testing.assert_close(other.network.state_dict(), trainer.network.state_dict())
    torch.testing.assert_close(other.average.state_dict(), trainer.average.state_dict())


def test_a_state_takes_the_place_of_the_old_one(trainer: Trainer, tmp_path: Path):
    for _ in range(2):
        save(tmp_path / "state.pt", trainer, Progress())

    assert [path.name for path in tmp_path.iterdir()] == ["state.pt"]


def test_no_state_is_said(tmp_path: Path):
    with pytest.raises(StorageError, match="There is no state of a training at"):
        load(tmp_path / "state.pt", n_threads=1)


def test_weights_are_those_of_the_network_given(trainer: Trainer, tmp_path: Path):
    trainer.advance(1.0)

    write_weights(
        tmp_path / "weights.npz", trainer.average, trainer, Progress(seconds=7.0, n_cells=400), temperature=1.25
    )

    found = read(tmp_path / "weights.npz")
    assert found.temperature == 1.25
    assert found.about == {"seconds": 7, "cells": 400, "step": 1}
    thinking = trainer.average.thinking.numpy()
    torch.testing.assert_close(torch.tensor(found.arrays["thinking"]), torch.tensor(thinking), atol=2e-3, rtol=1e-3)


def test_a_training_starts_from_weights(trainer: Trainer, tmp_path: Path):
    trainer.advance(1.0)
    spent = Progress(seconds=7.0, n_cells=400)
    write_weights(tmp_path / "weights.npz", trainer.average, trainer, spent, temperature=1.25)

    other, progress = from_weights(tmp_path / "weights.npz", Recipe(cells=300), 1)

    assert (progress.seconds, progress.n_cells) == (7, 400)
    assert other.recipe.cells == 300
    torch.testing.assert_close(other.network.thinking, trainer.average.thinking, atol=2e-3, rtol=1e-3)
    torch.testing.assert_close(other.average.thinking, trainer.average.thinking, atol=2e-3, rtol=1e-3)
    assert other.advance(1.0).is_finite

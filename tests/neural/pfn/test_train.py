from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
import torch

from jupyter_metaml.neural.pfn import train
from jupyter_metaml.neural.pfn.training.progress import Progress
from jupyter_metaml.neural.pfn.training.recipe import Recipe
from jupyter_metaml.neural.pfn.training.saved import load
from jupyter_metaml.neural.pfn.training.trainer import Trainer
from jupyter_metaml.neural.pfn.training.validation import bin_borders, validation_episodes
from jupyter_metaml.neural.pfn.weights import read


@pytest.fixture
def out(small_shape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what a short training leaves behind."""
    few = validation_episodes(small_shape, rounds=1)[::6]
    monkeypatch.setattr(train, "validation_episodes", lambda shape: few)
    recipe = Recipe(cells=400, warm_up=2)
    trainer = Trainer(small_shape, recipe, bin_borders(small_shape, n_tables=40), n_threads=1)
    train.run(trainer, Progress(), tmp_path, 0.2, is_over=Event())
    return tmp_path


def test_a_training_leaves_a_state_and_weights(out: Path, small_shape):
    trainer, progress = load(out / "state.pt", 1)

    assert trainer.step > 0
    assert progress.seconds > 0.0
    assert len(progress.curve) == 1
    assert read(out / "weights.npz").shape == small_shape


def test_a_training_goes_on_by_command(out: Path):
    before, _ = load(out / "state.pt", 1)

    train.main(["--out", str(out), "--hours", "0.00005", "--threads", "1", "--resume"])

    assert load(out / "state.pt", 1)[0].step > before.step


def test_a_recipe_may_change_on_the_way(out: Path):
    train.main(["--out", str(out), "--hours", "0.00005", "--threads", "1", "--resume", "--cells", "300"])

    trainer, _ = load(out / "state.pt", 1)
    assert trainer.recipe.cells == 300
    assert trainer.recipe.warm_up == 2


def test_a_training_that_is_asked_to_end_saves(out: Path):
    trainer, progress = load(out / "state.pt", 1)
    is_over = Event()
    is_over.set()
    (out / "state.pt").unlink()

    train.run(trainer, progress, out, 60.0, is_over=is_over)

    assert load(out / "state.pt", 1)[0].step == trainer.step


def test_a_decay_leaves_the_state_as_it_is(out: Path):
    before = (out / "state.pt").read_bytes()

    train.main(["--out", str(out), "--hours", "0.00005", "--threads", "1", "--decay"])

    assert (out / "state.pt").read_bytes() == before
    assert torch.load(out / "decayed.pt", weights_only=True)["trainer"]["step"] > 0


def test_the_better_weights_are_written(out: Path, small_shape):
    trainer, _ = load(out / "state.pt", 1)
    episodes = train.validation_episodes(small_shape)
    with torch.no_grad():
        trainer.network.class_head.weight.normal_(std=5.0)

    assert train.better_weights(trainer, episodes) is trainer.average


def test_the_command_needs_a_folder_and_hours(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        train.parse_arguments(["--out", "somewhere"])

    assert "--hours" in capsys.readouterr().err


def test_a_training_in_one_piece_starts_from_weights_and_decays(out: Path, tmp_path: Path):
    folder = tmp_path / "more"

    size = ["--hours", "0.0001", "--threads", "1", "--cells", "300"]
    train.main(["--out", str(folder), *size, "--decay", "--start", str(out / "weights.npz")])

    assert read(folder / "weights.npz").about["cells"] > read(out / "weights.npz").about["cells"]
    assert not (folder / "state.pt").exists()

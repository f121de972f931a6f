"""The state of a training on disk: whole or not at all, and read without running code from it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import torch

from jupyter_metaml.exceptions import StorageError
from jupyter_metaml.neural.pfn.network import PriorFittedNetwork
from jupyter_metaml.neural.pfn.shape import NetworkShape
from jupyter_metaml.neural.pfn.training.progress import Progress
from jupyter_metaml.neural.pfn.training.recipe import Recipe
from jupyter_metaml.neural.pfn.training.trainer import Trainer
from jupyter_metaml.neural.pfn.training.validation import bin_borders
from jupyter_metaml.neural.pfn.weights import Weights, read, write


def fresh(shape: NetworkShape, recipe: Recipe, n_threads: int, *, device: str = "cpu") -> tuple[Trainer, Progress]:
    """Start a training."""
    return Trainer(shape, recipe, bin_borders(shape), n_threads, device=device), Progress()


def from_weights(path: Path, recipe: Recipe, n_threads: int, *, device: str = "cpu") -> tuple[Trainer, Progress]:
    """Start a training from the weights that another one has left; momenta begin at nothing.

    Raises
    ------
    WeightsError
        If the file cannot be used.
    """
    weights = read(path)
    arrays = {name: torch.from_numpy(array) for name, array in weights.arrays.items()}
    trainer = Trainer(weights.shape, recipe, arrays.pop("borders"), n_threads, device=device)
    trainer.network.load_state_dict(arrays)
    trainer.average.load_state_dict(arrays)
    return trainer, Progress(seconds=weights.about.get("seconds", 0.0), n_cells=weights.about.get("cells", 0))


def save(path: Path, trainer: Trainer, progress: Progress) -> None:
    """Write the state beside the old one, then take its place: a kill leaves one of the two."""
    state = {
        "shape": asdict(trainer.network.shape),
        "recipe": asdict(trainer.recipe),
        "borders": trainer.borders.cpu(),
        "trainer": trainer.state(),
        "progress": progress.as_dict(),
    }
    fresh_path = path.with_suffix(".new")
    torch.save(state, fresh_path)
    fresh_path.replace(path)


def load(path: Path, n_threads: int, *, device: str = "cpu", **changes: float) -> tuple[Trainer, Progress]:
    """Go on from a state, with changes of its recipe, on the same device or another one.

    Raises
    ------
    StorageError
        If there is none.
    """
    if not path.exists():
        msg = f"There is no state of a training at {path}. Start one without --resume and --decay."
        raise StorageError(msg)
    state = torch.load(path, weights_only=True, map_location=device)
    shape, recipe = NetworkShape(**state["shape"]), Recipe(**{**state["recipe"], **changes})
    trainer = Trainer(shape, recipe, state["borders"], n_threads, device=device)
    trainer.restore(state["trainer"])
    return trainer, Progress(**state["progress"])


def write_weights(
    path: Path, network: PriorFittedNetwork, trainer: Trainer, progress: Progress, *, temperature: float
) -> None:
    """Write the weights of a network of a trainer in the form that `forward` reads."""
    arrays = {name: tensor.detach().cpu().numpy() for name, tensor in network.state_dict().items()}
    arrays["borders"] = trainer.borders.cpu().numpy()
    about = {"seconds": round(progress.seconds), "cells": progress.n_cells, "step": trainer.step}
    write(path, Weights(shape=trainer.network.shape, arrays=arrays, temperature=temperature, about=about))

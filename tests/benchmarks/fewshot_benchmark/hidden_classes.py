"""Classes seen through one fixed network, five at a time: accuracy from one or five examples of each."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
from torch import nn

from fewshot_benchmark.networks import perceptron
from jupyter_metaml.neural import ANIL, MAML, HiddenNetworkClasses, MetaSGD, Prototypes, Reptile, RidgeHead

N_COLUMNS = 30


def learners(scale: float = 1.0, seed: int = 0) -> dict[str, object]:
    """List what is compared; `scale` shortens the training, for tests."""

    def classifier() -> object:
        return perceptron(N_COLUMNS, 128, 64, 5, seed=seed)

    def embedding() -> object:
        return perceptron(N_COLUMNS, 128, 64, seed=seed)

    common = {"n_iterations": max(1, round(2000 * scale)), "tasks_per_step": 8, "random_state": seed}
    return {
        "prototypes of raw columns": Prototypes(nn.Identity()),
        "prototypes": Prototypes(embedding(), meta_lr=3e-3, **common),
        "prototypes, cosine": Prototypes(embedding(), distance="cosine", meta_lr=3e-3, **common),
        "ridge head": RidgeHead(embedding(), meta_lr=3e-3, **common),
        "MAML": MAML(classifier(), 0.1, n_steps=5, **common),
        "first-order MAML": MAML(classifier(), 0.1, n_steps=5, first_order=True, **common),
        "ANIL": ANIL(classifier(), 0.5, n_steps=5, meta_lr=3e-3, **common),
        "Meta-SGD": MetaSGD(classifier(), 0.1, n_steps=3, **common),
        "Reptile": Reptile(classifier(), 0.1, n_steps=10, n_adapt_steps=20, **common),
    }


def measured(name: str, learner: object, n_shots: int, *, n_episodes: int = 600) -> dict[str, object]:
    """Train one learner, and measure it on classes that it has not seen."""
    family = HiddenNetworkClasses(n_shots=n_shots)
    started = time.process_time()
    if name != "prototypes of raw columns":
        learner.fit(family)
    seconds = time.process_time() - started
    scores = learner.evaluate_episodes(family, n_episodes)
    return {
        "learner": name,
        "shots": n_shots,
        "accuracy": float(np.mean(scores)),
        "standard error": float(np.std(scores) / np.sqrt(len(scores))),
        "seconds": seconds,
    }


def table(
    *,
    shots: tuple[int, ...] = (1, 5),
    scale: float = 1.0,
    n_episodes: int = 600,
    only: tuple[str, ...] = (),
    seed: int = 0,
) -> pd.DataFrame:
    """Measure all, one after another."""
    rows = [
        measured(name, learner, n_shots, n_episodes=n_episodes)
        for n_shots in shots
        for name, learner in learners(scale, seed).items()
        if not only or name in only
    ]
    return pd.DataFrame(rows)

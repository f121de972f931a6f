"""Waves from ten points: mean squared error after ten gradient steps."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
from sklearn.base import clone

from fewshot_benchmark.networks import perceptron
from jupyter_metaml.neural import ANIL, MAML, MetaSGD, Reptile, RidgeHead, SineWaves

N_STEPS = 10
# Joint pre-training is fine-tuned by the rate that suits it best, so that it is not beaten by a bad choice of ours.
FINE_TUNING_RATES = (0.003, 0.01, 0.02, 0.05)


def learners(scale: float = 1.0, seed: int = 0) -> dict[str, object]:
    """List what is compared; `scale` shortens the training, for tests."""

    def network() -> object:
        return perceptron(1, 40, 40, 1, seed=seed)

    def iterations(n: int) -> int:
        return max(1, round(n * scale))

    common = {"tasks_per_step": 25, "random_state": seed}
    by_steps = {"n_adapt_steps": N_STEPS, **common}
    return {
        "MAML": MAML(network(), 0.01, n_steps=5, n_iterations=iterations(4000), **by_steps),
        "first-order MAML": MAML(
            network(), 0.01, n_steps=5, first_order=True, n_iterations=iterations(4000), **by_steps
        ),
        "ANIL": ANIL(network(), 0.01, n_steps=5, n_iterations=iterations(4000), **by_steps),
        "Meta-SGD": MetaSGD(network(), 0.01, n_steps=1, n_iterations=iterations(4000), **common),
        "Reptile": Reptile(
            network(), 0.02, n_steps=10, n_rows=10, n_adapt_steps=N_STEPS, n_iterations=iterations(5000), **common
        ),
        "ridge head": RidgeHead(perceptron(1, 40, 40, seed=seed), n_iterations=iterations(4000), **common),
        "joint pre-training": MAML(network(), n_steps=0, n_iterations=iterations(4000), **by_steps),
    }


def measured(name: str, learner: object, *, n_episodes: int = 600) -> dict[str, object]:
    """Train one learner, and measure it on waves that it has not seen."""
    started = time.process_time()
    training = SineWaves(n_query=40) if isinstance(learner, Reptile) else SineWaves()
    learner.fit(training)
    seconds = time.process_time() - started
    trained = learner.learned_, learner.module_
    errors = {}
    for lr in FINE_TUNING_RATES if name == "joint pre-training" else (getattr(learner, "lr", None),):
        tuned = clone(learner) if lr is None else clone(learner).set_params(lr=lr)
        tuned.learned_, tuned.module_, tuned.encoding_ = *trained, learner.encoding_
        scores = tuned.evaluate_episodes(SineWaves(n_query=100), n_episodes)
        errors[lr] = float(np.mean(scores**2))
    return {"learner": name, "mse": min(errors.values()), "seconds": seconds}


def table(*, scale: float = 1.0, n_episodes: int = 600, only: tuple[str, ...] = (), seed: int = 0) -> pd.DataFrame:
    """Measure all, one after another."""
    chosen = {name: learner for name, learner in learners(scale, seed).items() if not only or name in only}
    return pd.DataFrame([measured(name, learner, n_episodes=n_episodes) for name, learner in chosen.items()])

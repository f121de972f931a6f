from __future__ import annotations

import numpy as np
import pytest
import torch

from jupyter_metaml.neural import Reptile, SineWaves
from jupyter_metaml.neural.episodes.source import FixedEpisodes


def test_one_whole_step_on_one_task_ends_where_the_task_leads(make_network):
    episodes = SineWaves(n_support=5, n_query=5).sample_episodes(1, np.random.default_rng(0))
    reptile = Reptile(make_network(1, 6, 1), 0.05, n_steps=4, n_rows=10, n_iterations=1, tasks_per_step=1)
    X, y = (np.concatenate([getattr(episodes, f"{name}_{part}")[0] for part in ("support", "query")]) for name in "Xy")

    adapted = reptile.adapt(X, y).adapted_.tensors
    learned = reptile.fit(FixedEpisodes([episodes[0]])).learned_

    assert all(torch.allclose(learned[name], adapted[name], rtol=0, atol=1e-12) for name in adapted)


@pytest.mark.slow
def test_waves_are_adapted_to_better_than_by_what_it_starts_from(make_network):
    reptile = Reptile(
        make_network(1, 40, 40, 1, dtype=torch.float32), 0.02, n_iterations=400, tasks_per_step=10, n_adapt_steps=10
    )
    family = SineWaves(n_query=50)
    before = np.mean(reptile.evaluate_episodes(family, 200) ** 2)

    after = np.mean(reptile.fit(SineWaves(n_query=40)).evaluate_episodes(family, 200) ** 2)

    assert after < 0.7 * before

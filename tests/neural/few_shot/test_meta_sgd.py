from __future__ import annotations

import numpy as np
import torch

from jupyter_metaml.neural import MAML, MetaSGD, SineWaves


def test_before_training_it_adapts_as_maml_of_the_same_rate(make_network):
    network = make_network(1, 6, 1)
    episode = SineWaves().sample_episodes(1, np.random.default_rng(0))[0]

    found = [
        learner(network, 0.05, n_steps=3).adapt(episode.X_support, episode.y_support).predict(episode.X_query)
        for learner in (MetaSGD, MAML)
    ]

    assert np.array_equal(*found)


def test_rates_are_learned_beside_the_parameters(make_network):
    network = make_network(1, 6, 1, dtype=torch.float32)

    learned = MetaSGD(network, 0.05, n_iterations=5).fit(SineWaves()).learned_

    rates = torch.cat([tensor.flatten() for name, tensor in learned.items() if name.startswith("rate of ")])
    assert len(rates) == sum(parameter.numel() for parameter in network.parameters())
    assert (rates != 0.05).any()

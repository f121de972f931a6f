from __future__ import annotations

import numpy as np

from jupyter_metaml.neural import SineWaves


def test_support_and_query_lie_on_one_wave_within_its_bounds():
    episodes = SineWaves(n_support=40, n_query=30).sample_episodes(50, np.random.default_rng(0))

    for episode in episodes:
        X, y = np.r_[episode.X_support, episode.X_query][:, 0], np.r_[episode.y_support, episode.y_query]
        waves = np.column_stack([np.sin(X), np.cos(X)])
        weights, *_ = np.linalg.lstsq(waves, y, rcond=None)
        assert np.allclose(waves @ weights, y)
        assert 0.1 <= np.hypot(*weights) <= 5.0
        assert 0.0 <= np.arctan2(weights[1], weights[0]) <= np.pi
        assert np.abs(X).max() <= 5.0

from __future__ import annotations

import numpy as np

from jupyter_metaml.neural import HiddenNetworkClasses


def test_each_class_has_its_rows_in_random_order():
    episodes = HiddenNetworkClasses(n_ways=4, n_shots=2, n_query=3).sample_episodes(6, np.random.default_rng(0))

    assert episodes.X_support.shape == (6, 8, 30)
    assert all(np.bincount(y).tolist() == [2, 2, 2, 2] for y in episodes.y_support)
    assert all(np.bincount(y).tolist() == [3, 3, 3, 3] for y in episodes.y_query)
    assert len({tuple(y) for y in episodes.y_support}) > 1


def test_classes_differ_from_episode_to_episode_and_the_network_does_not():
    still = {"spread": 0.0, "noise": 0.0}
    family, again = (HiddenNetworkClasses(**still) for _ in range(2))
    first, second = (each.sample_episodes(2, np.random.default_rng(0)) for each in (family, again))

    assert np.array_equal(first.X_support, second.X_support)
    assert not np.allclose(np.sort(first.X_support[0], axis=0), np.sort(first.X_support[1], axis=0))
    other = HiddenNetworkClasses(**still, random_state=1).sample_episodes(2, np.random.default_rng(0))
    assert not np.allclose(first.X_support, other.X_support)


def test_without_spread_and_noise_members_of_a_class_look_the_same():
    episode = HiddenNetworkClasses(spread=0.0, noise=0.0).sample_episodes(1, np.random.default_rng(0))[0]

    for code in range(5):
        assert np.allclose(episode.X_query[episode.y_query == code], episode.X_support[episode.y_support == code])

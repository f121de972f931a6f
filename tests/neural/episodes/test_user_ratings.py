from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.neural import UserRatings


def drawn(family: UserRatings, n: int = 200, seed: int = 0):
    return family.sample_episodes(n, np.random.default_rng(seed))


def test_users_rate_each_item_once_with_whole_stars():
    users = drawn(UserRatings(n_items=40, n_support=5, n_query=10))

    items = np.concatenate([users.X_support, users.X_query], axis=1)[:, :, 0]
    assert items.shape == (200, 15)
    assert all(len(set(row)) == 15 for row in items)
    assert 0 <= items.min() <= items.max() < 40
    assert set(np.unique(users.y_query)) == {1.0, 2.0, 3.0, 4.0, 5.0}


def test_the_number_of_ratings_is_drawn_between_its_bounds():
    assert {drawn(UserRatings(n_support=(2, 4)), 1, seed).X_support.shape[1] for seed in range(30)} == {2, 3, 4}


def test_good_items_stay_good_for_other_users_and_some_are_popular():
    family = UserRatings(n_items=30, n_support=1, n_query=15)
    means, counts = [], []
    for seed in (0, 1):
        users = drawn(family, 600, seed)
        items, stars = users.X_query[:, :, 0].astype(int).ravel(), users.y_query.ravel()
        counts.append(np.bincount(items, minlength=30))
        means.append(np.bincount(items, stars, minlength=30) / counts[-1])

    assert np.corrcoef(means)[0, 1] > 0.9
    assert counts[0].max() > 2 * counts[0].min()


@pytest.mark.parametrize("part", ["support", "query"])
def test_popular_items_are_on_both_sides_alike(part):
    users = drawn(UserRatings(n_items=30, n_support=10, n_query=10), 800)
    counts = {
        name: np.bincount(getattr(users, f"X_{name}").astype(int).ravel(), minlength=30)
        for name in ("support", "query")
    }

    assert counts[part].argmax() in np.argsort(-sum(counts.values()))[:5]

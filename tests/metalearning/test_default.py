from __future__ import annotations

from jupyter_metaml.metalearning import AdaptiveRecommender, default_recommender


def test_default_learns_from_the_first_losses():
    assert isinstance(default_recommender(), AdaptiveRecommender)

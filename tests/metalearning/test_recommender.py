from __future__ import annotations

from jupyter_metaml.metalearning import AdaptivePortfolio, AdaptiveRecommender, StaticPortfolio


def test_adaptive_recommenders_are_told_by_their_update():
    assert isinstance(AdaptivePortfolio(), AdaptiveRecommender)
    assert not isinstance(StaticPortfolio(), AdaptiveRecommender)

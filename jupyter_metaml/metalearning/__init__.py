"""What has worked on tables like this one: recommendations, and the proof of what they are worth.

::

    KnowledgeBase -> Evidence (normalised errors, meta-feature space, cost) -> task weights -> portfolio -> opening
                                                                          Query -> Recommendations with reasons

To add a method: one file with a class that keeps `Recommender`, and it runs
`tests/contracts/meta_learner_contract.py`.
"""

from jupyter_metaml.metalearning.adaptive_portfolio import AdaptivePortfolio
from jupyter_metaml.metalearning.default import default_recommender
from jupyter_metaml.metalearning.forest_portfolio import ForestPortfolio
from jupyter_metaml.metalearning.learned_ranking import LearnedRanking
from jupyter_metaml.metalearning.nearest_tasks import NearestTasks
from jupyter_metaml.metalearning.per_second_portfolio import PerSecondPortfolio
from jupyter_metaml.metalearning.query import Query
from jupyter_metaml.metalearning.recommendation import Recommendation
from jupyter_metaml.metalearning.recommender import AdaptiveRecommender, Recommender
from jupyter_metaml.metalearning.static_portfolio import StaticPortfolio

__all__ = [
    "AdaptivePortfolio",
    "AdaptiveRecommender",
    "ForestPortfolio",
    "LearnedRanking",
    "NearestTasks",
    "PerSecondPortfolio",
    "Query",
    "Recommendation",
    "Recommender",
    "StaticPortfolio",
    "default_recommender",
]

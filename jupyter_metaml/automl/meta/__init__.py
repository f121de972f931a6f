"""Learning across tasks: estimators that carry what they saw on one table over to the next.

::

    Task, (X, y) -> estimator.fit_with(lessons) -> history -> Learned: KnowledgeBase + one Centre per family
                              ^                                  |
                              +------- LearnedStart <------------+
"""

from __future__ import annotations

from jupyter_metaml.automl.meta.meta_learner import MetaLearner
from jupyter_metaml.automl.meta.search_steps import MAML, Reptile

__all__ = ["MAML", "MetaLearner", "Reptile"]

"""The policies that are compared."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.metalearning import (
    AdaptivePortfolio,
    ForestPortfolio,
    LearnedRanking,
    NearestTasks,
    PerSecondPortfolio,
    StaticPortfolio,
)
from jupyter_metaml.metalearning.policies import (
    Adapting,
    ExpertOrder,
    Oracle,
    Policy,
    RandomOrder,
    Recommended,
    SingleFamily,
)
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.search.start import ORDER

STATIC, DEFAULT, RANDOM, EXPERT = "static portfolio", "adaptive portfolio", "random order", "expert order"
# What scikit-learn style code gets from `LGBMClassifier()`.
LIBRARY_DEFAULT = Configuration.of(
    "lightgbm",
    n_estimators=100,
    learning_rate=0.1,
    num_leaves=31,
    subsample=1.0,
    colsample_bytree=1.0,
    min_child_samples=20,
    reg_alpha=0.0,
    reg_lambda=0.0,
)
OUR_DEFAULT = Configuration.of("lightgbm")


def line_up(base: KnowledgeBase) -> tuple[Policy, ...]:
    """Return all policies, the baselines first."""
    return (
        RandomOrder(),
        ExpertOrder(configurations=expert_order(base.configurations)),
        SingleFamily(family="lightgbm"),
        SingleFamily(family="catboost"),
        Recommended(recommender=StaticPortfolio()),
        Recommended(recommender=PerSecondPortfolio()),
        Recommended(recommender=NearestTasks(k=1)),
        Recommended(recommender=NearestTasks(k=10)),
        Recommended(recommender=LearnedRanking()),
        Recommended(recommender=ForestPortfolio()),
        Adapting(recommender=AdaptivePortfolio()),
        Recommended(recommender=StaticPortfolio(), is_sound=True),
        Adapting(recommender=AdaptivePortfolio(), is_sound=True),
        Oracle(),
    )


def expert_order(known: Sequence[Configuration]) -> tuple[Configuration, ...]:
    """Return the fixed order that is used without a base, in configurations of the base.

    An entry that the base does not hold stands for the one of its family that shares the most of its values and
    names no others.
    """
    found = []
    for entry in ORDER:
        values = set(entry.params.items())
        alike = [c for c in known if c.family == entry.family and set(c.params) <= values]
        if alike and not entry.min_rows:
            found.append(max(alike, key=lambda configuration: len(configuration.params)))
    return tuple(dict.fromkeys(found))


def reference(base: KnowledgeBase) -> Configuration:
    """Return LightGBM as its library has it, or, where the base lacks that, with our defaults."""
    return LIBRARY_DEFAULT if LIBRARY_DEFAULT in base.configurations else OUR_DEFAULT

"""Extremely random trees: as a forest, with random cuts; errs differently from boosted trees.

Values and spaces: FLAML, auto-sklearn and TabArena, where the size of a split is the knob that matters.

References
----------
Geurts, Ernst, Wehenkel (2006), Extremely randomized trees, Machine Learning 63.  We bootstrap, for the out-of-bag rows.
"""

from __future__ import annotations

from optuna.distributions import BaseDistribution, CategoricalDistribution, IntDistribution
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor

from jupyter_metaml.pipelines.forests import forest_family, tree_count
from jupyter_metaml.pipelines.layout import TableShape
from jupyter_metaml.typing import ParamValue


def default(shape: TableShape) -> dict[str, ParamValue]:
    """Start with splits of at least four rows; all columns for numbers, the root of their number for classes."""
    if shape.kind == "regression":
        return {"n_estimators": tree_count(shape), "max_features": 1.0, "min_samples_split": 4}
    return {"n_estimators": tree_count(shape), "max_features": "sqrt", "min_samples_split": 4, "criterion": "entropy"}


def space(_shape: TableShape) -> dict[str, BaseDistribution]:
    """Columns per split and size of splits."""
    return {
        "max_features": CategoricalDistribution(["sqrt", 0.5, 1.0]),
        "min_samples_split": IntDistribution(2, 32, log=True),
    }


EXTRA_TREES = forest_family(
    name="extra_trees",
    title="Extremely random trees",
    classifier=ExtraTreesClassifier,
    regressor=ExtraTreesRegressor,
    default=default,
    space=space,
)

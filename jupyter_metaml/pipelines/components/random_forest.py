"""Random forest: averaged deep trees on bootstrap samples; robust, and measured by its out-of-bag rows in one fit.

Values and spaces: AutoGluon, FLAML and TabArena; the bootstrap stays on, because it gives the out-of-bag rows.
"""

from __future__ import annotations

from optuna.distributions import BaseDistribution, CategoricalDistribution, IntDistribution
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

from jupyter_metaml.pipelines.forests import forest_family, tree_count
from jupyter_metaml.pipelines.layout import TableShape
from jupyter_metaml.typing import ParamValue


def default(shape: TableShape) -> dict[str, ParamValue]:
    """Start with entropy and small leaves."""
    if shape.kind == "regression":
        return {"n_estimators": tree_count(shape), "max_features": 0.6, "min_samples_leaf": 2}
    return {"n_estimators": tree_count(shape), "max_features": "sqrt", "min_samples_leaf": 2, "criterion": "entropy"}


def space(shape: TableShape) -> dict[str, BaseDistribution]:
    """Columns per split and size of leaves; for classes also the criterion."""
    found: dict[str, BaseDistribution] = {
        "max_features": CategoricalDistribution(["sqrt", 0.3, 0.6, 1.0]),
        "min_samples_leaf": IntDistribution(1, 20, log=True),
    }
    if shape.kind != "regression":
        found["criterion"] = CategoricalDistribution(["gini", "entropy"])
    return found


RANDOM_FOREST = forest_family(
    name="random_forest",
    title="Random forest",
    classifier=RandomForestClassifier,
    regressor=RandomForestRegressor,
    default=default,
    space=space,
)

"""Random forest: averaged deep trees on bootstrap samples; robust, and measured by its out-of-bag rows in one fit.

Values and spaces: AutoGluon, FLAML and TabArena; the bootstrap stays on, because it gives the out-of-bag rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from optuna.distributions import BaseDistribution, CategoricalDistribution, IntDistribution
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.pipeline import Pipeline

from jupyter_metaml.pipelines.family import ALL_KINDS, BuildContext, Family
from jupyter_metaml.pipelines.forests import (
    ENCODED_ABOVE,
    N_TREES,
    fit,
    leaf_limit,
    out_of_bag_predictions,
    suits,
    tree_count,
)
from jupyter_metaml.pipelines.layout import TableShape
from jupyter_metaml.pipelines.preparation import tree_columns
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


def build(params: Mapping[str, ParamValue], context: BuildContext) -> Pipeline:
    """Build the pipeline; missing cells stay missing, which scikit-learn's trees know since 1.4."""
    values: dict[str, Any] = dict(params)
    n_trees, leaf = int(values.setdefault("n_estimators", N_TREES)), int(values.get("min_samples_leaf", 1))
    make = RandomForestRegressor if context.kind == "regression" else RandomForestClassifier
    model = make(
        bootstrap=True,
        max_leaf_nodes=leaf_limit(context, n_trees, leaf),
        n_jobs=context.n_jobs,
        random_state=context.random_state,
        **values,
    )
    return Pipeline([*tree_columns(context, max_levels=ENCODED_ABOVE).steps, ("model", model)])


RANDOM_FOREST = Family(
    name="random_forest",
    title="Random forest",
    kinds=ALL_KINDS,
    suits=suits,
    space=space,
    default=default,
    build=build,
    fit=fit,
    out_of_fold="bag",
    out_of_fold_predictions=out_of_bag_predictions,
)

"""Extremely random trees: as a forest, with random cuts; errs differently from boosted trees.

Values and spaces: FLAML, auto-sklearn and TabArena, where the size of a split is the knob that matters.

References
----------
Geurts, Ernst, Wehenkel (2006), Extremely randomized trees, Machine Learning 63.  We bootstrap, for the out-of-bag rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from optuna.distributions import BaseDistribution, CategoricalDistribution, IntDistribution
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor
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


def build(params: Mapping[str, ParamValue], context: BuildContext) -> Pipeline:
    """Build the pipeline; missing cells stay missing, which scikit-learn's random cuts know since 1.6."""
    values: dict[str, Any] = dict(params)
    n_trees, split = int(values.setdefault("n_estimators", N_TREES)), int(values.get("min_samples_split", 2))
    make = ExtraTreesRegressor if context.kind == "regression" else ExtraTreesClassifier
    model = make(
        bootstrap=True,
        max_leaf_nodes=leaf_limit(context, n_trees, max(1, split // 2)),
        n_jobs=context.n_jobs,
        random_state=context.random_state,
        **values,
    )
    return Pipeline([*tree_columns(context, max_levels=ENCODED_ABOVE).steps, ("model", model)])


EXTRA_TREES = Family(
    name="extra_trees",
    title="Extremely random trees",
    kinds=ALL_KINDS,
    suits=suits,
    space=space,
    default=default,
    build=build,
    fit=fit,
    out_of_fold="bag",
    out_of_fold_predictions=out_of_bag_predictions,
)

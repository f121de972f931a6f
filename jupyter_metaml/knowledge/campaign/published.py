"""Configurations that published systems use, as starting points of the campaign.

Learning rates stand with the number of trees they were chosen for; `jupyter_metaml.evaluation.effort.realise` carries
them over to the trees that a budget allows. Values that are left out are the defaults of the family.

Sources: AutoGluon (portfolios of 2023 and 2025, LightGBM entries), the tuned defaults of Holzmueller et al. (2024),
auto-sklearn 2's portfolios, LightAutoML, H2O AutoML, FLAML's starting points, TabArena's spaces.
"""

from __future__ import annotations

from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.typing import Kind, ParamValue

Values = dict[str, ParamValue]

_LIGHTGBM: tuple[Values, ...] = (
    {},
    {"cross": True},
    # near-additive: many small trees
    {"extra_trees": True, "learning_rate": 0.086, "num_leaves": 6, "min_child_samples": 10, "colsample_bytree": 0.5},
    # AutoGluon "Large"
    {"learning_rate": 0.069, "num_leaves": 128, "min_child_samples": 3, "colsample_bytree": 0.9},
    # AutoGluon's cross entries
    {
        "cross": True,
        "extra_trees": True,
        "num_leaves": 16,
        "min_child_samples": 5,
        "colsample_bytree": 0.5,
        "reg_alpha": 0.9,
        "reg_lambda": 1.5,
    },
    {
        "cross": True,
        "extra_trees": True,
        "num_leaves": 8,
        "min_child_samples": 15,
        "colsample_bytree": 0.42,
        "subsample": 0.72,
        "reg_alpha": 0.11,
        "reg_lambda": 0.26,
    },
    {"cross": True, "num_leaves": 16, "min_child_samples": 1, "colsample_bytree": 0.58, "subsample": 0.96},
    # tuned defaults: of classification, and of regression
    {
        "n_estimators": 1_000,
        "learning_rate": 0.04,
        "num_leaves": 50,
        "subsample": 0.75,
        "colsample_bytree": 1.0,
        "min_child_samples": 40,
        "reg_alpha": 0.0,
        "reg_lambda": 0.0,
    },
    {
        "n_estimators": 1_000,
        "learning_rate": 0.05,
        "num_leaves": 100,
        "subsample": 0.7,
        "colsample_bytree": 1.0,
        "min_child_samples": 3,
        "reg_alpha": 0.0,
        "reg_lambda": 0.0,
    },
    # the library's own
    {
        "n_estimators": 100,
        "learning_rate": 0.1,
        "num_leaves": 31,
        "subsample": 1.0,
        "colsample_bytree": 1.0,
        "min_child_samples": 20,
        "reg_alpha": 0.0,
        "reg_lambda": 0.0,
    },
    {"extra_trees": True, "num_leaves": 31, "min_child_samples": 20, "colsample_bytree": 1.0, "reg_alpha": 0.0},
    {"extra_trees": True, "num_leaves": 39, "min_child_samples": 3, "colsample_bytree": 0.46, "reg_lambda": 0.36},
    {"num_leaves": 84, "min_child_samples": 3, "colsample_bytree": 0.53, "reg_alpha": 0.03, "reg_lambda": 0.84},
    {"extra_trees": True, "num_leaves": 5, "min_child_samples": 12, "colsample_bytree": 0.73, "reg_alpha": 0.24},
    {"num_leaves": 3, "min_child_samples": 17, "colsample_bytree": 0.6, "learning_rate": 0.1},
)
_CATBOOST: tuple[Values, ...] = (
    {},
    {"depth": 4},
    {"depth": 7, "l2_leaf_reg": 0.01, "one_hot_max_size": 15},
    {"depth": 3, "learning_rate": 0.12},
    {"depth": 5, "l2_leaf_reg": 0.01, "max_bin": 32, "one_hot_max_size": 10},
    {"depth": 8, "l2_leaf_reg": 4.0},
)
_XGBOOST: tuple[Values, ...] = (
    {},
    {"max_depth": 5, "min_child_weight": 3.0, "subsample": 0.8, "colsample_bynode": 0.64},
    {"max_depth": 10, "min_child_weight": 5.0, "subsample": 0.6, "colsample_bynode": 0.64},
    {"max_depth": 3, "learning_rate": 0.2},
)
_HIST: tuple[Values, ...] = (
    {},
    {"learning_rate": 0.1, "max_leaf_nodes": 31, "min_samples_leaf": 20, "l2_regularization": 0.0, "n_estimators": 100},
    {"learning_rate": 0.22, "max_leaf_nodes": 4, "min_samples_leaf": 5},
    {"learning_rate": 0.065, "max_leaf_nodes": 5, "l2_regularization": 0.78},
)
_EXTRA_TREES: tuple[Values, ...] = (
    {},
    {"max_features": 1.0, "min_samples_split": 4},
    {"max_features": 0.5, "min_samples_split": 8},
    {"max_features": "sqrt", "min_samples_split": 2},
    {"max_features": 0.5, "min_samples_split": 24},
)
_FOREST: tuple[Values, ...] = (
    {},
    {"max_features": "sqrt", "min_samples_leaf": 1},
    {"max_features": 0.3, "min_samples_leaf": 5},
    {"max_features": 0.6, "min_samples_leaf": 16},
)
_MLP: tuple[Values, ...] = (
    {},
    {"width": 161, "depth": 3, "learning_rate_init": 4.9e-4, "alpha": 0.053, "scaler": "quantile"},
    {"width": 107, "depth": 1, "learning_rate_init": 1.5e-3, "alpha": 0.018},
    {"width": 133, "depth": 1, "learning_rate_init": 9.6e-4, "alpha": 0.053, "scaler": "quantile"},
    {"width": 91, "depth": 3, "learning_rate_init": 5.3e-4},
)
_SVM: tuple[Values, ...] = ({}, {"C": 1.0}, {"C": 30.0, "gamma_scale": 0.3}, {"C": 300.0, "gamma_scale": 0.1})
_NEIGHBOURS: tuple[Values, ...] = (
    {},
    {"n_neighbors": 7, "p": 1},
    {"n_neighbors": 31, "scaler": "quantile"},
    {"n_neighbors": 3},
)
_STRENGTHS: tuple[ParamValue, ...] = (0.01, 0.1, 10.0, 100.0)


def published(kind: Kind) -> tuple[Configuration, ...]:
    """Return the configurations of published systems that suit a kind of task, the default of each family first.

    Models that come trained are not among them: they have seen long real tables, and generated ones like these.

    Parameters
    ----------
    kind : {"binary", "multiclass", "regression"}
        Penalties have another name in regression.
    """
    strength = "alpha" if kind == "regression" else "C"
    linear: tuple[Values, ...] = (
        {},
        *({strength: value} for value in _STRENGTHS),
        {"scaler": "quantile"},
        {strength: 0.1, "l1_ratio": 0.5} if kind == "regression" else {strength: 0.3, "l1_ratio": 0.5},
    )
    words: tuple[Values, ...] = ({}, {strength: 0.3}, {strength: 20.0})
    by_family = {
        "linear": linear,
        "lightgbm": _LIGHTGBM,
        "catboost": _CATBOOST,
        "extra_trees": _EXTRA_TREES,
        "mlp": _MLP,
        "svm": _SVM,
        "xgboost": _XGBOOST,
        "random_forest": _FOREST,
        "hist_gradient_boosting": _HIST,
        "nearest_neighbours": _NEIGHBOURS,
        "text_linear": words,
    }
    return tuple(Configuration.of(name, **values) for name, entries in by_family.items() for values in entries)

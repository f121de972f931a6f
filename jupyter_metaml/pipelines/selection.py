"""Keeping only the columns that say something about the target alone, inside the folds.

Trees choose their columns themselves; models that weigh or compare all columns lose to many idle ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from optuna.distributions import BaseDistribution, CategoricalDistribution
from sklearn.feature_selection import SelectPercentile, f_classif, f_regression

from jupyter_metaml.typing import ParamValue

if TYPE_CHECKING:
    from jupyter_metaml.pipelines.family import BuildContext
    from jupyter_metaml.pipelines.layout import TableShape

MIN_FEATURES = 30
KEEP = "keep_percent"
PERCENTS = (100, 50, 20)


def selection_space(shape: TableShape) -> dict[str, BaseDistribution]:
    """Return one dimension, the percentage of columns to keep, where there are many; nothing elsewhere."""
    return {KEEP: CategoricalDistribution(PERCENTS)} if shape.n_features >= MIN_FEATURES else {}


def selection_steps(params: Mapping[str, ParamValue], context: BuildContext) -> list[tuple[str, SelectPercentile]]:
    """List the step that selects columns by their F statistic: none when all are kept.

    Parameters
    ----------
    params : mapping
        `keep_percent` from 1 to 100; all columns when left out.
    context : BuildContext
        Decides between classes and numbers.
    """
    percent = int(params.get(KEEP) or 100)
    if percent >= 100:
        return []
    score = f_regression if context.kind == "regression" else f_classif
    return [("select", SelectPercentile(score, percentile=percent))]

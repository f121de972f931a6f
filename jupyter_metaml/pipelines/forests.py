"""What random forests and extremely random trees share: all but their estimators, starting values and spaces.

Trees grow by portions, their out-of-bag rows give out-of-fold predictions, and their size is bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from jupyter_metaml.pipelines.deadlines import RoundWatch
from jupyter_metaml.pipelines.family import ALL_KINDS, Family, FitContext, FitOutcome
from jupyter_metaml.pipelines.preparation import tree_columns
from jupyter_metaml.pipelines.quiet import quietly
from jupyter_metaml.pipelines.training import fresh, prepare, weights

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution

    from jupyter_metaml.pipelines.family import BuildContext
    from jupyter_metaml.pipelines.layout import TableShape
    from jupyter_metaml.typing import AnyArray, FloatArray, ParamValue

N_TREES = 200
SMALL_CELLS = 200_000
"""Rows times columns up to which 200 trees are grown; half as many above."""

MAX_ROWS = 50_000
ENCODED_ABOVE = 15
"""Categories with more levels become target statistics: a forest can only cut codes in two."""

MAX_NODES = 3_000_000
"""Nodes of a forest with one output; each takes about 100 bytes."""

FIRST_TREES = 4
TREES = 20
"""Trees per thread between two looks at the clock."""


def forest_family(
    *,
    name: str,
    title: str,
    classifier: Callable[..., Any],
    regressor: Callable[..., Any],
    default: Callable[[TableShape], dict[str, ParamValue]],
    space: Callable[[TableShape], dict[str, BaseDistribution]],
) -> Family:
    """Make a family of forests.

    Parameters
    ----------
    name, title, default, space
        As for `Family`; values are those of the estimators, `n_estimators` among them.
    classifier, regressor : type of estimator
        Of scikit-learn.  Missing cells stay missing, which forests know since 1.4 and random cuts since 1.6.
    """

    def build(params: Mapping[str, ParamValue], context: BuildContext) -> Pipeline:
        values: dict[str, Any] = {"n_estimators": N_TREES, **params}
        # two leaves come of every split, so that either value bounds the rows of a leaf
        leaf = max(int(values.get("min_samples_leaf", 1)), int(values.get("min_samples_split", 2)) // 2)
        make = regressor if context.kind == "regression" else classifier
        model = make(
            bootstrap=True,
            max_leaf_nodes=leaf_limit(context, int(values["n_estimators"]), leaf),
            n_jobs=context.n_jobs,
            random_state=context.random_state,
            **values,
        )
        return Pipeline([*tree_columns(context, max_levels=ENCODED_ABOVE).steps, ("model", model)])

    return Family(
        name=name,
        title=title,
        kinds=ALL_KINDS,
        suits=suits,
        space=space,
        default=default,
        build=build,
        fit=fit,
        out_of_fold="bag",
        out_of_fold_predictions=out_of_bag_predictions,
    )


def suits(shape: TableShape) -> str | None:
    """Refuse tables on which full trees get slow and large."""
    if shape.n_rows > MAX_ROWS:
        return f"full trees get slow and large on many rows ({shape.n_rows:,}, at most {MAX_ROWS:,})"
    return None


def tree_count(shape: TableShape) -> int:
    """Return how many trees to start with."""
    return N_TREES if shape.n_rows * shape.n_features <= SMALL_CELLS else N_TREES // 2


def leaf_limit(context: BuildContext, n_estimators: int, min_samples_leaf: int) -> int | None:
    """Bound the leaves of a tree so that the forest fits into some hundred MiB; None when it does anyway."""
    outputs = max(1, context.n_classes)
    limit = max(256, int(MAX_NODES / (n_estimators * 2 * (1 + outputs / 8))))
    return limit if context.n_rows / max(1, min_samples_leaf) > limit else None


def fit(pipeline: Pipeline, X: Any, y: AnyArray, context: FitContext) -> FitOutcome:
    """Grow the trees in portions until all are there or time is up; validation rows are not used.

    The forest is the same whatever the portions.
    """
    pipeline = fresh(pipeline, context)
    with quietly():
        ready = prepare(pipeline, X, y, context)
        model = pipeline[-1]
        watch = RoundWatch(deadline=context.deadline)
        n_trees = int(model.n_estimators)
        model.set_params(warm_start=True)
        while watch.rounds < n_trees and not watch.cut:
            portion = watch.fitting(TREES * max(1, context.n_jobs)) if watch.rounds else FIRST_TREES
            portion = min(max(1, portion), n_trees - watch.rounds)
            model.set_params(n_estimators=watch.rounds + portion).fit(ready.X, ready.y, **weights(model, context))
            watch.after(n_rounds=portion)
        model.set_params(warm_start=False)
    # all trees may stand when the clock runs out; then nothing was cut
    return FitOutcome(pipeline=pipeline, found={"n_estimators": watch.rounds}, cut=watch.rounds < n_trees)


def out_of_bag_predictions(outcome: FitOutcome, X: Any, y: AnyArray) -> FloatArray:
    """Predict each training row by the trees that have not seen it.

    Target statistics are learned again, out of fold as in the fit, so that no row meets its own target.  Rows that
    every tree has seen get the class frequencies, or the mean.

    Parameters
    ----------
    outcome : FitOutcome
    X, y : arrays
        Of the fit.

    Returns
    -------
    ndarray of shape (n_samples, n_known_classes) or (n_samples,)
    """
    forest = outcome.pipeline[-1]
    before = outcome.pipeline[:-1]
    with quietly():
        ready = clone(before).fit_transform(X, y) if len(before) else X
    ready = np.asarray(ready, dtype=np.float32)
    is_classifier = hasattr(forest, "classes_")
    total = np.zeros((len(y), len(forest.classes_) if is_classifier else 1))
    votes = np.zeros((len(y), 1))
    for tree, seen in zip(forest.estimators_, forest.estimators_samples_, strict=True):
        unseen = np.ones(len(y), dtype=bool)
        unseen[seen] = False
        if not unseen.any():
            continue
        given = tree.predict_proba(ready[unseen]) if is_classifier else tree.predict(ready[unseen])[:, None]
        total[unseen] += given
        votes[unseen] += 1
    prior = np.mean(y[:, None] == forest.classes_, axis=0) if is_classifier else np.mean(y, keepdims=True)
    found = np.where(votes > 0, total / np.maximum(votes, 1), prior)
    return found if is_classifier else found[:, 0]

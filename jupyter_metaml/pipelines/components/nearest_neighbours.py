"""Nearest neighbours: finds local patterns that trees cut across; measured by leaving one row out, in one fit.

Values and spaces: TabArena, without the slow distances.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from optuna.distributions import BaseDistribution, CategoricalDistribution
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import Pipeline

from jupyter_metaml.pipelines.family import ALL_KINDS, BuildContext, Family, FitContext, FitOutcome
from jupyter_metaml.pipelines.layout import TableShape
from jupyter_metaml.pipelines.preparation import scaled_columns
from jupyter_metaml.pipelines.scaling import SCALERS
from jupyter_metaml.pipelines.training import fit_whole
from jupyter_metaml.typing import ParamValue

if TYPE_CHECKING:
    from jupyter_metaml.typing import AnyArray, FloatArray

MAX_ROWS = 10_000
MAX_FEATURES = 50
NEIGHBOURS = (3, 7, 15, 31, 61)
CLOSEST = 1e-9
"""Added to distances, so that a twin counts much instead of infinitely."""


def suits(shape: TableShape) -> str | None:
    """Refuse many rows and many columns."""
    if shape.n_rows > MAX_ROWS:
        return f"every prediction looks at all rows ({shape.n_rows:,}, at most {MAX_ROWS:,})"
    if shape.n_features > MAX_FEATURES:
        return f"distances mean little in many columns ({shape.n_features}, at most {MAX_FEATURES})"
    return None


def default(_shape: TableShape) -> dict[str, ParamValue]:
    """Start with fifteen neighbours by Euclidean distance."""
    return {"n_neighbors": 15, "p": 2, "scaler": "robust"}


def space(shape: TableShape) -> dict[str, BaseDistribution]:
    """How many neighbours that the rows allow, which distance, which scale."""
    affordable = [count for count in NEIGHBOURS if count <= max(15, shape.n_rows // 5)]
    return {
        "n_neighbors": CategoricalDistribution(affordable),
        "p": CategoricalDistribution([1, 2]),
        "scaler": CategoricalDistribution(SCALERS),
    }


def build(params: Mapping[str, ParamValue], context: BuildContext) -> Pipeline:
    """Build the pipeline; no target statistics, so that leaving one row out leaves its target out."""
    columns = scaled_columns(context, scaler=str(params.get("scaler", "robust")), encode_target=False)
    make = KNeighborsRegressor if context.kind == "regression" else KNeighborsClassifier
    model = make(
        n_neighbors=int(params.get("n_neighbors") or 15),
        p=int(params.get("p") or 2),
        weights="distance",
        n_jobs=context.n_jobs,
    )
    return Pipeline([("prepare", columns), ("model", model)])


def fit(pipeline: Pipeline, X: Any, y: AnyArray, context: FitContext) -> FitOutcome:
    """Store the rows; with fewer rows than neighbours, all but one of them are neighbours.

    Sample weights are ignored: scikit-learn's neighbours take none.
    """
    n_neighbours = min(int(pipeline[-1].n_neighbors), max(1, len(y) - 1))
    outcome = fit_whole(pipeline, X, y, context)
    outcome.pipeline[-1].set_params(n_neighbors=n_neighbours)
    return FitOutcome(pipeline=outcome.pipeline, found={"n_neighbors": n_neighbours})


def leave_one_out_predictions(outcome: FitOutcome, _X: Any, y: AnyArray) -> FloatArray:
    """Predict each training row by its neighbours, without itself.

    Parameters
    ----------
    outcome : FitOutcome
    _X, y : arrays
        Of the fit; the model has kept its rows.

    Returns
    -------
    ndarray of shape (n_samples, n_known_classes) or (n_samples,)
    """
    model = outcome.pipeline[-1]
    distances, neighbours = model.kneighbors()  # (n_samples, n_neighbours), a row is not its own neighbour
    weights = 1.0 / (distances + CLOSEST)
    weights /= weights.sum(axis=1, keepdims=True)
    if not hasattr(model, "classes_"):
        return np.asarray(np.sum(weights * y[neighbours], axis=1))
    given = np.zeros((len(y), len(model.classes_)))
    codes = np.searchsorted(model.classes_, y)
    np.add.at(given, (np.arange(len(y))[:, None], codes[neighbours]), weights)
    return given


NEAREST_NEIGHBOURS = Family(
    name="nearest_neighbours",
    title="Nearest neighbours",
    kinds=ALL_KINDS,
    suits=suits,
    space=space,
    default=default,
    build=build,
    fit=fit,
    out_of_fold="leave_one_out",
    out_of_fold_predictions=leave_one_out_predictions,
)

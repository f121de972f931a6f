"""A network that was trained on many small tables and reads this one in context: nothing is fitted.

It works on the dense view, so identifiers are gone, dates are parts of the calendar and texts are topics.  Codes of
categories are told to be levels.  Fitted pipelines hold classes of this package, which is said where a run is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sklearn.pipeline import Pipeline

from jupyter_metaml.neural.pfn.cost import answering_s, kernel_s
from jupyter_metaml.pipelines.family import ALL_KINDS, BuildContext, Family
from jupyter_metaml.pipelines.in_context import default, n_members, space
from jupyter_metaml.pipelines.layout import TableShape
from jupyter_metaml.pipelines.preparation import told_categories
from jupyter_metaml.pipelines.training import fit_whole
from jupyter_metaml.typing import ParamValue

MAX_ROWS = 2_000
MAX_FEATURES = 100
MAX_CLASSES = 10


def suits(shape: TableShape) -> str | None:
    """Refuse tables that are larger than those that the network was trained on."""
    if shape.n_rows > MAX_ROWS:
        return f"it reads all rows at once ({shape.n_rows:,}, at most {MAX_ROWS:,})"
    if shape.n_features > MAX_FEATURES:
        return f"it was trained on tables of few columns ({shape.n_features:,}, at most {MAX_FEATURES})"
    if shape.n_classes > MAX_CLASSES:
        return f"it tells few classes apart ({shape.n_classes}, at most {MAX_CLASSES})"
    return None


def fold_s(params: Mapping[str, ParamValue], shape: TableShape, n_train: int, n_test: int) -> float:
    """Estimate the seconds of a fold: they follow from its size alone."""
    seconds = answering_s(n_train, n_test, shape.n_features, n_members=n_members(params))
    return seconds + (kernel_s(n_train, n_test, shape.n_features) if shape.kind == "regression" else 0.0)


def build(params: Mapping[str, ParamValue], context: BuildContext) -> Pipeline:
    """Build the pipeline; sample weights are ignored, the network takes none."""
    from jupyter_metaml.neural import PriorFittedClassifier, PriorFittedRegressor

    make: Any = PriorFittedRegressor if context.kind == "regression" else PriorFittedClassifier
    model = make(n_members=n_members(params), random_state=context.random_state)
    return Pipeline([*told_categories(context), ("model", model)])


PRIOR_FITTED = Family(
    name="prior_fitted",
    title="Pretrained network",
    kinds=ALL_KINDS,
    suits=suits,
    space=space,
    default=default,
    build=build,
    fit=fit_whole,
    fold_s=fold_s,
    needs_this_package=True,
)

"""What happens to a dense matrix inside the folds, before the model: by kind of column and by kind of model.

Trees take numbers as they are and missing cells as missing; categories stay codes up to a number of levels, and become
statistics of the target above it.  Models that compare columns get filled, flagged and scaled numbers, one column per
frequent level, target statistics for the rest, and circles for the calendar.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler, TargetEncoder

from jupyter_metaml.pipelines.layout import PART_MARK
from jupyter_metaml.pipelines.parts import SCIKIT_LEARN, column_transformer, step
from jupyter_metaml.pipelines.scaling import quantile_scaler, smooth_scaler

if TYPE_CHECKING:
    from sklearn.compose import ColumnTransformer

    from jupyter_metaml.pipelines.family import BuildContext
    from jupyter_metaml.typing import IntArray

ONE_HOT_LEVELS = 30
MAX_ENCODED_CLASSES = 10
"""Target encoding makes one column per class; above this many it is left out."""

MAX_ENCODING_FOLDS = 5
PERIODS = {"month": 12, "weekday": 7, "hour": 24}


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeColumns:
    """How a matrix is prepared for trees.

    Parameters
    ----------
    transformer : ColumnTransformer or None
        None when the matrix goes in as it is.
    categories : tuple of int
        Positions of the category codes among the columns that come out.
    n_columns : int
        Columns that come out; target statistics of several classes stand last, one column per class and category.
    """

    transformer: ColumnTransformer | None
    categories: tuple[int, ...]
    n_columns: int

    @property
    def steps(self) -> list[tuple[str, Any]]:
        """The steps that stand before the model: one or none."""
        return [] if self.transformer is None else [("prepare", self.transformer)]


def tree_columns(context: BuildContext, *, max_levels: int) -> TreeColumns:
    """Prepare a matrix for trees: codes up to `max_levels`, target statistics in their place above.

    Parameters
    ----------
    context : BuildContext
    max_levels : int
        Categories with more levels are replaced by the mean target of their level, learned out of fold.

    Returns
    -------
    TreeColumns
    """
    layout = context.layout
    large = [int(place) for place in layout.categories if layout.n_levels[place] > max_levels]
    if not large or context.n_classes > MAX_ENCODED_CLASSES:
        small = [int(place) for place in layout.categories if layout.n_levels[place] <= max_levels]
        return TreeColumns(transformer=None, categories=tuple(small), n_columns=layout.n_features)
    kept = [place for place in range(layout.n_features) if place not in set(large)]
    codes = tuple(index for index, place in enumerate(kept) if layout.kinds[place] == "category")
    columns = [("kept", "passthrough", kept), ("levels", target_encoder(context), large)]
    n_columns = len(kept) + len(large) * max(1, context.n_classes if context.kind == "multiclass" else 1)
    return TreeColumns(transformer=column_transformer(columns), categories=codes, n_columns=n_columns)


def scaled_columns(
    context: BuildContext, *, scaler: str = "robust", encode_target: bool = True, calendar: bool = True
) -> ColumnTransformer:
    """Prepare a matrix for models that compare columns.

    Parameters
    ----------
    context : BuildContext
    scaler : {"robust", "quantile"}, default="robust"
        For numbers and dates.
    encode_target : bool, default=True
        Whether categories of many levels get target statistics beside the columns of their frequent levels.
    calendar : bool, default=True
        Whether months, weekdays and hours are also put on circles.

    Returns
    -------
    ColumnTransformer
        Gives float64 without missing cells.
    """
    layout = context.layout
    measured = np.concatenate([layout.numbers, layout.dates])
    large = [int(place) for place in layout.categories if layout.n_levels[place] > ONE_HOT_LEVELS]
    columns: list[tuple[str, Any, Sequence[int] | IntArray]] = [
        ("numbers", _filled_and_scaled(scaler, context.n_rows), measured),
        ("levels", _one_hot(context.n_rows), layout.categories),
        ("texts", StandardScaler(), layout.texts),
    ]
    if encode_target and context.n_classes <= MAX_ENCODED_CLASSES:
        columns.append(("targets", Pipeline([("levels", target_encoder(context)), ("unit", StandardScaler())]), large))
    if calendar:
        columns += [(part, _circle(period), _places_of(context, part)) for part, period in PERIODS.items()]
    return column_transformer([column for column in columns if len(column[2])])


def told_categories(context: BuildContext) -> list[tuple[str, Any]]:
    """List the steps after which codes are the levels of a category, as pandas has them; none without categories."""
    categories = {int(place): "category" for place in context.layout.categories}
    if not categories:
        return []
    return [("frame", step(pd.DataFrame)), ("levels", step(pd.DataFrame.astype, dtype=categories))]


def target_encoder(context: BuildContext) -> TargetEncoder:
    """Make an encoder of levels by their mean target, learned out of fold and shrunk to the overall mean.

    References
    ----------
    Pargent, Pfisterer, Thomas, Bischl (2022), Regularized target encoding outperforms traditional methods in
    supervised machine learning with high cardinality features, Computational Statistics 37.
    """
    kind = "continuous" if context.kind == "regression" else "auto"
    n_folds = max(2, min(MAX_ENCODING_FOLDS, context.n_rows // 4))
    if SCIKIT_LEARN < (1, 9):
        return TargetEncoder(target_type=kind, cv=n_folds, random_state=context.random_state)
    make = KFold if context.kind == "regression" else StratifiedKFold
    folds = make(n_folds, shuffle=True, random_state=context.random_state)
    return TargetEncoder(target_type=kind, cv=folds)


def _filled_and_scaled(scaler: str, n_rows: int) -> Pipeline:
    scale = smooth_scaler().steps if scaler == "robust" else [("ranks", quantile_scaler(n_rows))]
    imputer = SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
    return Pipeline([("median", imputer), *scale, ("unit", StandardScaler())])


def _one_hot(n_rows: int) -> OneHotEncoder:
    return OneHotEncoder(
        handle_unknown="infrequent_if_exist",
        min_frequency=max(2, n_rows // 200),
        max_categories=ONE_HOT_LEVELS,
        sparse_output=False,
    )


def _circle(period: int) -> Pipeline:
    """Put a part of the calendar on a circle, so that December and January are neighbours."""
    circle = FeatureUnion([("sine", step(np.sin)), ("cosine", step(np.cos))]).set_output(transform="default")
    imputer = SimpleImputer(strategy="median", keep_empty_features=True)
    return Pipeline([("median", imputer), ("angle", step(partial(np.multiply, math.tau / period))), ("circle", circle)])


def _places_of(context: BuildContext, part: str) -> list[int]:
    layout = context.layout
    return [int(place) for place in layout.dates if layout.names[place].endswith(f"{PART_MARK}{part}")]

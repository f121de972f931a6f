"""Crosses: columns that trees would need many splits for, made inside the folds.

Products and differences of the strongest numbers, and target statistics of categories and of pairs of categories.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.feature_selection import SelectFromModel
from sklearn.impute import SimpleImputer
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

from jupyter_metaml.pipelines.parts import column_transformer, step
from jupyter_metaml.pipelines.preparation import MAX_ENCODED_CLASSES, target_encoder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sklearn.compose import ColumnTransformer

    from jupyter_metaml.pipelines.family import BuildContext
    from jupyter_metaml.pipelines.layout import FeatureLayout, TableShape
    from jupyter_metaml.typing import FloatArray

MAX_NUMBERS = 8
MAX_PAIRED_CATEGORIES = 4
MAX_PAIRED_LEVELS = 1_000
MAX_FEATURES = 60


def suits_crosses(shape: TableShape) -> bool:
    """Tell whether crosses can be made and are affordable: few columns, and two of a kind."""
    enough = shape.n_numbers >= 2 or shape.n_categories >= 1
    return enough and shape.n_features <= MAX_FEATURES and shape.n_classes <= MAX_ENCODED_CLASSES


def crossed_columns(context: BuildContext, selector: Any) -> ColumnTransformer:
    """Add crosses behind all columns of a matrix, which stay where they are.

    Parameters
    ----------
    context : BuildContext
    selector : estimator
        Has feature importances; ranks the numbers on the training rows.

    Returns
    -------
    ColumnTransformer

    References
    ----------
    Ideas and limits follow AutoGluon 1.5 (2026); there the terms are ranked after they are made, here before.
    """
    layout = context.layout
    columns: list[tuple[str, Any, Sequence[int]]] = [("all", "passthrough", list(range(layout.n_features)))]
    numbers = [int(place) for place in np.concatenate([layout.numbers, layout.dates])]
    if len(numbers) >= 2:
        columns.append(("arithmetic", _arithmetic(selector, min(MAX_NUMBERS, len(numbers))), numbers))
    categories = [int(place) for place in layout.categories]
    if categories and context.n_classes <= MAX_ENCODED_CLASSES:
        columns.append(("levels", target_encoder(context), categories))
        paired = _paired(layout)
        if len(paired) >= 2:
            columns.append(("pairs", _pairs(context, paired), paired))
    return column_transformer(columns)


def _arithmetic(selector: Any, n_numbers: int) -> Pipeline:
    """Multiply and subtract the strongest numbers with one another, on one scale."""
    terms = FeatureUnion(
        [
            ("products", PolynomialFeatures(degree=2, interaction_only=True, include_bias=False)),
            ("differences", step(np.dot, b=_difference_matrix(n_numbers))),
        ]
    ).set_output(transform="default")
    # Behind a step that knows no names: LightGBM 4.5 invents some for arrays, and rows without them would be warned of.
    strongest = SelectFromModel(
        Pipeline([("nameless", step(None)), ("model", selector)]),
        max_features=n_numbers,
        threshold=-np.inf,
        importance_getter="named_steps.model.feature_importances_",
    )
    return Pipeline(
        [
            ("median", SimpleImputer(strategy="median", keep_empty_features=True)),
            ("strongest", strongest),
            ("unit", StandardScaler()),
            ("terms", terms),
        ]
    )


def _difference_matrix(n_numbers: int) -> FloatArray:
    pairs = list(combinations(range(n_numbers), 2))
    matrix = np.zeros((n_numbers, len(pairs)))
    for place, (first, second) in enumerate(pairs):
        matrix[first, place], matrix[second, place] = 1.0, -1.0
    return matrix


def _paired(layout: FeatureLayout) -> list[int]:
    """Choose the categories to pair: those of the most levels, up to a limit."""
    suitable = [int(place) for place in layout.categories if layout.n_levels[place] <= MAX_PAIRED_LEVELS]
    return sorted(suitable, key=lambda place: (-layout.n_levels[place], place))[:MAX_PAIRED_CATEGORIES]


def _pairs(context: BuildContext, places: Sequence[int]) -> Pipeline:
    """Give each pair of levels a number, then encode those; a pair with a missing level is missing."""
    columns = []
    for first, second in combinations(range(len(places)), 2):
        numbering = np.array([[1.0], [float(context.layout.n_levels[places[first]])]])
        columns.append((f"pair_{first}_{second}", step(np.dot, b=numbering), [first, second]))
    return Pipeline([("codes", column_transformer(columns)), ("levels", target_encoder(context))])

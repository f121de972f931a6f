"""A part of a view: some columns of the table, one transformer, some columns of the matrix.

All transformers of the views are public classes of scikit-learn around public functions of pandas and NumPy, so that
a fitted view unpickles and predicts where this package is not installed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer

from jupyter_metaml.pipelines.layout import FeatureKind

SCIKIT_LEARN = tuple(int(number) for number in sklearn.__version__.split(".")[:2])
"""Installed version, for the few places where the lowest and the newest one want to be asked differently."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Columns of the table that one transformer turns into columns of the matrix.

    Parameters
    ----------
    name : str
        Unique in the view.
    transformer : transformer
        Unfitted.
    columns : tuple of str or str
        Names in `Task.X`; a single string when the transformer takes a Series.
    kind : {"number", "category", "date", "text"}
        Of its matrix columns.
    outputs : tuple of str, default=()
        Names of its matrix columns; empty when only the fitted transformer knows them.
    """

    name: str
    transformer: Any
    columns: tuple[str, ...] | str
    kind: FeatureKind
    outputs: tuple[str, ...] = field(default=())

    @property
    def selector(self) -> list[str] | str:
        """The columns, as `ColumnTransformer` wants them."""
        return self.columns if isinstance(self.columns, str) else list(self.columns)


def step(function: Any, **keywords: Any) -> FunctionTransformer:
    """Wrap a public function, applied to the whole input with fixed keywords.

    What the function returns is handed on as it is, whatever `sklearn.set_config(transform_output=...)` asks for.
    """
    return FunctionTransformer(function, kw_args=keywords or None).set_output(transform="default")


def chain(**steps: Any) -> Pipeline:
    """Make a pipeline of named steps, in the order given."""
    return Pipeline(list(steps.items()))


def column_transformer(columns: Sequence[tuple[str, Any, Any]], *, sparse_threshold: float = 0.0) -> ColumnTransformer:
    """Make a column transformer that gives arrays, whatever `sklearn.set_config(transform_output=...)` asks for.

    The output is fixed before the columns are set: scikit-learn would hand the choice down to text vectorizers, which
    have none.
    """
    empty = ColumnTransformer([], sparse_threshold=sparse_threshold).set_output(transform="default")
    return empty.set_params(transformers=list(columns))

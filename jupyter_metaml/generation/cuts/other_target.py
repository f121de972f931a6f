"""Another column as the target."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from jupyter_metaml.generation.cuts.copies import gives_away
from jupyter_metaml.generation.cuts.encoding import as_numbers
from jupyter_metaml.generation.errors import DraftError
from jupyter_metaml.generation.learnable import is_learnable
from jupyter_metaml.generation.source_table import SourceTable
from jupyter_metaml.typing import Kind

# A quantity has more distinct values than this; fewer can be classes.
_MOST_CLASSES = 20
_FEWEST_CLASS_ROWS = 10
_MOST_MISSING = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherTarget:
    """Ask for one of the features; the old target becomes one.

    Rows without a value there are left out.  Columns that identify rows, texts, dates and constants are never asked
    for.

    Parameters
    ----------
    max_classes : int, default=10
        Columns with more levels are not asked for.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.datasets import load_wine
    >>> from jupyter_metaml.generation import OtherTarget, SourceTable
    >>> wines = SourceTable(frame=load_wine(as_frame=True).frame, target="target", kind="multiclass", family="wines")
    >>> cut = OtherTarget().apply(wines, np.random.default_rng(0))
    >>> cut.target in wines.features
    True
    """

    max_classes: int = 10

    def suits(self, table: SourceTable) -> bool:
        """Tell whether some feature can be a target."""
        return any(self._kind(table.frame[name]) is not None for name in table.features)

    def apply(self, table: SourceTable, rng: np.random.Generator) -> SourceTable:
        """Draw one of them; refuse it if nothing can be learned about it, or another column repeats it."""
        found = [(name, kind) for name in table.features if (kind := self._kind(table.frame[name])) is not None]
        if not found:
            msg = "no feature can be a target"
            raise DraftError(msg)
        name, kind = found[rng.integers(len(found))]
        frame = table.frame[table.frame[name].notna()]
        features = frame[[column for column in frame.columns if column not in {name, table.groups}]]
        is_classification = kind != "regression"
        y = pd.factorize(frame[name])[0] if is_classification else frame[name].to_numpy(dtype=np.float64)
        order = rng.permutation(len(frame))
        X = as_numbers(features)
        if not is_learnable(X[order], y[order], is_classification=is_classification):
            msg = "the other columns tell nothing about the one that was asked for"
            raise DraftError(msg)
        if gives_away(X, y, is_classification=is_classification):
            msg = "another column says the same as the one that was asked for"
            raise DraftError(msg)
        return replace(table, frame=frame, target=name, kind=kind)

    def _kind(self, column: pd.Series) -> Kind | None:
        """Tell what a column would be as a target; None if it should not be one."""
        if column.isna().mean() > _MOST_MISSING or pd.api.types.is_datetime64_any_dtype(column.dtype):
            return None
        sizes = column.value_counts()
        is_number = pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype)
        if is_number and len(sizes) > _MOST_CLASSES:
            is_identifier = len(sizes) == len(column) and pd.api.types.is_integer_dtype(column.dtype)
            is_finite = np.isfinite(column.dropna().to_numpy(dtype=np.float64)).all()
            return "regression" if is_finite and not is_identifier else None
        n_classes = int((sizes >= _FEWEST_CLASS_ROWS).sum())
        if not 2 <= n_classes <= self.max_classes or len(sizes) > self.max_classes:
            return None
        return "binary" if n_classes == 2 else "multiclass"

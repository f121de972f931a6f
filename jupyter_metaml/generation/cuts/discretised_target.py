"""A quantity asked for in classes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from jupyter_metaml.generation.cuts.labels import with_target
from jupyter_metaml.generation.errors import DraftError
from jupyter_metaml.generation.source_table import SourceTable

_FEWEST_DISTINCT = 8
_MOST_CLASSES = 5
# Random cuts leave at least this share of the rows on each side.
_SMALLEST_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class DiscretisedTarget:
    """Cut the target of a regression into two to five classes, at quantiles or anywhere.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.datasets import load_diabetes
    >>> from jupyter_metaml.generation import DiscretisedTarget, SourceTable
    >>> patients = SourceTable(
    ...     frame=load_diabetes(as_frame=True).frame, target="target", kind="regression", family="diabetes"
    ... )
    >>> cut = DiscretisedTarget().apply(patients, np.random.default_rng(0))
    >>> patients.kind, cut.kind, cut.answers.nunique()
    ('regression', 'multiclass', 5)
    """

    def suits(self, table: SourceTable) -> bool:
        """Tell whether the target is a quantity with some distinct values."""
        return table.kind == "regression" and table.answers.nunique() >= _FEWEST_DISTINCT

    def apply(self, table: SourceTable, rng: np.random.Generator) -> SourceTable:
        """Draw the number of classes and the cuts; equal values stay together."""
        answers = pd.to_numeric(table.answers).astype(np.float64)
        n_classes = int(rng.integers(2, _MOST_CLASSES + 1))
        levels = np.arange(1, n_classes) / n_classes
        if rng.random() < 0.5:
            levels = np.sort(rng.uniform(_SMALLEST_SHARE, 1.0 - _SMALLEST_SHARE, n_classes - 1))
        cuts = np.unique(np.nanquantile(answers, levels))
        codes = np.searchsorted(cuts, answers.to_numpy(), side="left")
        named = pd.Series(codes, index=answers.index).map(lambda code: f"part {code}").where(answers.notna())
        n_found = named.nunique()
        if n_found < 2:
            msg = "the cuts leave a single class"
            raise DraftError(msg)
        return replace(with_target(table, named), kind="binary" if n_found == 2 else "multiclass")

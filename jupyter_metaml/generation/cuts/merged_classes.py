"""Classes merged into fewer."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from jupyter_metaml.generation.cuts.labels import class_names, with_target
from jupyter_metaml.generation.source_table import SourceTable


@dataclass(frozen=True, slots=True)
class MergedClasses:
    """Merge three or more classes into two or more, at random.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.datasets import load_digits
    >>> from jupyter_metaml.generation import MergedClasses, SourceTable
    >>> digits = SourceTable(
    ...     frame=load_digits(as_frame=True).frame, target="target", kind="multiclass", family="digits"
    ... )
    >>> cut = MergedClasses().apply(digits, np.random.default_rng(0))
    >>> cut.answers.nunique() < digits.answers.nunique()
    True
    """

    def suits(self, table: SourceTable) -> bool:
        """Tell whether there are three classes."""
        return table.kind == "multiclass" and len(class_names(table)) > 2

    def apply(self, table: SourceTable, rng: np.random.Generator) -> SourceTable:
        """Draw how many classes are left, and which class goes where."""
        names = class_names(table)
        n_left = int(rng.integers(2, len(names)))
        # Each of the new classes gets one of the old first, so that none stays empty.
        places = rng.permutation(np.r_[np.arange(n_left), rng.integers(0, n_left, len(names) - n_left)])
        merged = table.answers.map({name: f"part {place}" for name, place in zip(names, places.tolist(), strict=True)})
        return replace(with_target(table, merged), kind="binary" if n_left == 2 else "multiclass")

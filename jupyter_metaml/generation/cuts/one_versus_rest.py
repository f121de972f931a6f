"""One class against all others."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from jupyter_metaml.generation.cuts.labels import class_names, with_target
from jupyter_metaml.generation.source_table import SourceTable

ONE, REST = "this", "other"
_FEWEST_ROWS = 10


@dataclass(frozen=True, slots=True)
class OneVersusRest:
    """Ask whether a row is of one class or of any other.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.datasets import load_wine
    >>> from jupyter_metaml.generation import OneVersusRest, SourceTable
    >>> wines = SourceTable(frame=load_wine(as_frame=True).frame, target="target", kind="multiclass", family="wines")
    >>> cut = OneVersusRest().apply(wines, np.random.default_rng(0))
    >>> cut.kind, cut.answers.nunique()
    ('binary', 2)
    """

    def suits(self, table: SourceTable) -> bool:
        """Tell whether there are three classes, and one of them has ten rows."""
        return table.kind == "multiclass" and len(class_names(table)) > 2 and bool(_large(table))

    def apply(self, table: SourceTable, rng: np.random.Generator) -> SourceTable:
        """Draw the class."""
        large = _large(table)
        chosen = large[rng.integers(len(large))]
        answers = table.answers
        is_one = (answers == chosen).map({True: ONE, False: REST})
        return replace(with_target(table, is_one.where(answers.notna())), kind="binary")


def _large(table: SourceTable) -> list[object]:
    sizes = table.answers.value_counts().to_dict()
    return [name for name in class_names(table) if sizes[name] >= _FEWEST_ROWS]

"""Some rows of a table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from jupyter_metaml.generation.sizes import Sizes
from jupyter_metaml.generation.source_table import SourceTable


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeRows:
    """Keep a random part of the rows, in their order.

    Parameters
    ----------
    sizes : Sizes
        How many; smaller tables keep all.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.datasets import load_wine
    >>> from jupyter_metaml.generation import Sizes, SomeRows, SourceTable
    >>> wines = SourceTable(frame=load_wine(as_frame=True).frame, target="target", kind="multiclass", family="wines")
    >>> cut = SomeRows(sizes=Sizes(min_rows=50, max_rows=80)).apply(wines, np.random.default_rng(0))
    >>> 50 <= len(cut.frame) <= 80
    True
    """

    sizes: Sizes = field(default_factory=Sizes)

    def suits(self, table: SourceTable) -> bool:
        """Tell whether there are more rows than the fewest wanted."""
        return len(table.frame) > self.sizes.min_rows

    def apply(self, table: SourceTable, rng: np.random.Generator) -> SourceTable:
        """Draw rows without regard to the target."""
        n_rows = self.sizes.draw_rows(rng, at_most=len(table.frame))
        rows = np.sort(rng.choice(len(table.frame), size=n_rows, replace=False))
        return replace(table, frame=table.frame.iloc[rows])

"""Some columns of a table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from jupyter_metaml.generation.sizes import Sizes
from jupyter_metaml.generation.source_table import SourceTable


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeColumns:
    """Keep a random part of the features, a third or more of them; the target and the groups stay.

    Parameters
    ----------
    sizes : Sizes
        How many.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.datasets import load_wine
    >>> from jupyter_metaml.generation import Sizes, SomeColumns, SourceTable
    >>> wines = SourceTable(frame=load_wine(as_frame=True).frame, target="target", kind="multiclass", family="wines")
    >>> cut = SomeColumns(sizes=Sizes(max_columns=5)).apply(wines, np.random.default_rng(0))
    >>> len(cut.features) <= 5
    True
    """

    sizes: Sizes = field(default_factory=Sizes)

    def suits(self, table: SourceTable) -> bool:
        """Tell whether there are more features than the fewest wanted."""
        return len(table.features) > self.sizes.min_columns

    def apply(self, table: SourceTable, rng: np.random.Generator) -> SourceTable:
        """Draw features."""
        n_features = len(table.features)
        n_columns = max(self.sizes.draw_columns(rng, at_most=n_features), min(n_features // 3, self.sizes.max_columns))
        kept = {table.features[place] for place in rng.permutation(n_features)[:n_columns]}
        kept |= {table.target} if table.groups is None else {table.target, table.groups}
        return replace(table, frame=table.frame.loc[:, [name for name in table.frame.columns if name in kept]])

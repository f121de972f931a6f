"""The protocol of cuts."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from jupyter_metaml.generation.source_table import SourceTable


class Cut(Protocol):
    """Something that makes another table with a question of one."""

    def suits(self, table: SourceTable) -> bool:
        """Tell whether the table can be cut this way."""
        ...

    def apply(self, table: SourceTable, rng: np.random.Generator) -> SourceTable:
        """Cut a table that suits.

        Returns
        -------
        SourceTable
            Of the same family; the table given stays as it is.

        Raises
        ------
        DraftError
            If what was drawn is no question worth asking.
        """
        ...

"""What somebody who has learned across tasks brings to a search, beside what `meta` lets it know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from jupyter_metaml.knowledge import KnowledgeBase, TaskRecord
from jupyter_metaml.metalearning import Query, Recommendation
from jupyter_metaml.pipelines import Configuration, TableShape

if TYPE_CHECKING:
    import numpy as np


class Lessons(Protocol):
    """What a meta-learner brings to one search.

    The same lessons, table and seed give the same answers, so that the sequence of a search stays a function of these.
    """

    @property
    def base(self) -> KnowledgeBase:
        """Tasks that it was trained on; they count like those that `meta` lets the search know."""
        ...

    def opened(
        self, first: Sequence[Recommendation], *, record: TaskRecord, shape: TableShape, query: Query
    ) -> tuple[Recommendation, ...]:
        """Change what is tried first.

        Parameters
        ----------
        first : sequence of Recommendation
            What would be tried without these lessons.
        record : TaskRecord
            The table, as it is remembered.
        shape : TableShape
            What spaces and defaults depend on.
        query : Query
            Budget, and families that may be tried.

        Returns
        -------
        tuple of Recommendation
            At least one; ranks from 1 and no gaps.
        """
        ...

    def near(self, family: str, shape: TableShape, rng: np.random.Generator) -> Configuration | None:
        """Draw a configuration from what was learned of a family, or None when nothing was.

        Parameters
        ----------
        family : str
        shape : TableShape
        rng : Generator
        """
        ...

"""What a search is told by those who have learned across tasks: where each family's search distribution stands.

::

    best of this very table, centres by standing -> cost rules -> front + (what would be tried anyway)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from jupyter_metaml.automl.meta.centre import Centre
from jupyter_metaml.automl.meta.family_space import FamilySpace
from jupyter_metaml.automl.meta.standings import standings
from jupyter_metaml.knowledge import KnowledgeBase
from jupyter_metaml.metalearning import Query, Recommendation
from jupyter_metaml.metalearning.cost import CostModel, Size
from jupyter_metaml.metalearning.opening import Prospects, sound_opening
from jupyter_metaml.metalearning.reasons import title_of
from jupyter_metaml.pipelines import Configuration, family
from jupyter_metaml.wording import counted

if TYPE_CHECKING:
    from jupyter_metaml.automl.meta.standings import Standing
    from jupyter_metaml.knowledge import TaskRecord
    from jupyter_metaml.pipelines import TableShape

# Of a table that was seen before, so many of its own best come first.
N_OF_THIS_TABLE = 3
# Beside the order of a recommender, so many places are given to what was learned here.
N_BESIDE_RECOMMENDER = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LearnedStart:
    """Lessons drawn from tasks that were seen.

    Parameters
    ----------
    base : KnowledgeBase
        What was tried on them.
    centres : mapping of str to Centre, default={}
        By family.
    explores : bool, default=False
        Whether the search is there to learn from: after the best centre, families that few tasks have tried come first.
    """

    base: KnowledgeBase
    centres: Mapping[str, Centre] = field(default_factory=dict)
    explores: bool = False

    def opened(
        self, first: Sequence[Recommendation], *, record: TaskRecord, shape: TableShape, query: Query
    ) -> tuple[Recommendation, ...]:
        """Put what was learned before what would be tried anyway; see `Lessons.opened`."""
        known = standings(self.base)
        own = self._of_this_table(record, query)
        centred = self._centred(known, shape, query)
        if any(item.expected_s is not None for item in first):  # a recommender speaks, with experience of its own
            centred = centred[: max(0, N_BESIDE_RECOMMENDER - len(own))]
            rest = list(first)
        else:
            moved = {item.configuration.family for item in centred}
            rest = [item for item in first if item.configuration.params or item.configuration.family not in moved]
        order = [*own, *centred, *rest]
        if self.explores:
            n_tried = {name: standing.n_tasks for name, standing in known.items()}
            order[1:] = sorted(order[1:], key=lambda item: n_tried.get(item.configuration.family, 0))
        unique = {item.configuration: item for item in reversed(order)}
        kept = [item for item in order if unique[item.configuration] is item]
        return tuple(replace(item, rank=rank) for rank, item in enumerate(kept, start=1))

    def near(self, family_name: str, shape: TableShape, rng: np.random.Generator) -> Configuration | None:
        """Draw around the centre of a family; see `Lessons.near`."""
        centre = self.centres.get(family_name)
        return None if centre is None else centre.draw(FamilySpace.of(family_name, shape), rng)

    def _of_this_table(self, record: TaskRecord, query: Query) -> list[Recommendation]:
        """Return the best of what was tried on the very table before, if it was seen."""
        rows = [row for row, task in enumerate(self.base.tasks) if task.id == record.id]
        if not rows:
            return []
        losses = self.base.loss[rows[0]]
        places = [
            place
            for place in np.argsort(losses, kind="stable").tolist()
            if np.isfinite(losses[place]) and query.allows(self.base.configurations[place])
        ]
        return [
            Recommendation(
                rank=rank,
                configuration=self.base.configurations[place],
                title=title_of(self.base.configurations[place]),
                why=f"number {rank} of all that was tried on this very table before",
            )
            for rank, place in enumerate(places[:N_OF_THIS_TABLE], start=1)
        ]

    def _centred(self, known: Mapping[str, Standing], shape: TableShape, query: Query) -> list[Recommendation]:
        """Return the centres, best family first, unless the budget says otherwise."""
        names = [name for name in known if name in self.centres and query.allows(Configuration.of(name))]
        configurations = tuple(self.centres[name].configuration(FamilySpace.of(name, shape)) for name in names)
        size = Size.of(
            query.n_rows, query.n_columns, query.n_classes, query.meta_features.get("share_categorical", 0.0)
        )
        seconds, high = CostModel.fit(self.base).seconds(configurations, size)
        prospects = Prospects(configurations=configurations, seconds=seconds, high=high, budget_s=query.budget_s)
        opening = sound_opening(range(len(names)), prospects)
        return [
            Recommendation(
                rank=rank,
                configuration=configurations[place],
                title=f"{family(names[place]).title} (centre of {counted(known[names[place]].n_tasks, 'task')})",
                why="; ".join(filter(None, (opening.remarks.get(place, ""), _why(known[names[place]])))),
                expected_s=float(seconds[place]) if np.isfinite(seconds[place]) else None,
            )
            for rank, place in enumerate(opening.order, start=1)
        ]


def _why(standing: Standing) -> str:
    where = f"where the best values of {counted(standing.n_tasks, 'task')} have moved it"
    return f"{where}; best family on {standing.n_best} of them" if standing.n_best else where

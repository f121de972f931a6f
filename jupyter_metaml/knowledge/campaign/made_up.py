"""The other tables of a campaign: generated ones, and ones cut out of real tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from jupyter_metaml.generation import CutDistribution, SourceTable, task_distributions
from jupyter_metaml.knowledge.campaign.sources import CampaignTable

if TYPE_CHECKING:
    from jupyter_metaml.generation import TaskDistribution
    from jupyter_metaml.knowledge.records import TaskOrigin

SEED = 2026
TARGET = "target"
# A source of cuts is thinned out to so many rows before it is cut.
MAX_SOURCE_ROWS = 20_000

Maker = Callable[[], CampaignTable]


def generated_tables(n_tables: int) -> Iterator[Maker]:
    """Return makers of generated tables; the distributions take turns.

    Parameters
    ----------
    n_tables : int

    Yields
    ------
    callable
        Makes the table when it is called, the same each time.
    """
    distributions = task_distributions()
    for place in range(n_tables):
        distribution = distributions[place % len(distributions)]
        name = f"{distribution.name}-{place:04d}"
        yield partial(_sampled, distribution, name, "generated", seed=[SEED, place])


def derived_tables(n_tables: int, tables: Sequence[CampaignTable]) -> Iterator[Maker]:
    """Return makers of tables that are cut out of real ones, which take turns.

    Parameters
    ----------
    n_tables : int
    tables : sequence of CampaignTable
        The real ones.

    Yields
    ------
    callable
        Makes the table when it is called, the same each time.
    """
    for place in range(n_tables):
        # A stride of its own, so that a short campaign does not see the first tables only.
        table = tables[(place * 7) % len(tables)]
        yield partial(_cut, table, f"cut-{place:04d}", seed=[SEED, 1, place])


def _cut(table: CampaignTable, name: str, *, seed: list[int]) -> CampaignTable:
    frame = table.frame
    if len(frame) > MAX_SOURCE_ROWS:
        frame = frame.sample(MAX_SOURCE_ROWS, random_state=0).reset_index(drop=True)
    source = SourceTable(frame=frame, target=table.target, kind=table.kind, family=table.family)
    return _sampled(CutDistribution((source,)), name, "derived", seed=seed)


def _sampled(distribution: TaskDistribution, name: str, origin: TaskOrigin, *, seed: list[int]) -> CampaignTable:
    task = distribution.sample(np.random.default_rng(seed))
    frame = task.X.copy()
    target = next(name for name in (TARGET, f"{TARGET} of the task") if name not in frame.columns)
    frame[target] = task.decode(task.y)
    return CampaignTable(id=name, family=task.family, origin=origin, frame=frame, target=target, kind=task.kind)

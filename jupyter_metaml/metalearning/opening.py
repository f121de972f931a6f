"""What an order must open with, whatever it was learned from, so that no start is silly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from jupyter_metaml.pipelines import BOOSTERS, Configuration

if TYPE_CHECKING:
    from jupyter_metaml.typing import FloatArray

LINEAR = frozenset({"linear", "text_linear"})
TREES = frozenset({*BOOSTERS, "extra_trees", "random_forest"})
OPENING = 3
# A trial that is likely to take more of the budget than this waits until the others have run.
MAX_SHARE = 0.5
# A first answer should be there after this share of the budget, where one of the opening can give it.
FIRST_SHARE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundOrder:
    """An order that keeps the rules, and what the rules changed.

    Parameters
    ----------
    order : tuple of int
        Positions of configurations.
    remarks : mapping of int to str
        Why a configuration stands further to the front than it was learned to.
    """

    order: tuple[int, ...]
    remarks: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospects:
    """What the rules look at.

    Parameters
    ----------
    configurations : tuple of Configuration
    seconds, high : ndarrays of shape (n_configurations,)
        Expected seconds, and what they may well come to; NaN where nothing is known.
    budget_s : float
        Seconds of the search.
    """

    configurations: tuple[Configuration, ...]
    seconds: FloatArray
    high: FloatArray
    budget_s: float


def sound_opening(order: Sequence[int], prospects: Prospects, *, tried: Sequence[int] = ()) -> SoundOrder:
    """Change an order as little as it takes to make its start sound.

    What would eat half of the budget goes to the end, cheapest first.  Among the first three, those that were tried
    included, are a linear model and one of trees.  Where the first of all would take more than a tenth of the budget,
    the quickest of the three begins.

    Parameters
    ----------
    order : sequence of int
        Positions of configurations, first choice first.
    prospects : Prospects
    tried : sequence of int, default=()
        Positions of what came before the order.
    """
    seconds, budget_s = prospects.seconds, prospects.budget_s
    slow = [place for place in order if prospects.high[place] > MAX_SHARE * budget_s]
    quick = [place for place in order if not prospects.high[place] > MAX_SHARE * budget_s]
    kept = [*quick, *sorted(slow, key=lambda place: float(seconds[place]))]
    names = [configuration.family for configuration in prospects.configurations]
    n_open = max(0, OPENING - len(tried))
    remarks: dict[int, str] = {}
    for families, others, what in ((LINEAR, TREES, "a linear model"), (TREES, LINEAR, "a model of trees")):
        wanted = next((place for place in kept if names[place] in families), None)
        opening = [*tried, *kept[:n_open]]
        if wanted is None or not n_open or any(names[place] in families for place in opening):
            continue
        has_other = [names[place] in others for place in opening]
        kept = _brought_forward(kept, wanted, n_open, is_last_needed=has_other.count(True) == 1 and has_other[-1])
        remarks[wanted] = f"{what} belongs to every start"
    if kept and not tried and seconds[kept[0]] > FIRST_SHARE * budget_s:
        first = min(kept[:OPENING], key=lambda place: float(np.nan_to_num(seconds[place], nan=np.inf)))
        if first != kept[0]:
            kept = [first, *[place for place in kept if place != first]]
            remarks[first] = "the quickest of the first three, so that there is an answer soon"
    return SoundOrder(order=tuple(kept), remarks=remarks)


def _brought_forward(kept: list[int], wanted: int, n_open: int, *, is_last_needed: bool) -> list[int]:
    """Give the last open place to `wanted`, or the one before where the last is the only one of the other sort."""
    index = n_open - 2 if is_last_needed and n_open > 1 else n_open - 1
    first = kept[:n_open]
    given_up, first[index] = first[index], wanted
    return [*first, given_up, *[place for place in kept[n_open:] if place != wanted]]

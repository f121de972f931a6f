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
class Opening:
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


def sound_opening(
    order: Sequence[int],
    configurations: Sequence[Configuration],
    *,
    seconds: FloatArray,
    high: FloatArray,
    budget_s: float,
) -> Opening:
    """Change an order as little as it takes to make its start sound.

    What would eat half of the budget goes to the end, cheapest first.  Among the first three are a linear model and
    one of trees.  Where the first would take more than a tenth of the budget, the quickest of the three begins.

    Parameters
    ----------
    order : sequence of int
        Positions of configurations, first choice first.
    configurations : sequence of Configuration
    seconds, high : ndarrays of shape (n_configurations,)
        Expected seconds, and what they may well come to; NaN where nothing is known.
    budget_s : float
        Seconds of the search.
    """
    slow = [place for place in order if high[place] > MAX_SHARE * budget_s]
    quick = [place for place in order if not high[place] > MAX_SHARE * budget_s]
    kept = [*quick, *sorted(slow, key=lambda place: float(seconds[place]))]
    remarks: dict[int, str] = {}
    for families, others, what in ((LINEAR, TREES, "a linear model"), (TREES, LINEAR, "a model of trees")):
        wanted = [place for place in kept if configurations[place].family in families]
        if wanted and wanted[0] not in kept[:OPENING]:
            kept = _brought_forward(kept, wanted[0], [configurations[place].family in others for place in kept])
            remarks[wanted[0]] = f"{what} is always among the first three"
    if kept and seconds[kept[0]] > FIRST_SHARE * budget_s:
        first = min(kept[:OPENING], key=lambda place: float(np.nan_to_num(seconds[place], nan=np.inf)))
        if first != kept[0]:
            kept.remove(first)
            kept.insert(0, first)
            remarks[first] = "the quickest of the first three, so that there is an answer soon"
    return Opening(order=tuple(kept), remarks=remarks)


def _brought_forward(kept: list[int], wanted: int, is_other: Sequence[bool]) -> list[int]:
    """Give one of the first three places to `wanted`: the last one, unless it is the only one of the other sort."""
    only = is_other[:OPENING].count(True) == 1
    index = OPENING - 2 if only and is_other[OPENING - 1] else OPENING - 1
    given_up = kept[index]
    rest = [place for place in kept if place not in {wanted, given_up}]
    first = [place for place in kept[:OPENING] if place != given_up]
    first.insert(index, wanted)
    return [*first, given_up, *[place for place in rest if place not in first]]

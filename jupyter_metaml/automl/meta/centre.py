"""The centre of the search distribution of one family, and how it moves.

Families know defaults for tables of all sizes, so what is learned is how far from the default of a table to start: for
numbers an offset in shares of their range, for choices the odds of choosing otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import numpy as np
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

from jupyter_metaml.automl.meta.unit_interval import position_of, value_at
from jupyter_metaml.pipelines import Configuration
from jupyter_metaml.typing import ParamValue

if TYPE_CHECKING:
    from jupyter_metaml.automl.meta.family_space import FamilySpace
    from jupyter_metaml.typing import FloatArray

# Standard deviation, in shares of the range, of what is drawn around a centre; and the odds that a choice is drawn
# whatever was learned.
WIDTH = 0.15
SURPRISE = 0.2
# Values are rounded, so a centre that is tried comes back this close.
SAME = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """How far one value of a centre moved.

    Parameters
    ----------
    family, parameter : str
    before, after : value
        At the centre; for a choice the likeliest one.
    optimum : value
        What the centre moved towards.
    moved : float
        Share of the range, from 0 to 1; for a choice how much its odds grew.
    """

    family: str
    parameter: str
    before: ParamValue
    optimum: ParamValue
    after: ParamValue
    moved: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """Where the search distribution of a family stands, seen from the default of a table.

    Parameters
    ----------
    offsets : mapping of str to float, default={}
        Of numbers, in shares of their range; 0 where nothing was learned.
    odds : mapping of str to mapping of value to float, default={}
        Of choices that were learned; what is left of 1 is for the default of the table.
    """

    offsets: Mapping[str, float] = field(default_factory=dict)
    odds: Mapping[str, Mapping[ParamValue, float]] = field(default_factory=dict)

    def toward(
        self, params: Mapping[str, ParamValue], place: FamilySpace, step: float
    ) -> tuple[Self, tuple[Move, ...]]:
        """Move a share of the way towards a point.

        Parameters
        ----------
        params : mapping of str to value
            The point; names without a value stay where they are.
        place : FamilySpace
            The table on which the point lies.
        step : float
            From 0, stay, to 1, go all the way.

        Returns
        -------
        Centre, tuple of Move
            One per parameter in which the point differs from the centre; with a step of 0 these did not move.
        """
        offsets, odds = dict(self.offsets), dict(self.odds)
        moved: dict[str, float] = {}
        for name, distribution in place.space.items():
            goal = params.get(name)
            if isinstance(distribution, CategoricalDistribution):
                if goal not in distribution.choices:
                    continue
                way = 1.0 - self._shares(name, distribution, place)[distribution.choices.index(goal)]
                odds[name] = _moved_odds(odds.get(name, {}), goal, step)
            elif isinstance(distribution, FloatDistribution | IntDistribution):
                start, end = self._position(name, distribution, place), position_of(goal, distribution)
                if start is None or end is None:
                    continue
                way = abs(end - start)
                offsets[name] = offsets.get(name, 0.0) + step * (end - start)
            else:
                continue
            if way > SAME:
                moved[name] = step * way
        after = type(self)(offsets=offsets, odds=odds)
        old, new = self.params(place), after.params(place)
        moves = [
            Move(
                family=place.family,
                parameter=name,
                before=old.get(name),
                optimum=params.get(name),
                after=new.get(name),
                moved=distance,
            )
            for name, distance in moved.items()
        ]
        return after, tuple(moves)

    def params(self, place: FamilySpace) -> dict[str, ParamValue]:
        """Return the values at the centre; what has no place in the space is left out."""
        found: dict[str, ParamValue] = {}
        for name, distribution in place.space.items():
            if isinstance(distribution, CategoricalDistribution):
                shares = self._shares(name, distribution, place)
                if shares.any():
                    found[name] = distribution.choices[int(shares.argmax())]
            elif isinstance(distribution, FloatDistribution | IntDistribution):
                position = self._position(name, distribution, place)
                if position is not None:
                    found[name] = value_at(position, distribution)
        return found

    def configuration(self, place: FamilySpace) -> Configuration:
        """Return the centre as a configuration; what it does not name is left to the defaults."""
        return Configuration.of(place.family, **self.params(place))

    def draw(self, place: FamilySpace, rng: np.random.Generator) -> Configuration:
        """Draw a configuration around the centre."""
        found: dict[str, ParamValue] = {}
        for name, distribution in place.space.items():
            if isinstance(distribution, CategoricalDistribution):
                shares = self._shares(name, distribution, place)
                even = np.full(len(shares), 1.0 / len(shares))
                odds = SURPRISE * even + (1.0 - SURPRISE) * shares / shares.sum() if shares.any() else even
                found[name] = distribution.choices[int(rng.choice(len(odds), p=odds))]
            elif isinstance(distribution, FloatDistribution | IntDistribution):
                position = self._position(name, distribution, place)
                if position is not None:
                    found[name] = value_at(float(np.clip(rng.normal(position, WIDTH), 0.0, 1.0)), distribution)
        return Configuration.of(place.family, **found)

    def _position(
        self, name: str, distribution: FloatDistribution | IntDistribution, place: FamilySpace
    ) -> float | None:
        """Return where a number stands in its range; None where the table has no default for it."""
        default = position_of(place.default.get(name), distribution)
        return None if default is None else min(max(default + self.offsets.get(name, 0.0), 0.0), 1.0)

    def _shares(self, name: str, distribution: CategoricalDistribution, place: FamilySpace) -> FloatArray:
        """Return the odds of each choice, shape (n_choices,); all 0 where neither default nor odds are among them."""
        odds = self.odds.get(name, {})
        shares = np.array([odds.get(choice, 0.0) for choice in distribution.choices], dtype=np.float64)
        default = place.default.get(name)
        if default in distribution.choices:
            shares[distribution.choices.index(default)] += 1.0 - sum(odds.values())
        return shares


def _moved_odds(odds: Mapping[ParamValue, float], goal: ParamValue, step: float) -> dict[ParamValue, float]:
    moved = {choice: (1.0 - step) * share for choice, share in odds.items()}
    moved[goal] = moved.get(goal, 0.0) + step
    return moved

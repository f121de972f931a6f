"""The centre of the search distribution of one family, and how it moves.

Numbers stand at a position between the ends of their range, choices have odds.  Ranges may depend on the table; the
position is what tasks share.  Learning rates are those for the number of trees that the defaults are made for, so that
a rate found with few trees says something about many.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import numpy as np
from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution

from jupyter_metaml.automl.meta.unit_interval import position_of, value_at
from jupyter_metaml.pipelines import BOOSTERS, Configuration, with_trees
from jupyter_metaml.pipelines.rates import REFERENCE_TREES
from jupyter_metaml.typing import ParamValue

if TYPE_CHECKING:
    from jupyter_metaml.typing import Kind

Space = Mapping[str, BaseDistribution]
Odds = dict[ParamValue, float]

# Standard deviation, in shares of the range, of what is drawn around a centre; and the odds that a choice is drawn
# whatever was learned.
WIDTH = 0.15
SURPRISE = 0.2
SAME = 1e-9


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
    """Where the search distribution of a family stands.

    Parameters
    ----------
    family : str
    positions : mapping of str to float, default={}
        Of numbers, from 0 to 1.
    odds : mapping of str to mapping of value to float, default={}
        Of choices; those of a parameter sum to 1.
    """

    family: str
    positions: Mapping[str, float] = field(default_factory=dict)
    odds: Mapping[str, Odds] = field(default_factory=dict)

    def begun(self, params: Mapping[str, ParamValue], space: Space) -> Self:
        """Return a centre that stands at `params` wherever this one does not stand yet."""
        positions, odds = dict(self.positions), dict(self.odds)
        for name, distribution in space.items():
            value = params.get(name)
            if isinstance(distribution, CategoricalDistribution):
                if name not in odds and value in distribution.choices:
                    odds[name] = {value: 1.0}
            elif isinstance(distribution, FloatDistribution | IntDistribution) and name not in positions:
                position = position_of(value, distribution)
                if position is not None:
                    positions[name] = position
        return type(self)(family=self.family, positions=positions, odds=odds)

    def toward(self, params: Mapping[str, ParamValue], space: Space, step: float) -> tuple[Self, tuple[Move, ...]]:
        """Move a share of the way towards a point.

        Parameters
        ----------
        params : mapping of str to value
            The point; names without a value stay where they are.
        space : mapping of str to distribution
        step : float
            From 0, stay, to 1, go all the way.

        Returns
        -------
        Centre, tuple of Move
            One per parameter in which the point differs from the centre; with a step of 0 these did not move.
        """
        positions, odds = dict(self.positions), dict(self.odds)
        moved: dict[str, float] = {}
        for name, distribution in space.items():
            value = params.get(name)
            if name in odds and isinstance(distribution, CategoricalDistribution) and value in distribution.choices:
                way = 1.0 - odds[name].get(value, 0.0)
                odds[name] = _moved_odds(odds[name], value, step)
            elif name in positions and isinstance(distribution, FloatDistribution | IntDistribution):
                goal = position_of(value, distribution)
                way = 0.0 if goal is None else goal - positions[name]
                positions[name] += step * way
            else:
                continue
            if abs(way) > SAME:
                moved[name] = step * abs(way)
        after = type(self)(family=self.family, positions=positions, odds=odds)
        old, new = self.params(space), after.params(space)
        moves = [
            Move(
                family=self.family,
                parameter=name,
                before=old.get(name),
                optimum=params.get(name),
                after=new.get(name),
                moved=distance,
            )
            for name, distance in moved.items()
        ]
        return after, tuple(moves)

    def params(self, space: Space) -> dict[str, ParamValue]:
        """Return the values at the centre, for as much of a space as it knows."""
        found: dict[str, ParamValue] = {}
        for name, distribution in space.items():
            if isinstance(distribution, CategoricalDistribution) and name in self.odds:
                known = [choice for choice in distribution.choices if choice in self.odds[name]]
                if known:
                    found[name] = max(known, key=self.odds[name].__getitem__)
            elif isinstance(distribution, FloatDistribution | IntDistribution) and name in self.positions:
                found[name] = value_at(self.positions[name], distribution)
        return found

    def configuration(self, space: Space) -> Configuration:
        """Return the centre as a configuration; what it does not know is left to the defaults."""
        return Configuration.of(self.family, **self.params(space))

    def draw(self, space: Space, rng: np.random.Generator) -> Configuration:
        """Draw a configuration around the centre."""
        found: dict[str, ParamValue] = {}
        for name, distribution in space.items():
            if isinstance(distribution, CategoricalDistribution) and name in self.odds:
                known = np.array([self.odds[name].get(choice, 0.0) for choice in distribution.choices])
                even = np.full(len(known), 1.0 / len(known))
                odds = SURPRISE * even + (1.0 - SURPRISE) * known / known.sum() if known.any() else even
                found[name] = distribution.choices[int(rng.choice(len(odds), p=odds))]
            elif isinstance(distribution, FloatDistribution | IntDistribution) and name in self.positions:
                position = float(np.clip(rng.normal(self.positions[name], WIDTH), 0.0, 1.0))
                found[name] = value_at(position, distribution)
        return Configuration.of(self.family, **found)


def at_reference(family: str, params: Mapping[str, ParamValue], kind: Kind) -> dict[str, ParamValue]:
    """Return values with the learning rate that goes with the trees that the defaults are made for.

    Parameters
    ----------
    family : str
    params : mapping
        All values of a configuration.
    kind : {"binary", "multiclass", "regression"}
    """
    if family not in BOOSTERS:
        return dict(params)
    return with_trees(params, REFERENCE_TREES, family=family, kind=kind)


def _moved_odds(odds: Odds, goal: ParamValue, step: float) -> Odds:
    moved = {choice: (1.0 - step) * share for choice, share in odds.items()}
    moved[goal] = moved.get(goal, 0.0) + step
    return moved

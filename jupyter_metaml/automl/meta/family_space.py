"""The search space of a family on one table, with the point that an expert would start from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from optuna.distributions import BaseDistribution

from jupyter_metaml.pipelines import BOOSTERS, family, with_trees
from jupyter_metaml.pipelines.rates import REFERENCE_TREES
from jupyter_metaml.typing import ParamValue

if TYPE_CHECKING:
    from jupyter_metaml.pipelines import TableShape
    from jupyter_metaml.typing import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilySpace:
    """Where a search in one family moves, on one table.

    Parameters
    ----------
    family : str
    space : mapping of str to distribution
    default : mapping of str to value
        For as many trees as the defaults are made for.
    """

    family: str
    space: Mapping[str, BaseDistribution]
    default: Mapping[str, ParamValue]

    @classmethod
    def of(cls, name: str, shape: TableShape) -> Self:
        """Ask a family about a table.

        Parameters
        ----------
        name : str
        shape : TableShape
        """
        kind = family(name)
        return cls(family=name, space=kind.space(shape), default=at_reference(name, kind.default(shape), shape.kind))


def at_reference(name: str, params: Mapping[str, ParamValue], kind: Kind) -> dict[str, ParamValue]:
    """Return values with the learning rate that goes with the trees that the defaults are made for.

    So a rate that was found with few trees says something about many.

    Parameters
    ----------
    name : str
        Of the family.
    params : mapping
        All values of a configuration.
    kind : {"binary", "multiclass", "regression"}
    """
    if name not in BOOSTERS:
        return dict(params)
    return with_trees(params, REFERENCE_TREES, family=name, kind=kind)

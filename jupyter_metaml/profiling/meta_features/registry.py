"""The meta-features: a name, a source, a group and a function each.

To add one, decorate a function ``Digest -> float`` in the file of its group.  It may return anything that is a
number: what is not finite is replaced by the declared fallback, so that every meta-feature of every table is a finite
float.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from jupyter_metaml.profiling.meta_features.digest import Digest

Group = Literal["simple", "statistical", "information", "landmark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetaFeature:
    """One number that describes a task.

    Parameters
    ----------
    name : str
    group : {"simple", "statistical", "information", "landmark"}
    source : str
        Where it comes from: authors, year, venue.
    needs_target : bool
        Whether a table without a target has none.
    fallback : float
        What it is where it is not defined: no column of numbers, no classes, a single row.
    measure : callable
        Takes a `Digest`, returns a float.

    Examples
    --------
    >>> from jupyter_metaml.profiling import META_FEATURES
    >>> META_FEATURES["log_n_rows"].needs_target
    False
    """

    name: str
    group: Group
    source: str
    needs_target: bool
    fallback: float
    measure: Callable[[Digest], float]

    def value(self, digest: Digest) -> float:
        """Measure a table; always finite."""
        found = float(self.measure(digest))
        return found if math.isfinite(found) else self.fallback


META_FEATURES: dict[str, MetaFeature] = {}
"""All meta-features by name."""


def meta_feature(
    name: str, *, source: str, group: Group, needs_target: bool = False, fallback: float = 0.0
) -> Callable[[Callable[[Digest], float]], Callable[[Digest], float]]:
    """Register a function as a meta-feature.

    Parameters
    ----------
    name : str
        Not taken yet.
    source : str
        Authors, year, venue.
    group : {"simple", "statistical", "information", "landmark"}
    needs_target : bool, default=False
    fallback : float, default=0.0
        What it is where it is not defined.
    """

    def register(measure: Callable[[Digest], float]) -> Callable[[Digest], float]:
        if name in META_FEATURES:
            msg = f"Meta-feature {name!r} exists already. Choose another name."
            raise ValueError(msg)
        META_FEATURES[name] = MetaFeature(
            name=name, group=group, source=source, needs_target=needs_target, fallback=fallback, measure=measure
        )
        return measure

    return register


def measure_all(digest: Digest, *, landmarks: bool) -> dict[str, float]:
    """Measure every meta-feature that the table has.

    Parameters
    ----------
    digest : Digest
    landmarks : bool
        Whether to fit the small models too.

    Returns
    -------
    dict of str to float
        Finite numbers.
    """
    has_target = digest.y is not None
    return {
        feature.name: feature.value(digest)
        for feature in META_FEATURES.values()
        if (has_target or not feature.needs_target) and (landmarks or feature.group != "landmark")
    }

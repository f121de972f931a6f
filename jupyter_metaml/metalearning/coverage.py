"""How much of the space of real tables made-up tasks cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.metalearning.meta_space import MetaSpace, mean_differences

if TYPE_CHECKING:
    from jupyter_metaml.knowledge import TaskRecord
    from jupyter_metaml.typing import AnyArray, FloatArray

PERMUTATIONS = 200
# A real table counts as covered when a made-up one is as near as another real one is to nine of ten real tables.
NEAR = 0.9
FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Made-up tasks beside real ones, in robust-scaled meta-features of the real ones.

    Parameters
    ----------
    n_real, n_made : int
    nearest_real : float
        Median distance of a real table to the nearest real one of another family.
    nearest_made : float
        Median distance of a real table to the nearest made-up one.
    nearest_of_made : float
        Median distance of a made-up table to the nearest real one.
    covered : float
        Share of the real tables that have a made-up one near them, from 0 to 1.
    plausible : float
        Share of the made-up tables that have a real one near them, from 0 to 1.
    energy : float
        Energy distance between both; 0 for the same distribution.
    p_value : float
        Share of random divisions of all tables with an energy distance at least as large.
    far_features : tuple of (str, float)
        Meta-features by the difference of the medians, in quartile distances of the real ones; largest first.
    """

    n_real: int
    n_made: int
    nearest_real: float
    nearest_made: float
    nearest_of_made: float
    covered: float
    plausible: float
    energy: float
    p_value: float
    far_features: tuple[tuple[str, float], ...]


def measure_coverage(real: Sequence[TaskRecord], made: Sequence[TaskRecord], *, random_state: int = 0) -> Coverage:
    """Compare made-up tasks with real ones.

    Parameters
    ----------
    real, made : sequence of TaskRecord
        At least five each.
    random_state : int, default=0

    Returns
    -------
    Coverage

    Raises
    ------
    UsageError
        If there are fewer.

    References
    ----------
    Szekely and Rizzo (2013), Energy statistics, Journal of Statistical Planning and Inference 143.
    """
    if min(len(real), len(made)) < FEWEST:
        message = f"{len(real)} real and {len(made)} made-up tasks cannot be compared. Give at least {FEWEST} of each."
        raise UsageError(message)
    space = MetaSpace.of(real)
    ours, theirs = space.points, space.place_all(made)
    families = np.array([task.family for task in real], dtype=object)
    among = mean_differences(ours, ours)
    among[families[:, None] == families[None, :]] = np.inf
    nearest_real = among.min(axis=1)
    between = mean_differences(ours, theirs)
    near = float(np.quantile(nearest_real[np.isfinite(nearest_real)], NEAR))
    energy, p_value = _energy_test(ours, theirs, random_state)
    gaps = np.median(theirs, axis=0) - np.median(ours, axis=0)
    largest = np.argsort(-np.abs(gaps), kind="stable")
    return Coverage(
        n_real=len(real),
        n_made=len(made),
        nearest_real=float(np.median(nearest_real)),
        nearest_made=float(np.median(between.min(axis=1))),
        nearest_of_made=float(np.median(between.min(axis=0))),
        covered=float((between.min(axis=1) <= near).mean()),
        plausible=float((between.min(axis=0) <= near).mean()),
        energy=energy,
        p_value=p_value,
        far_features=tuple((space.names[place], float(gaps[place])) for place in largest.tolist()),
    )


def _energy_test(ours: FloatArray, theirs: FloatArray, random_state: int) -> tuple[float, float]:
    pooled = np.concatenate([ours, theirs])
    apart = mean_differences(pooled, pooled)
    is_ours = np.arange(len(pooled)) < len(ours)
    found = _energy(apart, is_ours)
    rng = np.random.default_rng(random_state)
    drawn = [_energy(apart, rng.permutation(is_ours)) for _ in range(PERMUTATIONS)]
    return found, float((1 + sum(energy >= found for energy in drawn)) / (PERMUTATIONS + 1))


def _energy(apart: FloatArray, is_one: AnyArray) -> float:
    ones, others = np.flatnonzero(is_one), np.flatnonzero(~is_one)
    between = apart[np.ix_(ones, others)].mean()
    within = apart[np.ix_(ones, ones)].mean() + apart[np.ix_(others, others)].mean()
    return float(2.0 * between - within)

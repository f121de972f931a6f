"""How sure a difference between two policies is, families being what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import wilcoxon

if TYPE_CHECKING:
    from jupyter_metaml.typing import AnyArray, FloatArray

RESAMPLES = 2_000
# Normalised errors closer than this are a tie.
MARGIN = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A mean over families with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One policy against another.

    Parameters
    ----------
    difference : Interval
        Errors of the first less those of the second; below 0 the first is better.
    wins, ties, losses : int
        Families on which the first is better by more than the margin, within it, or worse.
    p_value : float
        Of the Wilcoxon signed-rank test over families, two-sided.
    """

    difference: Interval
    wins: int
    ties: int
    losses: int
    p_value: float


def family_means(values: Sequence[float] | FloatArray, families: Sequence[str] | AnyArray) -> FloatArray:
    """Average the values of each family.

    Parameters
    ----------
    values : sequence of float, shape (n_tasks,)
        NaN: no value.
    families : sequence of str, shape (n_tasks,)

    Returns
    -------
    ndarray of shape (n_families,)
        In order of first appearance, without families that have no value.
    """
    numbers, names = np.asarray(values, dtype=np.float64), np.asarray(families, dtype=object)
    is_known = np.isfinite(numbers)
    groups = [numbers[is_known & (names == name)] for name in dict.fromkeys(names[is_known].tolist())]
    return np.array([group.mean() for group in groups], dtype=np.float64)


def bootstrap_interval(
    values: Sequence[float] | FloatArray, families: Sequence[str] | AnyArray, *, random_state: int = 0
) -> Interval:
    """Bootstrap the mean over families.

    Parameters
    ----------
    values : sequence of float, shape (n_tasks,)
    families : sequence of str, shape (n_tasks,)
    random_state : int, default=0

    Returns
    -------
    Interval
        All NaN without values.
    """
    means = family_means(values, families)
    if not len(means):
        return Interval(mean=np.nan, low=np.nan, high=np.nan)
    rng = np.random.default_rng(random_state)
    drawn = means[rng.integers(0, len(means), (RESAMPLES, len(means)))].mean(axis=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Interval(mean=float(means.mean()), low=float(low), high=float(high))


def compare(
    ones: Sequence[float] | FloatArray,
    others: Sequence[float] | FloatArray,
    families: Sequence[str] | AnyArray,
    *,
    margin: float = MARGIN,
) -> Comparison:
    """Compare the errors of two policies on the same tasks.

    Parameters
    ----------
    ones, others : sequence of float, shape (n_tasks,)
    families : sequence of str, shape (n_tasks,)
    margin : float, default=0.05
        Difference of normalised errors that nobody would act on.

    References
    ----------
    Demsar (2006), Statistical Comparisons of Classifiers over Multiple Data Sets, JMLR 7; zero differences are shared
    between both sides (Pratt's caution, ``zsplit``).
    """
    differences = np.asarray(ones, dtype=np.float64) - np.asarray(others, dtype=np.float64)
    means = family_means(differences, families)
    p_value = float(wilcoxon(means, zero_method="zsplit").pvalue) if np.any(means) else 1.0
    return Comparison(
        difference=bootstrap_interval(differences, families),
        wins=int((means < -margin).sum()),
        ties=int((np.abs(means) <= margin).sum()),
        losses=int((means > margin).sum()),
        p_value=p_value,
    )

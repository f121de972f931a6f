"""How many seconds a configuration takes on a table of a given size.

One regression of log seconds per family of models, on sizes that all its configurations share, with an offset for each
configuration.  Solved from sums over the base, so it is fitted in milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from jupyter_metaml.pipelines import Configuration

if TYPE_CHECKING:
    from jupyter_metaml.knowledge import KnowledgeBase
    from jupyter_metaml.typing import FloatArray

MIN_S = 1e-3
RIDGE = 0.3
# An offset is drawn to that of its family as if this many further trials had been typical of it.
TYPICAL_TRIALS = 1.0
HIGH = 0.9
# Beyond the sizes of the base seconds grow with the rows and with the columns; how surely is anybody's guess.
EXCESS_SLOPE, EXCESS_DOUBT = 1.0, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What seconds depend on.

    Parameters
    ----------
    n_rows, n_columns : int
    n_outputs : int
        Classes, where there are more than two; else 1.
    share_categorical : float
        Share of columns that hold categories, from 0 to 1.
    """

    n_rows: int
    n_columns: int
    n_outputs: int
    share_categorical: float

    @classmethod
    def of(cls, n_rows: int, n_columns: int, n_classes: int, share_categorical: float) -> Size:
        """Make a size from what tasks and queries know."""
        n_outputs = n_classes if n_classes > 2 else 1
        return cls(n_rows=n_rows, n_columns=n_columns, n_outputs=n_outputs, share_categorical=share_categorical)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FamilyCost:
    """The regression of one family.

    Parameters
    ----------
    slopes : ndarray of shape (n_features,)
    offset : float
        Of a configuration that was never seen.
    offsets : mapping of Configuration to float
    high : float
        What to add to log seconds so that nine of ten trials take less.
    """

    slopes: FloatArray
    offset: float
    offsets: dict[Configuration, float] = field(default_factory=dict)
    high: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CostModel:
    """Expected processor seconds of a trial: all its fits, and predicting each validation row once.

    Seconds are those of the machine and of the effort (number of trees) that filled the base.

    Parameters
    ----------
    families : mapping of str to FamilyCost
    low, high : ndarray of shape (2,)
        Smallest and largest log rows and log columns of the base; beyond them seconds grow linearly.
    """

    families: dict[str, FamilyCost]
    low: FloatArray
    high: FloatArray

    @classmethod
    def fit(cls, base: KnowledgeBase) -> CostModel:
        """Learn from all trials of a base, failed ones included: they took their time too."""
        sizes = [
            Size.of(task.n_rows, task.n_columns, task.n_classes, task.meta_features.get("share_categorical", 0.0))
            for task in base.tasks
        ]
        logs = _log_sizes(sizes)
        low, high = logs.min(axis=0, initial=np.inf), logs.max(axis=0, initial=-np.inf)
        features = _features(sizes, logs)
        seconds = np.log(np.maximum(base.fit_s + np.nan_to_num(base.predict_s), MIN_S))  # NaN where never tried
        names = np.array([configuration.family for configuration in base.configurations], dtype=object)
        families = {}
        for name in dict.fromkeys(names.tolist()):
            columns = np.flatnonzero(names == name)
            fitted = _fit_family(features, seconds[:, columns], [base.configurations[column] for column in columns])
            if fitted is not None:
                families[name] = fitted
        return cls(families=families, low=low, high=high)

    def seconds(self, configurations: Sequence[Configuration], size: Size) -> tuple[FloatArray, FloatArray]:
        """Predict what trials take.

        Parameters
        ----------
        configurations : sequence of Configuration
        size : Size

        Returns
        -------
        expected, high : ndarrays of shape (n_configurations,)
            The typical seconds, and those that one trial in ten exceeds; NaN for families never seen.
        """
        if not self.families:
            nothing = np.full(len(configurations), np.nan)
            return nothing, nothing
        logs = _log_sizes([size])
        inside = np.clip(logs, self.low, self.high)
        excess = float(np.maximum(logs - inside, 0.0).sum())
        features = _features([size], inside)[0]
        expected = np.full(len(configurations), np.nan)
        high = np.full(len(configurations), np.nan)
        for place, configuration in enumerate(configurations):
            family = self.families.get(configuration.family)
            if family is not None:
                level = float(features @ family.slopes) + family.offsets.get(configuration, family.offset)
                expected[place] = level + EXCESS_SLOPE * excess
                high[place] = expected[place] + family.high + EXCESS_DOUBT * excess
        return np.exp(expected), np.exp(high)


def _log_sizes(sizes: Sequence[Size]) -> FloatArray:
    pairs = [(max(size.n_rows, 1), max(size.n_columns, 1)) for size in sizes]
    return np.log(np.array(pairs, dtype=np.float64).reshape(len(sizes), 2))


def _features(sizes: Sequence[Size], logs: FloatArray) -> FloatArray:
    """Return what log seconds are linear in, shape (n_sizes, 7).

    Squares bend the line: below some hundred rows the fixed cost of a fit is all there is.
    """
    rows, columns = logs[:, 0] - np.log(1_000.0), logs[:, 1] - np.log(10.0)
    outputs = np.log([float(size.n_outputs) for size in sizes])
    shares = np.array([size.share_categorical for size in sizes], dtype=np.float64)
    return np.column_stack([rows, columns, rows**2, columns**2, rows * columns, outputs, shares])


def _fit_family(
    features: FloatArray, seconds: FloatArray, configurations: Sequence[Configuration]
) -> FamilyCost | None:
    known = ~np.isnan(seconds)  # (n_tasks, n_configurations)
    if not known.any():
        return None
    counts = known.sum(axis=0)
    filled = np.where(known, seconds, 0.0)
    # sums of squares within configurations, so that slopes do not depend on which tasks tried which configuration
    means = (known.T @ features) / np.maximum(counts, 1)[:, None]  # (n_configurations, n_features)
    levels = filled.sum(axis=0) / np.maximum(counts, 1)  # (n_configurations,)
    squares = (features * known.sum(axis=1)[:, None]).T @ features - (means * counts[:, None]).T @ means
    products = features.T @ filled.sum(axis=1) - (means * counts[:, None]).T @ levels
    slopes = np.linalg.solve(squares + RIDGE * np.eye(features.shape[1]), products)
    rests = np.where(known, seconds - (features @ slopes)[:, None], 0.0)
    offset = float(rests.sum() / known.sum())
    offsets = (rests.sum(axis=0) + TYPICAL_TRIALS * offset) / (counts + TYPICAL_TRIALS)
    residuals = (rests - offsets)[known]
    return FamilyCost(
        slopes=slopes,
        offset=offset,
        offsets={c: float(o) for c, o, n in zip(configurations, offsets, counts, strict=True) if n},
        high=max(float(np.quantile(residuals, HIGH)), 0.0),
    )

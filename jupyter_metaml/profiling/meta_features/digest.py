"""A table boiled down to what meta-features are measured on: few rows, few columns, ready arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.profiling.column_profiles import ColumnProfile
from jupyter_metaml.profiling.correlations import correlation_matrix, correlations_with
from jupyter_metaml.profiling.meta_features.entropies import binned_columns, binned_target, mutual_information
from jupyter_metaml.profiling.meta_features.small_tasks import SmallTask, small_task
from jupyter_metaml.profiling.moments import moments
from jupyter_metaml.profiling.survey import Survey
from jupyter_metaml.typing import AnyArray, FloatArray

MAX_ROWS = 2_000
MAX_COLUMNS = 200
MAX_CORRELATED = 100
_MAX_CLASSES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A table boiled down.

    Columns that only number the rows, do not vary or give the target away are left out throughout.

    Parameters
    ----------
    survey : Survey
        Everything that is known; whole-table figures come from here.
    columns : tuple of ColumnProfile
        The columns that count.
    numbers : ndarray of shape (n_numbers, n_rows)
        At most 200 columns and 2,000 rows of numbers; NaN where missing.
    levels : ndarray of shape (n_levels, n_rows)
        Codes of at most 200 columns of levels; -1 where missing.
    y : ndarray of shape (n_rows,) or None
        Class codes or numbers.
    skewness, kurtosis : ndarray of shape (n_numbers,)
        Third standardised moment, and fourth minus 3.
    correlations : ndarray of shape (n_pairs,)
        Absolute, of pairs of at most 100 columns of numbers.
    target_correlations : ndarray of shape (n_numbers,)
        Absolute correlation with a numeric target, or correlation ratio with classes.
    bins : ndarray of shape (n_binned, n_rows)
        At most 50 columns of numbers and 50 of levels, cut into 33 bins.
    mutual_information : ndarray of shape (n_binned,)
        What each of them tells of the target, in nats; empty without a target.
    small_task : SmallTask or None
        What landmarks are fitted on.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml.profiling import META_FEATURES, profile_task
    >>> from jupyter_metaml.tasks import make_task
    >>> profile = profile_task(make_task(load_iris(as_frame=True).frame, "target"))
    >>> set(profile.meta_features) <= set(META_FEATURES)
    True
    """

    survey: Survey
    columns: tuple[ColumnProfile, ...]
    numbers: FloatArray
    levels: NDArray[np.int32]
    y: AnyArray | None
    skewness: FloatArray
    kurtosis: FloatArray
    correlations: FloatArray
    target_correlations: FloatArray
    bins: NDArray[np.int64]
    mutual_information: FloatArray
    small_task: SmallTask | None = None

    @property
    def is_classification(self) -> bool:
        """Whether the target is a class."""
        return self.survey.table.kind in {"binary", "multiclass"}

    @property
    def n_columns(self) -> int:
        """Columns of the table, before any is left out; at least 1."""
        return max(self.survey.table.n_columns, 1)


def digest_of(survey: Survey, *, landmarks: bool = True) -> Digest:
    """Boil a table down.

    Parameters
    ----------
    survey : Survey
    landmarks : bool, default=True
        Whether to make the small task for landmarks.

    Returns
    -------
    Digest
    """
    certain = {leak.position for leak in survey.leaks if leak.is_certain}
    kept = [
        position
        for position, column in enumerate(survey.findings.columns)
        if column.plan.is_kept and position not in certain
    ]
    rows = _evenly(survey.reading.n_rows, MAX_ROWS)
    numbers = _numbers(survey, kept, rows)
    levels = [position for position in kept if survey.number_line(position) is None]
    chosen = [levels[i] for i in _evenly(len(levels), MAX_COLUMNS).tolist()]
    codes = _stacked([survey.reading.levels[position].codes[rows] for position in chosen], len(rows))
    y = None if survey.y is None else survey.y[rows]
    skewness, kurtosis = moments(numbers)
    among = correlation_matrix(numbers[_evenly(len(numbers), MAX_CORRELATED)])
    bins = binned_columns(numbers, codes)
    return Digest(
        survey=survey,
        columns=tuple(survey.findings.columns[position] for position in kept),
        numbers=numbers,
        levels=codes,
        y=y,
        skewness=skewness,
        kurtosis=kurtosis,
        correlations=np.abs(among[np.triu_indices(len(among), k=1)]),
        target_correlations=_target_correlations(numbers, y),
        bins=bins,
        mutual_information=np.zeros(0) if y is None else mutual_information(bins, binned_target(y)),
        small_task=small_task(numbers, codes, y, random_state=survey.random_state)
        if landmarks and y is not None
        else None,
    )


def _stacked(lines: list[NDArray[np.int32]], n_rows: int) -> NDArray[np.int32]:
    return np.stack(lines) if lines else np.empty((0, n_rows), dtype=np.int32)


def _numbers(survey: Survey, kept: list[int], rows: NDArray[np.int64]) -> FloatArray:
    dates = {*survey.reading.dates, *survey.findings.written_dates}
    block = survey.reading.numbers
    in_block = np.isin(block.positions, kept)
    extra = [position for position in survey.findings.written_numbers if position in set(kept)]
    positions = np.flatnonzero(in_block)
    positions = positions[_evenly(len(positions), MAX_COLUMNS)]
    lines = block.values[positions][:, rows]
    written = [survey.findings.written_numbers[position][rows] for position in extra if position not in dates]
    if written:
        stacked = np.stack(written[:MAX_COLUMNS])
        lines = np.concatenate([lines, np.where(np.isfinite(stacked), stacked, np.nan)])
    return lines


def _target_correlations(numbers: FloatArray, y: AnyArray | None) -> FloatArray:
    if y is None or not len(numbers):
        return np.zeros(0, dtype=np.float64)
    if not np.issubdtype(y.dtype, np.integer):
        return np.abs(correlations_with(numbers, y.astype(np.float64))[0])
    classes, counts = np.unique(y, return_counts=True)
    frequent = classes[np.argsort(-counts, kind="stable")][:_MAX_CLASSES]
    # The correlation ratio: how much of the variance of a column lies between the classes.
    shares = [
        correlations_with(numbers, (y == label).astype(np.float64))[0] ** 2 * (1.0 - np.mean(y == label))
        for label in frequent.tolist()
    ]
    return np.asarray(np.sqrt(np.clip(np.sum(shares, axis=0), 0.0, 1.0)), dtype=np.float64)


def _evenly(size: int, limit: int) -> NDArray[np.int64]:
    """Pick positions evenly over all of them."""
    if size <= limit:
        return np.arange(size, dtype=np.int64)
    return np.linspace(0, size - 1, limit).astype(np.int64)

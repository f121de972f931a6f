"""Folds that train on the past and test on what came next."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.tasks.question_errors import RareClassError
from jupyter_metaml.tasks.splits import Fold, FoldPlan, Splits
from jupyter_metaml.typing import AnyArray, IntArray


def split_forward(y: AnyArray, time: AnyArray, plan: FoldPlan, *, is_classification: bool) -> Splits:
    """Cut time into expanding windows: each fold tests one window and trains on everything before it.

    Windows have about as many rows each.  Rows of the same time stay together, whatever order they are in.  In
    classification, the largest number of windows is taken at which every training part holds every class and every
    test window at least two; when there is none, windows that train on or test a single class are left out.

    Parameters
    ----------
    y : array of shape (n_rows,)
        Codes or numbers.
    time : array of shape (n_rows,)
        Dates or numbers, in any order; at least two distinct ones.
    plan : FoldPlan
        How many windows are wanted; 1 tests the last rows only.
    is_classification : bool
        Whether `y` holds codes.

    Returns
    -------
    Splits
        Strategy ``'forward'``; rows of the first window are never tested.

    Raises
    ------
    RareClassError
        If no point in time has two classes before and after it.

    References
    ----------
    The scheme of scikit-learn's TimeSeriesSplit, by rows instead of distinct times, and with ties kept together.
    """
    codes = y.astype(np.int64) if is_classification else None
    _, rank, counts = np.unique(time, return_inverse=True, return_counts=True)
    if plan.n_folds == 1:
        folds = _usable(_windows(rank, counts, [1 - plan.test_share]), codes) or _most_windows(rank, counts, codes, 5)
        folds = folds[-1:]
        reason = f"One test window of the last {sum(len(fold.test) for fold in folds):,} rows, {plan.why}."
    else:
        folds = _most_windows(rank, counts, codes, plan.n_folds)
        fewer = f"not {plan.n_folds}, because times and classes allow no more"
        why = fewer if len(folds) < plan.n_folds else plan.why
        reason = f"{len(folds)} test windows forward in time, each after its training rows, {why}."
    if not folds:
        raise RareClassError.in_order()
    return Splits(strategy="forward", folds=folds, reason=reason)


def _most_windows(rank: IntArray, counts: IntArray, codes: IntArray | None, wanted: int) -> tuple[Fold, ...]:
    best: tuple[Fold, ...] = ()
    for n_windows in range(wanted, 0, -1):
        folds = _windows(rank, counts, [number / (n_windows + 1) for number in range(1, n_windows + 1)])
        usable = _usable(folds, codes)
        if len(usable) == len(folds) and all(_learns_all(fold, codes) for fold in folds):
            return folds
        if len(usable) > len(best):
            best = usable
    return best


def _windows(rank: IntArray, counts: IntArray, shares: list[float]) -> tuple[Fold, ...]:
    """Cut at shares of the rows, moved to the nearest change of time."""
    ends = np.cumsum(counts)[:-1]  # rows up to and with each time but the last
    cuts = sorted({int(np.abs(ends - share * len(rank)).argmin()) for share in shares})
    stops = [*cuts[1:], len(counts) - 1]
    return tuple(
        Fold(train=np.flatnonzero(rank <= start), test=np.flatnonzero((rank > start) & (rank <= stop)))
        for start, stop in zip(cuts, stops, strict=True)
    )


def _learns_all(fold: Fold, codes: IntArray | None) -> bool:
    return codes is None or len(np.unique(codes[fold.train])) == int(codes.max()) + 1


def _usable(folds: tuple[Fold, ...], codes: IntArray | None) -> tuple[Fold, ...]:
    """Keep the folds that have two classes to learn and two to test."""
    if codes is None:
        return folds
    return tuple(fold for fold in folds if min(len(np.unique(codes[rows])) for rows in (fold.train, fold.test)) > 1)

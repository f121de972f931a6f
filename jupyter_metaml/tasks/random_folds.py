"""Folds of rows that are independent of one another: stratified, plain, or one holdout."""

from __future__ import annotations

import numpy as np
from sklearn.model_selection import KFold, StratifiedKFold

from jupyter_metaml.tasks.splits import Fold, FoldPlan, Splits, fold_of, folds_from
from jupyter_metaml.typing import AnyArray, IntArray

# A regression target is cut into this many bins, each with at least this many rows per fold.
_MOST_BINS = 10
_ROWS_PER_BIN_AND_FOLD = 2


def split_rows(y: AnyArray, plan: FoldPlan, *, is_classification: bool, random_state: int) -> Splits:
    """Deal rows to folds, with the same mix of the target in each.

    Classes are spread evenly; a regression target is cut into up to ten bins of equal size, and these are.  There are
    at most as many folds as the smallest class has rows, so that every training fold and every test fold holds every
    class.

    Parameters
    ----------
    y : array of shape (n_rows,)
        Codes or numbers; every class has at least two rows.
    plan : FoldPlan
        How many folds are wanted.
    is_classification : bool
        Whether `y` holds codes.
    random_state : int
        Seed; equal seeds deal equally.

    Returns
    -------
    Splits
        Strategy ``'stratified'``, ``'plain'`` (too few rows for bins) or ``'holdout'``.
    """
    strata = y.astype(np.int64) if is_classification else bins_of(y, plan.n_folds)
    if plan.n_folds == 1:
        fold = hold_out(strata, plan.test_share, random_state)
        share = len(fold.test) / len(y)
        reason = f"One holdout of {len(fold.test):,} rows ({share:.0%}), {plan.why}."
        return Splits(strategy="holdout", folds=(fold,), reason=reason)
    smallest = int(np.bincount(strata).min()) if is_classification else len(y)
    n_folds = min(plan.n_folds, smallest)
    why = plan.why if n_folds == plan.n_folds else f"not {plan.n_folds}, because the smallest class has {smallest} rows"
    if is_classification or strata.max() > 0:
        dealer = StratifiedKFold(n_folds, shuffle=True, random_state=random_state)
        mix = "by class" if is_classification else "by bins of the target"
        return Splits(
            strategy="stratified",
            folds=_dealt(dealer, strata),
            reason=f"{n_folds} folds stratified {mix}, {why}.",
        )
    return Splits(
        strategy="plain",
        folds=_dealt(KFold(n_folds, shuffle=True, random_state=random_state), strata),
        reason=f"{n_folds} plain folds (too few rows to stratify), {plan.why}.",
    )


def bins_of(y: AnyArray, n_folds: int) -> IntArray:
    """Cut numbers into bins of equal size by their rank: a stratum per row, from 0."""
    n_bins = max(1, min(_MOST_BINS, len(y) // (_ROWS_PER_BIN_AND_FOLD * max(n_folds, 2))))
    ranks = np.empty(len(y), dtype=np.int64)
    ranks[np.argsort(y, kind="stable")] = np.arange(len(y))
    return ranks * n_bins // len(y)


def hold_out(strata: IntArray, test_share: float, random_state: int) -> Fold:
    """Draw one test set with its share of every stratum.

    A stratum of at least two members has at least one on each side; one of a single member trains.
    """
    rng = np.random.default_rng(random_state)
    order = rng.permutation(len(strata))
    order = order[np.argsort(strata[order], kind="stable")]
    sizes = np.bincount(strata)
    wanted = np.clip(np.round(sizes * test_share).astype(np.int64), 1, np.maximum(sizes - 1, 0))
    place = np.arange(len(strata)) - np.repeat(np.cumsum(sizes) - sizes, sizes)  # within its stratum
    return fold_of(order[place < np.repeat(wanted, sizes)], len(strata))


def _dealt(dealer: KFold | StratifiedKFold, strata: IntArray) -> tuple[Fold, ...]:
    assignment = np.empty(len(strata), dtype=np.int64)
    for number, (_, test) in enumerate(dealer.split(np.empty((len(strata), 0)), strata)):
        assignment[test] = number
    return folds_from(assignment)

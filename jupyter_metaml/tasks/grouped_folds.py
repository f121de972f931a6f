"""Folds that keep groups of rows together: people, machines, or copies of the same row."""

from __future__ import annotations

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from jupyter_metaml.tasks.random_folds import bins_of, hold_out
from jupyter_metaml.tasks.splits import Fold, FoldPlan, Splits, fold_of, folds_from, n_classes_short
from jupyter_metaml.typing import AnyArray, IntArray
from jupyter_metaml.warning_filters import silenced

# Above this many groups they are dealt like rows: the greedy way looks at one group after the other.
_MANY_GROUPS = 200
# Deals that are tried for each number of folds until every fold holds the classes it needs.
_DEALS = 5
# Random halves that are looked at when no deal does.
_HALVES = 500
_MOST_PARTS_FOR_HOLDOUT = 10


def split_groups(
    y: AnyArray,
    groups: IntArray,
    plan: FoldPlan,
    *,
    is_classification: bool,
    random_state: int,
    kept: str = "groups",
) -> Splits:
    """Deal whole groups to folds, so that no group is in both the training and the test rows of a fold.

    With up to 200 groups the folds get about as many rows each (and as many of each class, in classification); more
    groups are dealt by the class (or bin of the target) that is the most frequent in them.  There are at most as many
    folds as groups that hold the class which is in the fewest groups; and fewer when no deal gives every training
    part all classes and every test part two.

    Parameters
    ----------
    y : array of shape (n_rows,)
        Codes or numbers.
    groups : int64 array of shape (n_rows,)
        Group of every row, from 0 without gaps; at least two groups.
    plan : FoldPlan
        How many folds are wanted; 1 holds whole groups out.
    is_classification : bool
        Whether `y` holds codes.
    random_state : int
        Seed; equal seeds deal equally.
    kept : str
        What the groups are, for the reason.

    Returns
    -------
    Splits
        Strategy ``'grouped'``, or ``'holdout'`` for one fold.
    """
    n_groups = int(groups.max()) + 1
    codes = y.astype(np.int64) if is_classification else None
    if plan.n_folds == 1:
        fold = _one_fold(y, codes, groups, plan.test_share, random_state)
        reason = f"One holdout of {len(fold.test):,} rows in whole {kept}, {plan.why}."
        return Splits(strategy="holdout", folds=(fold,), reason=reason)
    folds = _best_deal(y, codes, groups, plan.n_folds, random_state)
    why = plan.why
    if len(folds) < plan.n_folds:
        why = f"not {plan.n_folds}, because there are too few {kept}{'' if codes is None else ' with every class'}"
    reason = f"{len(folds)} folds of whole {kept} ({n_groups:,} of them), {why}."
    return Splits(strategy="grouped", folds=folds, reason=reason)


def _one_fold(y: AnyArray, codes: IntArray | None, groups: IntArray, share: float, random_state: int) -> Fold:
    n_groups = int(groups.max()) + 1
    if n_groups > _MANY_GROUPS:
        strata = _most_frequent(bins_of(y, 2) if codes is None else codes, groups)
        of_groups = hold_out(strata, share, random_state)
        return fold_of(np.flatnonzero(np.isin(groups, of_groups.test)), len(y))
    parts = min(_MOST_PARTS_FOR_HOLDOUT, round(1 / share))
    folds = _best_deal(y, codes, groups, parts, random_state)
    return min(folds, key=lambda fold: (_short((fold,), codes), abs(len(fold.test) - share * len(y))))


def _best_deal(
    y: AnyArray, codes: IntArray | None, groups: IntArray, wanted: int, random_state: int
) -> tuple[Fold, ...]:
    """Deal until no fold lacks a class, with fewer and fewer folds; else take the deal that lacks least."""
    best: tuple[Fold, ...] = ()
    fewest = np.inf
    for n_folds in range(max(2, min(wanted, _most_folds(codes, groups))), 1, -1):
        for deal in range(_DEALS):
            folds = _deal(bins_of(y, n_folds) if codes is None else codes, groups, n_folds, random_state + deal)
            short = _short(folds, codes) + (n_folds - len(folds))
            if short == 0:
                return folds
            if short < fewest and len(folds) > 1:
                best, fewest = folds, short
    if int(groups.max()) + 1 > _MANY_GROUPS:
        return best
    halves = _halves(codes, groups, random_state)
    return halves if _short(halves, codes) < fewest else best


def _halves(codes: IntArray | None, groups: IntArray, random_state: int) -> tuple[Fold, ...]:
    """Draw halves of the groups until both hold every class; the most even of those, else of all."""
    n_groups = int(groups.max()) + 1
    classes = np.zeros(len(groups), dtype=np.int64) if codes is None else codes
    table = np.zeros((n_groups, int(classes.max()) + 1))
    np.add.at(table, (groups, classes), 1)  # rows by group and class
    draws = np.random.default_rng(random_state).integers(0, 2, (_HALVES, n_groups))
    draws[:, 0], draws[:, -1] = 0, 1
    counts = np.stack([(1 - draws) @ table, draws @ table])  # (2, n_draws, n_classes)
    lacking = (counts == 0).sum(axis=(0, 2))
    unevenness = np.abs(np.diff(counts.sum(axis=2), axis=0))[0]
    return folds_from(draws[np.lexsort((unevenness, lacking))[0]][groups])


def _most_folds(codes: IntArray | None, groups: IntArray) -> int:
    if codes is None:
        return int(groups.max()) + 1
    n_classes = int(codes.max()) + 1
    pairs = np.unique(groups * n_classes + codes)
    return int(np.bincount(pairs % n_classes).min())  # groups that hold the class which is in the fewest


def _short(folds: tuple[Fold, ...], codes: IntArray | None) -> int:
    if codes is None:
        return 0
    n_classes = int(codes.max()) + 1
    return sum(n_classes_short(fold, codes, n_classes) for fold in folds)


def _deal(strata: IntArray, groups: IntArray, n_folds: int, random_state: int) -> tuple[Fold, ...]:
    if int(groups.max()) + 1 <= _MANY_GROUPS:
        greedy = StratifiedGroupKFold(n_folds, shuffle=True, random_state=random_state)
        return folds_from(_assigned(greedy, strata, groups))
    by_group = _most_frequent(strata, groups)
    scarce = np.bincount(by_group)[by_group] < n_folds
    by_group[scarce] = by_group[scarce].max(initial=0)  # strata of few groups share one
    dealer = StratifiedKFold(n_folds, shuffle=True, random_state=random_state)
    return folds_from(_assigned(dealer, by_group, None)[groups])


def _assigned(dealer: StratifiedGroupKFold | StratifiedKFold, strata: IntArray, groups: IntArray | None) -> IntArray:
    assignment = np.zeros(len(strata), dtype=np.int64)
    with silenced(UserWarning):  # strata with fewer members than folds are no harm here
        for number, (_, test) in enumerate(dealer.split(np.empty((len(strata), 0)), strata, groups)):
            assignment[test] = number
    return assignment


def _most_frequent(strata: IntArray, groups: IntArray) -> IntArray:
    """Find the stratum with the most rows in each group; ties go to the lower one."""
    n_strata = int(strata.max()) + 1
    pairs, counts = np.unique(groups * n_strata + strata, return_counts=True)
    order = np.lexsort((pairs % n_strata, -counts, pairs // n_strata))
    first = np.unique(pairs[order] // n_strata, return_index=True)[1]
    winners: IntArray = pairs[order][first] % n_strata
    return winners

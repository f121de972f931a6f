"""Choose the way to split that fits the rows: by time, by group, by copies, or one by one."""

from __future__ import annotations

import numpy as np

from jupyter_metaml.tasks.duplicates import Duplicates
from jupyter_metaml.tasks.forward_folds import split_forward
from jupyter_metaml.tasks.grouped_folds import split_groups
from jupyter_metaml.tasks.question_errors import GroupsError
from jupyter_metaml.tasks.random_folds import split_rows
from jupyter_metaml.tasks.splits import FoldPlan, Splits, n_classes_short
from jupyter_metaml.tasks.usable_rows import Usable


def deal_folds(
    usable: Usable, plan: FoldPlan, *, duplicates: Duplicates | None, random_state: int
) -> tuple[Splits, str | None]:
    """Split rows by time if there is one, else by groups if there are, else so that copies stay together.

    Copies are not kept together when some fold would then lack a class.

    Parameters
    ----------
    usable : Usable
        Target, groups and time.
    plan : FoldPlan
        How many folds are wanted.
    duplicates : Duplicates or None
        Copies that matter.
    random_state : int
        Seed.

    Returns
    -------
    splits : Splits
        The folds.
    note : str or None
        A sentence about copies.

    Raises
    ------
    RareClassError
        If a split by time cannot learn two classes.
    GroupsError
        If a split by group cannot: a class is in one group only.
    """
    is_classification = usable.classes is not None
    if usable.time is not None:
        return split_forward(usable.y, usable.time, plan, is_classification=is_classification), None
    if usable.groups is not None:
        splits = split_groups(
            usable.y, usable.groups, plan, is_classification=is_classification, random_state=random_state
        )
        _check_learnable(splits, usable)
        return splits, None
    if duplicates is not None:
        splits = split_groups(
            usable.y,
            duplicates.groups,
            plan,
            is_classification=is_classification,
            random_state=random_state,
            kept="sets of equal rows",
        )
        if not is_classification or _holds_classes(splits, usable):
            return splits, f"{duplicates.share:.0%} of the rows repeat an earlier row; equal rows stay on one side."
    splits = split_rows(usable.y, plan, is_classification=is_classification, random_state=random_state)
    if duplicates is None:
        return splits, None
    return splits, (
        f"{duplicates.share:.0%} of the rows repeat an earlier row, and may be on both sides of a split: too few "
        "different rows hold every class."
    )


def _check_learnable(splits: Splits, usable: Usable) -> None:
    if usable.classes is None or usable.groups is None:
        return
    if min(len(np.unique(usable.y[fold.train])) for fold in splits.folds) > 1:
        return
    lonely = [
        label for code, label in enumerate(usable.classes) if len(np.unique(usable.groups[usable.y == code])) == 1
    ]
    raise GroupsError.of_class(lonely)


def _holds_classes(splits: Splits, usable: Usable) -> bool:
    codes = usable.y.astype(np.int64)
    return not any(n_classes_short(fold, codes, int(codes.max()) + 1) for fold in splits.folds)

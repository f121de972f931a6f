"""Which rows train and which rows test: the records, and the rule that decides how many folds there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.typing import IntArray
from jupyter_metaml.wording import quoted

Strategy = Literal["stratified", "plain", "grouped", "forward", "holdout"]

# Tables up to this many rows always get five folds: their scores are too noisy for less.
_FEW_ROWS = 500
# Cells per second of budget up to which five, and three, folds fit.
_FIVE_FOLDS, _THREE_FOLDS = 4_000, 20_000
_FREE_CLASSES = 5
# A holdout of fewer rows than these tells candidates apart too badly, so that smaller tables keep three folds.
_FEWEST_ROWS_FOR_HOLDOUT = 2_500
_FEWEST_TEST_ROWS, _MOST_TEST_ROWS = 2_500, 50_000
_LARGEST_SHARE, _SMALLEST_SHARE = 0.2, 0.1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fold:
    """Row positions of one training and test set; both sorted, without a row in common.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml.tasks import make_task
    >>> fold = make_task(load_iris(as_frame=True).frame, "target").splits.folds[0]
    >>> len(fold.train) + len(fold.test)
    150
    """

    train: IntArray
    test: IntArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Splits:
    """The folds on which every configuration of a task is measured.

    Attributes
    ----------
    strategy : {'stratified', 'plain', 'grouped', 'forward', 'holdout'}
        How rows were dealt.  A single fold that respects time is ``'forward'``; any other single fold ``'holdout'``.
    folds : tuple of Fold
        At least one; no row is tested twice.
    reason : str
        One sentence: what was chosen and why.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml.tasks import make_task
    >>> splits = make_task(load_iris(as_frame=True).frame, "target", n_folds=3).splits
    >>> splits.strategy, splits.n_folds
    ('stratified', 3)
    """

    strategy: Strategy
    folds: tuple[Fold, ...]
    reason: str

    @property
    def n_folds(self) -> int:
        """Number of folds."""
        return len(self.folds)

    @property
    def test_rows(self) -> IntArray:
        """Rows that get out-of-fold predictions, sorted; all rows unless the split is a holdout or goes forward."""
        return np.sort(np.concatenate([fold.test for fold in self.folds]))


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldPlan:
    """How many folds there should be; what the data allow may be fewer.

    Attributes
    ----------
    n_folds : int
        1 for a holdout.
    test_share : float
        Share of the rows that are tested in one fold.
    why : str
        Half a sentence for `Splits.reason`.
    """

    n_folds: int
    test_share: float
    why: str


def plan_folds(
    n_rows: int,
    n_columns: int,
    *,
    n_classes: int = 0,
    time_budget_s: float = 60.0,
    n_jobs: int = 1,
    n_folds: int | None = None,
) -> FoldPlan:
    """Decide on folds or a holdout from rows, columns and budget.

    With q = rows x columns / seconds of budget:

    * up to 500 rows: 5 folds, whatever q is;
    * q up to 4,000: 5 folds;
    * q up to 20,000, or fewer than 2,500 rows: 3 folds;
    * above: one holdout of 20 % of the rows up to 12,500 rows, then 2,500 rows, then 10 %, at most 50,000 rows.

    More than two workers count as more seconds (four workers: twice as many), since the lines were drawn for two.
    Classes beyond five count as more columns (ten classes: twice as many), since boosted trees grow one tree per class.

    Parameters
    ----------
    n_rows, n_columns : int
        Size of the table.
    n_classes : int
        Of the target; 0 for regression.
    time_budget_s : float
        Seconds for the whole search.
    n_jobs : int
        Workers.
    n_folds : int, optional
        What the caller wants instead: 1 for a holdout, or 2 and more folds.

    Returns
    -------
    FoldPlan
        The wish; what classes, groups and times allow is decided later.

    Raises
    ------
    UsageError
        If `n_folds` is no whole number from 1 to n_rows, or the budget is not positive.

    References
    ----------
    The lines of H2O AutoML (2,064 cells per second and thread) and FLAML (2,500 per second) between cross-validation
    and holdout, and AutoGluon's size of a holdout.
    """
    if not time_budget_s > 0:
        msg = f"time_budget_s={time_budget_s!r} is not a positive number of seconds."
        raise UsageError(msg)
    share = holdout_share(n_rows)
    if n_folds is not None:
        if isinstance(n_folds, bool) or not isinstance(n_folds, int | np.integer) or not 1 <= n_folds <= n_rows:
            msg = f"n_folds={quoted(n_folds)} is not a whole number from 1 (one holdout) to the {n_rows:,} rows."
            raise UsageError(msg)
        return FoldPlan(n_folds=int(n_folds), test_share=share if n_folds == 1 else 1 / n_folds, why="as asked for")
    if n_rows <= _FEW_ROWS:
        return FoldPlan(n_folds=5, test_share=0.2, why=f"because tables up to {_FEW_ROWS} rows always get five")
    cells = n_rows * n_columns * max(1.0, n_classes / _FREE_CLASSES) / (time_budget_s * max(1.0, n_jobs / 2))
    many = f" and {n_classes:,} classes" if n_classes > _FREE_CLASSES else ""
    size = f"because {n_rows:,} rows x {n_columns:,} columns{many} in {time_budget_s:g} s leave"
    if cells <= _FIVE_FOLDS:
        return FoldPlan(n_folds=5, test_share=0.2, why=f"{size} time for five")
    if cells <= _THREE_FOLDS or n_rows < _FEWEST_ROWS_FOR_HOLDOUT:
        return FoldPlan(n_folds=3, test_share=1 / 3, why=f"{size} no time for five")
    return FoldPlan(n_folds=1, test_share=share, why=f"{size} no time for folds")


def holdout_share(n_rows: int) -> float:
    """Share of the rows in a holdout: 20 % of small tables, 2,500 rows, 10 % of large ones, at most 50,000 rows."""
    rows = max(_SMALLEST_SHARE * n_rows, min(_LARGEST_SHARE * n_rows, _FEWEST_TEST_ROWS))
    return min(rows, _MOST_TEST_ROWS) / n_rows


def fold_of(test: IntArray, n_rows: int) -> Fold:
    """Make the fold that tests the given rows and trains on all others."""
    is_test = np.zeros(n_rows, dtype=bool)
    is_test[test] = True
    return Fold(train=np.flatnonzero(~is_test), test=np.flatnonzero(is_test))


def folds_from(assignment: IntArray) -> tuple[Fold, ...]:
    """Make folds from the number of the fold that tests each row; numbers that test nothing are passed over."""
    return tuple(
        Fold(train=np.flatnonzero(assignment != number), test=np.flatnonzero(assignment == number))
        for number in np.unique(assignment)
    )


def n_classes_short(fold: Fold, codes: IntArray, n_classes: int) -> int:
    """Count what a fold lacks: classes to learn, and a second class to test."""
    learnt, tested = (len(np.unique(codes[rows])) for rows in (fold.train, fold.test))
    return (n_classes - learnt) + max(0, 2 - tested)

"""A table with a question: the record that everything above works on, and how it is made.

::

    data, target, ... -> sources    a snapshot
                      -> roles      features | target, groups, time, weights, ignored
                      -> intake     safe names, plain values
                      -> target     kind, codes, usable rows
                      -> rows       weights, rare classes: which rows stay
                      -> splits, metric, fingerprint
                      -> Task
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.tasks.duplicates import find_duplicates
from jupyter_metaml.tasks.errors import EmptyTableError
from jupyter_metaml.tasks.fingerprint import fingerprint, row_hashes, sampled_rows
from jupyter_metaml.tasks.intake import clean_table, index_note
from jupyter_metaml.tasks.labels import restore
from jupyter_metaml.tasks.metrics import Metric
from jupyter_metaml.tasks.names import check_columns
from jupyter_metaml.tasks.roles import ColumnLike, Roles, as_labels, take_apart
from jupyter_metaml.tasks.scorers import resolve_metric
from jupyter_metaml.tasks.sources import read_table
from jupyter_metaml.tasks.splits import Splits, plan_folds
from jupyter_metaml.tasks.splitting import deal_folds
from jupyter_metaml.tasks.target import prepare_target
from jupyter_metaml.tasks.usable_rows import choose_rows
from jupyter_metaml.typing import AnyArray, FloatArray, IntArray, Kind
from jupyter_metaml.wording import counted, quoted


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Task:
    """A table with a question; made by `make_task`.

    Attributes
    ----------
    X : DataFrame of shape (n_rows, n_columns)
        Features of the usable rows: unique string names, plain values (see `jupyter_metaml.tasks.cells`), the index
        0, 1, ...
    y : array of shape (n_rows,)
        Codes (int64) in classification, numbers (float64) in regression.
    kind : {'binary', 'multiclass', 'regression'}
        What is predicted.
    metric : Metric
        What good means.
    splits : Splits
        Which rows train and which test.
    classes : array of shape (n_classes,) or None
        Original labels by code; None in regression.
    target_name : hashable or None
        Original label of the target column; None when the target was an array without a name.
    names : dict of safe name to original label
        For the columns of `X`, in their order.
    from_array : bool
        Whether the table had no column names and got ``x0``, ``x1``, ...
    groups : int64 array of shape (n_rows,) or None
        Rows that belong together, from 0.
    time : array of shape (n_rows,) or None
        Dates (``datetime64[us]``) or numbers.
    sample_weight : float64 array of shape (n_rows,) or None
        Positive weights, 1 on average.
    notes : tuple of str
        Sentences for people: what was inferred, converted, left out.
    fingerprint : str
        32 hexadecimal digits; equal for equal content, in every process.
    target_dtype : pandas or NumPy type, or None
        The type of the original target.
    rows : int64 array of shape (n_rows,) or None
        Positions of the usable rows in the original table; None for all.
    dtypes : dict of safe name to type
        Types of the columns in the original table, which new rows will have, too.
    family : str
        Tasks of one family are relatives: no two of them stand on both sides of a split.  Empty when unknown; not
        in the fingerprint.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml.tasks import make_task
    >>> task = make_task(load_iris(as_frame=True).frame, "target")
    >>> task.n_rows, task.n_columns, task.kind, task.metric.name
    (150, 4, 'multiclass', 'log_loss')
    """

    X: pd.DataFrame
    y: AnyArray
    kind: Kind
    metric: Metric
    splits: Splits
    classes: AnyArray | None
    target_name: Hashable | None
    names: Mapping[str, Hashable]
    from_array: bool
    groups: IntArray | None
    time: AnyArray | None
    sample_weight: FloatArray | None
    notes: tuple[str, ...]
    fingerprint: str
    target_dtype: Any = None
    rows: IntArray | None = None
    dtypes: Mapping[str, Any] = field(default_factory=dict)
    family: str = ""

    @property
    def n_rows(self) -> int:
        """Number of usable rows."""
        return len(self.X)

    @property
    def n_columns(self) -> int:
        """Number of features."""
        return self.X.shape[1]

    @property
    def n_classes(self) -> int:
        """Number of classes; 0 in regression."""
        return 0 if self.classes is None else len(self.classes)

    def decode(self, codes: NDArray[Any]) -> AnyArray:
        """Put original labels in place of codes; numbers of a regression come back as they are."""
        return codes if self.classes is None else self.classes[codes]

    def restore(self, codes: NDArray[Any], index: pd.Index[Any] | None = None) -> pd.Series[Any]:
        """Make a column like the original target: its name, and its type in classification.

        Parameters
        ----------
        codes : array of shape (n,)
            Codes, or numbers of a regression.
        index : Index of length n, optional
            Rows; 0, 1, ... by default.

        Returns
        -------
        Series of shape (n,)
            Labels in the type of the original column, or floats.
        """
        column = pd.Series(codes) if self.classes is None else restore(codes, self.classes, self.target_dtype)
        column.name = self.target_name
        if index is not None:
            column.index = index
        return column

    def __repr__(self) -> str:
        return (
            f"Task({self.kind}, target={quoted(self.target_name)}, {counted(self.n_rows, 'row')} x "
            f"{counted(self.n_columns, 'column')}, metric={quoted(self.metric.name)}, {self.splits.reason[:-1]})"
        )


def make_task(  # noqa: PLR0913 - the options of the question, all by keyword
    data: object,
    target: ColumnLike,
    *,
    kind: str | None = None,
    metric: str | Callable[..., Any] | Metric | None = None,
    groups: ColumnLike | None = None,
    time: ColumnLike | None = None,
    sample_weight: ColumnLike | None = None,
    ignore: Iterable[Hashable] | Hashable = (),
    n_folds: int | None = None,
    time_budget_s: float = 60.0,
    n_jobs: int = 1,
    random_state: int = 0,
    allow_missing_target: bool = False,
    drop_rare: bool = False,
    max_classes: int = 1_000,
) -> Task:
    """Make a task of a table and the column to predict.

    Everything that can be wrong with the question is found here, before anything is fitted.  The table is never
    changed, and later changes to it do not reach the task.

    Parameters
    ----------
    data : table of shape (n_rows, n_columns)
        pandas or polars DataFrame, pyarrow Table, 2-D or structured NumPy array, SciPy sparse matrix, dict of
        columns, list of dicts.
    target : column label, or array-like of shape (n_rows,)
        What to predict.  Rows without a target are left out.
    kind : {'binary', 'multiclass', 'classification', 'regression'}, optional
        Inferred from the target by default, see `jupyter_metaml.tasks.kinds.infer_kind`.
    metric : str, callable or Metric, optional
        See `jupyter_metaml.tasks.scorers.resolve_metric`.  By default ROC AUC for two classes, log loss for more,
        root mean squared error for numbers.
    groups : column label, or array-like of shape (n_rows,), optional
        Rows of one group stay on one side of every split.
    time : column label, or array-like of shape (n_rows,), optional
        Dates or numbers; splits train on the past and test on the future.
    sample_weight : column label, or array-like of shape (n_rows,), optional
        How much each row counts; rows of weight 0 are left out.
    ignore : list of column labels, optional
        Columns that are not used.  Like those named for a role, they leave the features.
    n_folds : int, optional
        1 for a holdout; by default see `jupyter_metaml.tasks.splits.plan_folds`.
    time_budget_s : float
        Seconds for the whole search; decides between folds and holdout.
    n_jobs : int
        Workers of the search; the same.
    random_state : int
        Seed of the splits, from 0 to 2**32 - 1.
    allow_missing_target : bool
        Accept that more than half of the target is missing.
    drop_rare : bool
        Leave out the rows of classes that have fewer rows than there are folds.
    max_classes : int
        The most classes; more look like an identifier or a quantity.

    Returns
    -------
    Task
        A frozen record.

    Raises
    ------
    DataError
        If the table, the target or a role is not usable: `EmptyTableError`, `TargetNotFoundError`,
        `TargetKindError`, `RareClassError`, ... in `jupyter_metaml.tasks.errors`.
    MetricError
        If the metric is unknown, for another kind, or fails on predictions made up from the target.
    UsageError
        If an option is out of range, or two options contradict each other.

    Examples
    --------
    >>> from jupyter_metaml.tasks import make_task
    >>> table = {"size": range(20), "ripe": ["yes", "no"] * 10}
    >>> task = make_task(table, "ripe")
    >>> task.kind, task.metric.name, task.splits.n_folds, list(task.classes)
    ('binary', 'roc_auc', 5, ['no', 'yes'])
    """
    _check_seed(random_state)
    raw, from_array = read_table(data)
    _check_table(raw, target)
    roles = Roles(target=target, groups=groups, time=time, sample_weight=sample_weight, ignore=as_labels(ignore))
    parts = take_apart(raw, roles)
    found = prepare_target(parts.target, kind=kind, allow_missing=allow_missing_target, max_classes=max_classes)
    table = clean_table(parts.features)
    plan = functools.partial(
        plan_folds,
        n_columns=len(table.names),
        n_classes=found.n_classes,
        time_budget_s=time_budget_s,
        n_jobs=n_jobs,
        n_folds=n_folds,
    )
    usable = choose_rows(found, parts, lambda n_rows: plan(n_rows).n_folds, drop_rare=drop_rare)
    chosen = resolve_metric(metric, usable.kind, usable.classes)
    chosen.rehearse(usable.y, usable.n_classes)
    X = _rows_of(table.frame, usable.rows)
    hashes = row_hashes(sampled_rows(X))
    duplicates = find_duplicates(X, hashes) if len(hashes) == len(X) else None
    splits, note = deal_folds(usable, plan(len(X)), duplicates=duplicates, random_state=int(random_state))
    notes = (*parts.notes, *found.notes, *usable.notes, index_note(raw.index), *table.notes, note, splits.reason)
    arrays = {name: getattr(usable, name) for name in ("y", "classes", "groups", "time", "sample_weight")}
    return Task(
        X=X,
        metric=chosen,
        splits=splits,
        kind=usable.kind,
        target_name=parts.target_name,
        target_dtype=found.dtype,
        names=table.names,
        dtypes=table.dtypes,
        from_array=from_array,
        rows=usable.rows,
        notes=tuple(note for note in notes if note is not None),
        fingerprint=fingerprint(hashes, {**table.names, "target": parts.target_name}, usable.kind, arrays),
        **arrays,
    )


def _check_seed(random_state: int) -> None:
    is_whole = isinstance(random_state, int | np.integer) and not isinstance(random_state, bool)
    if not is_whole or not 0 <= random_state < 2**32:
        msg = f"random_state={quoted(random_state)} is not a whole number from 0 to 2**32 - 1."
        raise UsageError(msg)


def _check_table(raw: pd.DataFrame, target: object) -> None:
    n_rows, n_columns = raw.shape
    if n_columns == 0:
        raise EmptyTableError.without_columns(n_rows)
    if n_rows == 0:
        raise EmptyTableError.without_rows(n_columns)
    check_columns(raw.columns, target)


def _rows_of(frame: pd.DataFrame, rows: IntArray) -> pd.DataFrame:
    """Take rows, and number them from 0; without a copy when all stay."""
    taken = frame.copy(deep=False) if len(rows) == len(frame) else frame.iloc[rows]
    return taken.reset_index(drop=True)

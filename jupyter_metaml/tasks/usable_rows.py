"""Which rows stay: those with a target and a weight, of classes that are large enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from jupyter_metaml.tasks.groups import prepare_groups
from jupyter_metaml.tasks.labels import label_notes
from jupyter_metaml.tasks.question_errors import RareClassError, TargetValuesError, TooFewRowsError
from jupyter_metaml.tasks.roles import Parts
from jupyter_metaml.tasks.target import Target
from jupyter_metaml.tasks.time_order import prepare_time
from jupyter_metaml.tasks.weights import prepare_weights
from jupyter_metaml.typing import AnyArray, FloatArray, IntArray, Kind
from jupyter_metaml.wording import counted, listed

# Below this many rows no score means anything.
MIN_ROWS = 10
# To be learnt and tested, a class needs a row on each side.
MIN_CLASS_ROWS = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Usable:
    """The rows that stay, and what is known about them.

    Attributes
    ----------
    rows : int64 array of shape (n_usable,)
        Positions in the table.
    y : array of shape (n_usable,)
        Codes or numbers.
    kind : {'binary', 'multiclass', 'regression'}
        What is predicted.
    classes : array of shape (n_classes,) or None
        Original labels by code.
    sample_weight, groups, time : array of shape (n_usable,) or None
        As in `Task`.
    notes : tuple of str
        Sentences about what was left out.
    """

    rows: IntArray
    y: AnyArray
    kind: Kind
    classes: AnyArray | None
    sample_weight: FloatArray | None
    groups: IntArray | None
    time: AnyArray | None
    notes: tuple[str, ...]

    @property
    def n_classes(self) -> int:
        """Number of classes; 0 in regression."""
        return 0 if self.classes is None else len(self.classes)


def choose_rows(target: Target, parts: Parts, folds_wanted: Callable[[int], int], *, drop_rare: bool) -> Usable:
    """Leave out what cannot be learnt from, and count it.

    Rows of weight 0 go first.  A class of one row is refused, or left out with `drop_rare`; that option also leaves
    out classes with fewer rows than there are folds wanted, which else lower the number of folds.

    Parameters
    ----------
    target : Target
        Rows with a target.
    parts : Parts
        The table by roles; weights, groups and time are read from it.
    folds_wanted : callable
        From a number of rows to a number of folds.
    drop_rare : bool
        Whether to leave rare classes out.

    Returns
    -------
    Usable
        At least `MIN_ROWS` rows, two classes (or two numbers), and two rows per class.

    Raises
    ------
    TooFewRowsError
        If fewer rows than `MIN_ROWS` are left.
    RareClassError
        If a class has a single row and `drop_rare` is false, or fewer than two classes are left.
    TargetValuesError
        If a regression target is constant on the rows that are left.
    WeightsError, GroupsError, TimeOrderError
        If the values of a role are not usable; only rows that stay count.
    """
    notes: list[str] = []
    rows, y, classes = target.rows, target.y, target.classes
    weights = None
    if parts.sample_weight is not None:
        weights = prepare_weights(parts.sample_weight.iloc[rows], None if classes is None else y, classes)
        weighty = weights > 0
        if not weighty.all():
            notes.append(f"{counted(int((~weighty).sum()), 'row')} left out: the weight is 0 there.")
        rows, y, weights = rows[weighty], y[weighty], weights[weighty]
    if len(rows) < MIN_ROWS:
        raise TooFewRowsError.of(len(rows), MIN_ROWS)
    if classes is not None:
        kept, classes = _without_rare(y, classes, folds_wanted(len(y)), notes, drop_rare=drop_rare)
        rows, weights = rows[kept], None if weights is None else weights[kept]
        y = np.unique(y[kept], return_inverse=True)[1].astype(np.int64)
        if len(rows) < MIN_ROWS:
            raise TooFewRowsError.of(len(rows), MIN_ROWS)
    elif y.min() == y.max():
        raise TargetValuesError.constant(y[0], len(y))
    return Usable(
        rows=rows,
        y=y,
        kind=target.kind if classes is None or len(classes) > 2 else "binary",
        classes=classes,
        sample_weight=weights,
        groups=None if parts.groups is None else prepare_groups(parts.groups.iloc[rows]),
        time=None if parts.time is None else prepare_time(parts.time.iloc[rows]),
        notes=tuple(notes),
    )


def _without_rare(
    codes: IntArray, classes: AnyArray, n_folds: int, notes: list[str], *, drop_rare: bool
) -> tuple[IntArray, AnyArray]:
    """Find the positions of rows in classes that are large enough, and those classes."""
    sizes = np.bincount(codes, minlength=len(classes))
    least = max(MIN_CLASS_ROWS, n_folds) if drop_rare else MIN_CLASS_ROWS
    rare = sizes < least
    if not rare.any():
        return np.arange(len(codes)), classes
    if not drop_rare or (~rare).sum() < 2:
        raise RareClassError.of(classes[rare], least)
    kept = np.flatnonzero(~rare[codes])
    notes.append(
        f"{counted(len(codes) - len(kept), 'row')} left out: {listed(classes[rare])} "
        f"{'has' if rare.sum() == 1 else 'have'} fewer than {least} rows (drop_rare)."
    )
    if (~rare).sum() == 2 < len(classes):
        notes.extend(label_notes(classes[~rare]))
    return kept, classes[~rare]

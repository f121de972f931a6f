"""The question: which rows have a target, which kind of task it makes, and how its labels become codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.tasks.cells import plain_column
from jupyter_metaml.tasks.errors import ColumnValuesError
from jupyter_metaml.tasks.kinds import check_classes, infer_kind
from jupyter_metaml.tasks.labels import encode, label_notes
from jupyter_metaml.tasks.objects import NESTED
from jupyter_metaml.tasks.question_errors import TargetKindError, TargetValuesError
from jupyter_metaml.typing import AnyArray, Kind
from jupyter_metaml.wording import counted, did_you_mean, listed, quoted

_KINDS = ("binary", "multiclass", "regression", "classification")
# Squares of larger numbers are no longer finite.
_SQUARE_OVERFLOWS = 1e150
_UNUSABLE = (*NESTED, bytearray, memoryview)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Target:
    """A target that can be predicted.

    Attributes
    ----------
    y : array of shape (n_usable,)
        Codes (int64) in classification, numbers (float64) in regression; only rows with a target.
    rows : array of shape (n_usable,)
        Positions of those rows in the table.
    kind : {'binary', 'multiclass', 'regression'}
        What is predicted.
    classes : array of shape (n_classes,) or None
        Original labels by code, in order.
    dtype : pandas or NumPy type
        The type of the original column.
    notes : tuple of str
        Sentences about what was found and left out.
    """

    y: AnyArray
    rows: NDArray[np.int64]
    kind: Kind
    classes: AnyArray | None
    dtype: Any
    notes: tuple[str, ...]

    @property
    def n_classes(self) -> int:
        """Number of classes; 0 in regression."""
        return 0 if self.classes is None else len(self.classes)


def prepare_target(
    values: pd.Series[Any], *, kind: str | None = None, allow_missing: bool = False, max_classes: int = 1_000
) -> Target:
    """Find out what is asked, and make the target numeric.

    Rows without a target are left out and counted.  Unless `kind` is given, it is inferred: see
    `jupyter_metaml.tasks.kinds.infer_kind` for the rule.

    Parameters
    ----------
    values : Series of shape (n_rows,)
        The target as it came, of any type; its name is used in messages.
    kind : {'binary', 'multiclass', 'classification', 'regression'} or None
        What the caller asked for; ``'classification'`` is binary or multiclass, as found; None infers it.
    allow_missing : bool
        Whether more than half of the values may be missing.
    max_classes : int
        The most classes a classification may have.

    Returns
    -------
    Target
        Usable rows, kind, codes or numbers.

    Raises
    ------
    UsageError
        If `kind` is unknown.
    TargetValuesError
        If the target is missing (all, or more than half), constant, nested, or holds dates.
    TargetKindError
        If the values do not fit the kind, or there are too many classes.
    """
    _check_kind(kind)
    notes: list[str] = []
    if isinstance(values.dtype, pd.SparseDtype):
        values = values.astype(values.dtype.subtype)
    rows = _present_rows(values, notes, allow_missing=allow_missing)
    present = values.iloc[rows].reset_index(drop=True)
    numbers = _numbers(present, notes)
    if numbers is not None and not (finite := np.isfinite(numbers.to_numpy())).all():
        notes.append(f"{counted(int((~finite).sum()), 'row')} left out: the target is infinite there.")
        rows, present, numbers = rows[finite], present[finite], numbers[finite]
    seen = present if numbers is None else numbers
    if seen.nunique() < 2:
        raise TargetValuesError.constant(None if present.empty else present.iloc[0], len(present))
    if kind != "regression":
        found, reason = infer_kind(seen, is_numeric=numbers is not None, asked=kind)
        notes.append(reason)
        if found != "regression":
            check_classes(seen, is_numeric=numbers is not None, limit=max_classes)
            return _classification(present, rows, notes, kind)
    else:
        notes.append("Regression, as asked for.")
    y = (_as_numbers(present, notes) if numbers is None else numbers).to_numpy(dtype=np.float64)
    largest = float(np.abs(y).max())
    if largest > np.finfo(np.float64).max / len(y):
        raise TargetValuesError.too_large(largest)
    if largest > _SQUARE_OVERFLOWS:
        notes.append(
            f"The target reaches {largest:.3g}, whose square is no finite number: predict its logarithm, or "
            "divide it by a constant."
        )
    return Target(y=y, rows=rows, kind="regression", classes=None, dtype=present.dtype, notes=tuple(notes))


def _classification(present: pd.Series[Any], rows: NDArray[np.int64], notes: list[str], asked: str | None) -> Target:
    codes, classes = encode(present)
    if asked == "binary" and len(classes) != 2:
        raise TargetKindError.not_binary(len(classes), classes)
    return Target(
        y=codes,
        rows=rows,
        kind="binary" if len(classes) == 2 else "multiclass",
        classes=classes,
        dtype=present.dtype,
        notes=(*notes, *label_notes(classes)),
    )


def _check_kind(kind: str | None) -> None:
    if kind is None or kind in _KINDS:
        return
    msg = f"kind={quoted(kind)} is unknown.{did_you_mean(kind, _KINDS)} Valid: {listed(_KINDS)}, or None to infer it."
    raise UsageError(msg)


def _present_rows(values: pd.Series[Any], notes: list[str], *, allow_missing: bool) -> NDArray[np.int64]:
    present = values.notna().to_numpy(dtype=bool)
    n_missing = int((~present).sum())
    if n_missing == len(values):
        raise TargetValuesError.all_missing(len(values))
    if n_missing > len(values) / 2 and not allow_missing:
        raise TargetValuesError.mostly_missing(n_missing, len(values))
    if n_missing:
        notes.append(f"{counted(n_missing, 'row')} of {len(values):,} left out: the target is missing there.")
    return np.flatnonzero(present)


def _numbers(present: pd.Series[Any], notes: list[str]) -> pd.Series[Any] | None:
    """Pick the numbers of a numeric target; categories, texts and booleans have none."""
    if isinstance(present.dtype, np.dtype) and present.dtype == object:
        unusable = present.map(lambda value: isinstance(value, _UNUSABLE))
        if unusable.any():
            row = int(unusable.to_numpy(dtype=bool).argmax())
            raise TargetValuesError.nested(row, present.iloc[row])
    try:
        plain, change = plain_column(present, "target" if present.name is None else present.name)
    except ColumnValuesError as error:
        raise TargetValuesError(str(error)) from error
    if plain.dtype.kind == "M":
        raise TargetValuesError.dates(present.dtype)
    if not isinstance(plain.dtype, np.dtype) or plain.dtype.kind not in "iuf":
        return None
    if change is not None:
        notes.append(f"Converted {change} in the target.")
    return plain


def _as_numbers(present: pd.Series[Any], notes: list[str]) -> pd.Series[Any]:
    """Read booleans and numeric categories as numbers when a person asks for regression; refuse texts."""
    if isinstance(present.dtype, pd.CategoricalDtype) and present.cat.categories.dtype.kind in "iuf":
        notes.append("The categories of the target are numbers and were taken as such.")
        return present.astype(np.float64)
    if pd.api.types.is_bool_dtype(present.dtype) or all(isinstance(value, bool) for value in present):
        notes.append("The target is boolean; false became 0 and true became 1.")
        return present.astype(bool).astype(np.float64)
    read = pd.to_numeric(present.astype(object).head(1_000), errors="coerce")
    raise TargetKindError.not_numeric(present.iloc[0], reads_as_number=bool(read.notna().mean() > 0.9))

"""What a fitted model asks of new data, and what happens where they differ.

::

    new data -> intake -> columns by name -> casts -> levels counted -> Reading (a frame the pipeline takes)

==========================================  ==============================================================
new data has                                then
==========================================  ==============================================================
columns in another order                    they are put in order
no column of a name                         MissingColumnError, unless the model makes no use of it
columns that are unknown                    they are ignored, with one warning
a column twice                              the intake refuses the table
values of another type                      they are converted where nothing is lost, else ColumnTypeError
levels never seen                           they count as missing, with one warning that counts them
values in a column that had none            they are ignored, with one warning
no names, or training had none              columns are matched by position
==========================================  ==============================================================
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from jupyter_metaml.automl.casting import Form, cast, form_of
from jupyter_metaml.automl.reading import Reading, UnseenLevels
from jupyter_metaml.exceptions import DataError
from jupyter_metaml.profiling import Treatment
from jupyter_metaml.tasks import as_frame
from jupyter_metaml.tasks.names import identity
from jupyter_metaml.wording import did_you_mean, listed

if TYPE_CHECKING:
    from jupyter_metaml.profiling import ColumnProfile, Profile
    from jupyter_metaml.tasks import Task
    from jupyter_metaml.typing import IntArray

MAX_EXAMPLES = 3
# Levels of a column beyond which unseen ones are not counted: they would be what is large about a saved model.
MAX_LEVELS = 50_000


class MissingColumnError(DataError):
    """A column that the model needs is not in the new data."""

    @classmethod
    def from_columns(cls, missing: Sequence[Hashable], present: Sequence[Hashable]) -> MissingColumnError:
        """Name what is missing, what may be meant, and what is there."""
        noun = "a column" if len(missing) == 1 else "columns"
        hint = did_you_mean(missing[0], present)
        return cls(
            f"The new data lacks {noun} that the model was fitted on: {listed(missing)}.{hint} "
            f"It has: {listed(present)}."
        )


class ColumnCountError(DataError):
    """New data without names has another number of columns than the training data."""

    @classmethod
    def from_counts(cls, given: int, wanted: int, owner: str) -> ColumnCountError:
        """Use the words of scikit-learn, which people search for."""
        return cls(
            f"X has {given} features, but {owner} is expecting {wanted} features as input. "
            "Give the columns of the training data, in their order."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnContract:
    """What is expected of one column.

    Parameters
    ----------
    name : str
        Its safe name.
    label : Hashable
        The column as the user calls it.
    form : {"number", "flag", "date", "written date", "words"}
        Form of the values in training.
    is_used : bool
        Whether the model makes use of the column.
    was_empty : bool
        Whether all values were missing in training.
    is_category : bool
        Whether the values are levels.
    levels : frozenset or None
        The levels, as numbers or as text; None for other columns, and where they are too many to keep.
    """

    name: str
    label: Hashable
    form: Form
    is_used: bool
    was_empty: bool
    is_category: bool
    levels: frozenset[Hashable] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InputContract:
    """What a fitted model asks of new data.

    Parameters
    ----------
    columns : tuple of ColumnContract
        In the order of training.
    has_names : bool
        Whether the training data named its columns; a NumPy array does not.
    companions : tuple of Hashable
        Columns of the training frame that are no features, such as the target: ignored without a word.

    Examples
    --------
    >>> import pandas as pd
    >>> from jupyter_metaml.automl import InputContract
    >>> from jupyter_metaml.profiling import profile_task
    >>> from jupyter_metaml.tasks import make_task
    >>> df = pd.DataFrame({"size": range(30), "shop": ["a", "b", "c"] * 10, "sold": [0, 1, 1] * 10})
    >>> task = make_task(df, "sold")
    >>> contract = InputContract.of(task, profile_task(task), companions=["sold"])
    >>> reading = contract.read(pd.DataFrame({"shop": ["a", "z"], "size": [1, 2], "note": ["", ""]}))
    >>> list(reading.frame.columns), reading.ignored
    (['size', 'shop'], ('note',))
    >>> [(unseen.label, unseen.examples) for unseen in reading.unseen]
    [('shop', ('z',))]
    """

    columns: tuple[ColumnContract, ...]
    has_names: bool
    companions: tuple[Hashable, ...]

    @classmethod
    def of(cls, task: Task, profile: Profile, *, companions: Iterable[Hashable] = ()) -> InputContract:
        """Write down what the training data looked like.

        Parameters
        ----------
        task : Task
            The training data.
        profile : Profile
            Column plans.
        companions : iterable of Hashable, default=()
            Columns that were taken out of the training frame.
        """
        profiles = {column.name: column for column in profile.columns}
        return cls(
            columns=tuple(_column(task.X[name], profiles[name]) for name in task.X.columns),
            has_names=not task.from_array,
            companions=tuple(companions),
        )

    def read(self, data: Any, *, owner: str = "this model") -> Reading:
        """Bring new data into the form of the training data.

        Parameters
        ----------
        data : table
            Anything that the intake of training takes; it is not changed.
        owner : str, default="this model"
            Who asks, for messages.

        Returns
        -------
        Reading
            The frame and what was noticed.

        Raises
        ------
        MissingColumnError
            If a column is missing that the model needs.
        ColumnCountError
            If data without names has too few or too many columns.
        ColumnTypeError
            If values cannot be read as those of training.
        """
        by_name = self.has_names and _is_named(data)
        frame, names = as_frame(data, names={column.name: column.label for column in self.columns} if by_name else None)
        found = self._by_name(frame, names) if by_name else self._by_place(frame, owner)
        fitting: dict[str, pd.Series[Any]] = {}
        revived, unseen = [], []
        for column, values in zip(self.columns, found, strict=True):
            if values is None or not column.is_used:
                fitting[column.name] = pd.Series(np.nan, index=frame.index)
                if values is not None and column.was_empty and values.notna().any():
                    revived.append(column.label)
                continue
            fitting[column.name] = cast(values, column.form, label=column.label, is_category=column.is_category)
            unseen += _unseen(values, fitting[column.name], column)
        known = {identity(label) for label in (*(column.label for column in self.columns), *self.companions)}
        return Reading(
            frame=self._named(pd.DataFrame(fitting, index=frame.index, copy=False)),
            ignored=tuple(label for label in names.values() if by_name and identity(label) not in known),
            revived=tuple(revived),
            unseen=tuple(unseen),
        )

    def _named(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Give the columns the names that the pipeline expects: those of the raw training table."""
        if self.has_names:
            frame.columns = pd.Index([column.label for column in self.columns], dtype=object, tupleize_cols=False)
        return frame

    def _by_place(self, frame: pd.DataFrame, owner: str) -> list[pd.Series[Any] | None]:
        if frame.shape[1] != len(self.columns):
            raise ColumnCountError.from_counts(frame.shape[1], len(self.columns), owner)
        return [frame.iloc[:, place] for place in range(frame.shape[1])]

    def _by_name(self, frame: pd.DataFrame, names: Mapping[str, Hashable]) -> list[pd.Series[Any] | None]:
        missing = [column.label for column in self.columns if column.is_used and column.name not in names]
        if missing:
            raise MissingColumnError.from_columns(missing, list(names.values()))
        return [frame[column.name] if column.name in names else None for column in self.columns]


def _column(values: pd.Series[Any], profile: ColumnProfile) -> ColumnContract:
    plan = profile.plan
    is_category = plan.treatment is Treatment.CATEGORY
    form = form_of(values.dtype, plan)
    present = values.iloc[_first_places(values)].astype(object) if is_category else ()
    levels = frozenset(_level(value, form) for value in present)
    return ColumnContract(
        name=profile.name,
        label=profile.label,
        form=form,
        is_used=plan.is_kept,
        was_empty=profile.n_missing == len(values),
        is_category=is_category,
        levels=levels if 0 < len(levels) <= MAX_LEVELS else None,
    )


def _first_places(values: pd.Series[Any]) -> IntArray:
    """Find where each value that is present occurs first.

    Not through `unique`: before pandas 3 it compares texts up to their first null character only.
    """
    return np.flatnonzero(~(values.duplicated() | values.isna()).to_numpy(dtype=bool))


def _level(value: Any, form: Form) -> Hashable:
    """Return a level as the pipeline compares it: as a number, or as text in which 1.0 is 1; None where it is lost."""
    if pd.isna(value):
        return None
    return float(value) if form == "number" else str(value).removesuffix(".0")


def _unseen(values: pd.Series[Any], fitting: pd.Series[Any], column: ColumnContract) -> list[UnseenLevels]:
    """Count the levels that training did not have, those lost in the cast among them."""
    if column.levels is None:
        return []
    first = _first_places(values)
    pairs = zip(values.iloc[first].astype(object), fitting.iloc[first].astype(object), strict=True)
    fresh = [given for given, read in pairs if _level(read, column.form) not in column.levels]
    if not fresh:
        return []
    n_rows = int(values.astype(object).isin(fresh).sum())
    return [UnseenLevels(label=column.label, n_rows=n_rows, examples=tuple(fresh[:MAX_EXAMPLES]))]


def _is_named(data: Any) -> bool:
    """Say whether a table names its columns; arrays, lists of lists and sparse matrices do not."""
    if isinstance(data, np.ndarray):
        return data.dtype.names is not None
    is_records = isinstance(data, list) and bool(data) and isinstance(data[0], Mapping)
    return hasattr(data, "columns") or hasattr(data, "column_names") or isinstance(data, Mapping) or is_records

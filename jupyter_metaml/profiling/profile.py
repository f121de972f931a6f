"""What is in a table: the record that profiling hands on."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace

from jupyter_metaml.profiling.column_profiles import ColumnProfile
from jupyter_metaml.profiling.data_warnings import DataWarning
from jupyter_metaml.profiling.plans import ColumnPlan
from jupyter_metaml.profiling.target_profile import TargetProfile
from jupyter_metaml.profiling.treatments import TreatmentError, choose_treatments
from jupyter_metaml.typing import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is in a table, what will be done with it, and what to beware of.

    Parameters
    ----------
    n_rows, n_columns : int
        Size of the table without its target.
    kind : {"binary", "multiclass", "regression"} or None
        None for a table without a target.
    columns : tuple of ColumnProfile
        In the order of the table.
    warnings : tuple of DataWarning
        Serious ones first, then by code.
    meta_features : mapping of str to float
        Finite numbers that describe the task; see `META_FEATURES`.
    target : TargetProfile or None
    sampled_rows : int or None
        Rows that were looked at, when not all of them were.
    seconds : float
        What profiling took.

    Examples
    --------
    >>> import pandas as pd
    >>> from jupyter_metaml.profiling import profile_frame
    >>> profile = profile_frame(pd.DataFrame({"size": [3.5, 1.0, 4.5, 2.0, 7.5] * 6, "shop": ["a", "b", "c"] * 10}))
    >>> profile.n_rows, [str(plan.treatment) for plan in profile.plans]
    (30, ['number', 'category'])
    >>> str(profile.with_treatments({"shop": "drop"}).column("shop").plan.treatment)
    'drop'
    """

    n_rows: int
    n_columns: int
    kind: Kind | None
    columns: tuple[ColumnProfile, ...]
    warnings: tuple[DataWarning, ...] = ()
    meta_features: Mapping[str, float] = field(default_factory=dict)
    target: TargetProfile | None = None
    sampled_rows: int | None = None
    seconds: float = 0.0

    @property
    def plans(self) -> tuple[ColumnPlan, ...]:
        """What will be done with each column, in the order of the table."""
        return tuple(column.plan for column in self.columns)

    def column(self, label: Hashable) -> ColumnProfile:
        """Look a column up by its label.

        Raises
        ------
        TreatmentError
            If there is no such column.
        """
        for column in self.columns:
            if column.label == label:
                return column
        raise TreatmentError.unknown_column(label, [column.label for column in self.columns])

    def with_treatments(self, treatments: Mapping[Hashable, str]) -> Profile:
        """Return a profile in which a person's choices replace what was planned.

        Warnings and meta-features stay: they speak of the data, not of the plan.

        Parameters
        ----------
        treatments : mapping of label to {"drop", "keep", "number", "category", "text", "date"}

        Returns
        -------
        Profile

        Raises
        ------
        TreatmentError
            For an unknown column or treatment, or one that does not suit what the column holds.
        """
        return replace(self, columns=choose_treatments(self.columns, treatments))

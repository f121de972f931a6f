"""What will be done with a column, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jupyter_metaml.profiling.kinds import ColumnKind
from jupyter_metaml.profiling.number_formats import NumberFormat


class Treatment(StrEnum):
    """What will be done with a column.

    Examples
    --------
    >>> from jupyter_metaml.profiling import Treatment
    >>> Treatment.NUMBER_FROM_TEXT.value
    'number from text'
    """

    NUMBER = "number"
    CATEGORY = "category"
    TEXT = "text"
    DATE = "date"
    DROP = "drop"
    NUMBER_FROM_TEXT = "number from text"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPlan:
    """What will be done with one column before any model sees it.

    Parameters
    ----------
    name : str
        Name of the column in `Task.X`.
    kind : ColumnKind
        What the column is.
    treatment : Treatment
        What is done with it.
    reason : str
        Why, in one sentence.
    number_format : NumberFormat or None
        The notation of numbers that are stored as text, also when they are not read as numbers (yet).
    date_format : str or None
        For dates that are stored as text: what `pandas.to_datetime` takes as `format` (with ``errors="coerce"`` and
        ``utc=True``).
    is_chosen : bool
        Whether a person chose the treatment.

    Examples
    --------
    >>> import pandas as pd
    >>> from jupyter_metaml.profiling import profile_frame
    >>> plan = profile_frame(pd.DataFrame({"unit": ["cm"] * 30, "size": [3.5, 1.0, 4.5, 2.0, 7.5] * 6})).plans[0]
    >>> str(plan.treatment), plan.is_kept
    ('drop', False)
    """

    name: str
    kind: ColumnKind
    treatment: Treatment
    reason: str
    number_format: NumberFormat | None = None
    date_format: str | None = None
    is_chosen: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether models see the column at all."""
        return self.treatment is not Treatment.DROP

"""What a person wants done with a column, against what was planned."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.profiling.column_profiles import ColumnProfile
from jupyter_metaml.profiling.kinds import ColumnKind, Storage
from jupyter_metaml.profiling.number_formats import NumberFormat
from jupyter_metaml.profiling.plans import ColumnPlan, Treatment
from jupyter_metaml.wording import alternatives, did_you_mean, quoted

REQUESTS = ("drop", "keep", "number", "category", "text", "date")
"""What may be asked for; *keep* undoes a planned drop and otherwise changes nothing."""

_POSSIBLE: Mapping[Storage, tuple[str, ...]] = {
    "number": ("drop", "keep", "number", "category"),
    "boolean": ("drop", "keep", "number", "category"),
    "date": ("drop", "keep", "date"),
    "string": REQUESTS,
    "category": ("drop", "keep", "number", "category", "text"),
}


class TreatmentError(UsageError):
    """A treatment was asked for that does not exist, or not for this column."""

    @classmethod
    def not_by_column(cls, given: object) -> TreatmentError:
        """Show what was given in place of treatments by column."""
        return cls(f"treatments={quoted(given)} is not usable. Give them by column: treatments={{'column': 'drop'}}.")

    @classmethod
    def unknown_column(cls, label: Hashable, labels: Sequence[Hashable]) -> TreatmentError:
        """Name the column that is not there and the nearest ones that are."""
        return cls(f"{quoted(label)} is not a feature column of the table.{alternatives(label, labels, 'Columns')}")

    @classmethod
    def unknown_treatment(cls, label: Hashable, request: object) -> TreatmentError:
        """Name the treatment that does not exist and those that do."""
        return cls(
            f"Treatment {quoted(request)} of column {quoted(label)} is unknown.{did_you_mean(request, REQUESTS)} "
            f"Use {_either(REQUESTS)}."
        )

    @classmethod
    def impossible(cls, column: ColumnProfile, request: str) -> TreatmentError:
        """Say what the column holds and what can be done with that."""
        possible = _either(_POSSIBLE[column.storage])
        return cls(
            f"Column {quoted(column.label)} of dtype {column.dtype} cannot be treated as {request!r}. Use {possible}."
        )


def choose_treatments(columns: Sequence[ColumnProfile], requests: Mapping[Hashable, str]) -> tuple[ColumnProfile, ...]:
    """Replace planned treatments by chosen ones.

    Parameters
    ----------
    columns : sequence of ColumnProfile
    requests : mapping of label to {"drop", "keep", "number", "category", "text", "date"}
        Labels of the user's own table; the names of `Task.X` are understood as well.

    Returns
    -------
    tuple of ColumnProfile
        In the order given.

    Raises
    ------
    TreatmentError
        For an unknown column or treatment, or one that does not suit what the column holds.
    """
    if not isinstance(requests, Mapping):
        raise TreatmentError.not_by_column(requests)
    by_name = {column.name: index for index, column in enumerate(columns)}
    by_label: dict[Hashable, int] = {column.label: index for index, column in enumerate(columns)}
    chosen = list(columns)
    for label, request in requests.items():
        index = by_label.get(label, by_name.get(label) if isinstance(label, str) else None)
        if index is None:
            raise TreatmentError.unknown_column(label, list(by_label))
        if not isinstance(request, str) or request.lower() not in REQUESTS:
            raise TreatmentError.unknown_treatment(label, request)
        chosen[index] = replace(columns[index], plan=_chosen_plan(columns[index], request.lower()))
    return tuple(chosen)


def natural_treatment(column: ColumnProfile) -> Treatment:
    """Name what would be done with a column if nothing spoke against its use."""
    number_format = column.plan.number_format
    if number_format is not None and number_format.is_plain:
        return Treatment.NUMBER_FROM_TEXT
    if column.storage in {"number", "boolean"}:
        return Treatment.NUMBER
    if column.storage == "date" or column.plan.date_format:
        return Treatment.DATE
    return Treatment.TEXT if column.kind is ColumnKind.TEXT else Treatment.CATEGORY


def _chosen_plan(column: ColumnProfile, request: str) -> ColumnPlan:
    if request not in _POSSIBLE[column.storage]:
        raise TreatmentError.impossible(column, request)
    number_format = column.plan.number_format
    if request == "keep":
        treatment = column.plan.treatment if column.plan.is_kept else natural_treatment(column)
    elif request == "number" and column.storage not in {"number", "boolean"}:
        treatment = Treatment.NUMBER_FROM_TEXT
        number_format = number_format or NumberFormat()
    else:
        treatment = Treatment(request)
    reason = f"Chosen by you ({request}); planned was {column.plan.treatment}: {column.plan.reason}"
    return replace(column.plan, treatment=treatment, number_format=number_format, reason=reason, is_chosen=True)


def _either(words: Sequence[str]) -> str:
    return ", ".join(repr(word) for word in words[:-1]) + f" or {words[-1]!r}"

"""The checks of a table: a code, a title and a function each.

To add one: take the next free code of its family (leaks from MML001, columns from MML010, rows from MML020, target
from MML030), decorate a function ``Survey -> Finding | None``, and write
``tests/profiling/checks/test_mmlNNN_<what>.py`` with one table on which it speaks and one on which it is silent.
A check must be right far more often than wrong: below that, it is noise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from jupyter_metaml.profiling.data_warnings import DataWarning, Severity
from jupyter_metaml.profiling.survey import Survey


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check found; with its code it becomes a `DataWarning`.

    Parameters
    ----------
    severity : {"note", "warning", "serious"}
    positions : list of int
        Positions of the columns concerned.
    message, advice : str
    evidence : mapping of str to float or str

    Examples
    --------
    >>> from jupyter_metaml.profiling.checks import Finding
    >>> Finding(severity="note", positions=[2], message="Column 'id' is odd.", advice="Look at it.").severity
    'note'
    """

    severity: Severity
    positions: list[int] = field(default_factory=list)
    message: str
    advice: str
    evidence: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check of a table.

    Parameters
    ----------
    code : str
        ``"MML001"`` and so on.
    title : str
        What it looks for, in a few words.
    find : callable
        Takes a `Survey`, returns a `Finding`, or None when there is nothing to say.

    Examples
    --------
    >>> from jupyter_metaml.profiling import CHECKS
    >>> CHECKS["MML001"].title
    'a column is the target'
    """

    code: str
    title: str
    find: Callable[[Survey], Finding | None]


CHECKS: dict[str, Check] = {}
"""All checks by code."""


def check(code: str, title: str) -> Callable[[Callable[[Survey], Finding | None]], Callable[[Survey], Finding | None]]:
    """Register a function as the check of a code.

    Parameters
    ----------
    code : str
        Not taken yet.
    title : str
        What the check looks for, in a few words.

    Examples
    --------
    >>> from jupyter_metaml.profiling import CHECKS
    >>> from jupyter_metaml.profiling.checks import Finding, check
    >>> @check("MML901", "tables of one column")
    ... def one_column(survey):
    ...     if len(survey.table.names) > 1:
    ...         return None
    ...     return Finding(severity="note", message="There is a single column.", advice="Add what else is known.")
    >>> CHECKS.pop("MML901").title
    'tables of one column'
    """

    def register(find: Callable[[Survey], Finding | None]) -> Callable[[Survey], Finding | None]:
        if code in CHECKS:
            msg = f"Check {code} exists already: {CHECKS[code].title!r}. Take the next free code of its family."
            raise ValueError(msg)
        CHECKS[code] = Check(code=code, title=title, find=find)
        return find

    return register


_ORDER: dict[Severity, int] = {"serious": 0, "warning": 1, "note": 2}


def run_checks(survey: Survey) -> tuple[DataWarning, ...]:
    """Ask every check.

    Parameters
    ----------
    survey : Survey

    Returns
    -------
    tuple of DataWarning
        At most one per code; serious ones first, then by code.

    Examples
    --------
    >>> import pandas as pd
    >>> from jupyter_metaml.profiling import profile_frame
    >>> found = profile_frame(pd.DataFrame({"size": [3.5, 1.0, 4.5, 2.0, 7.5] * 6, "unit": ["cm"] * 30})).warnings
    >>> [warning.columns for warning in found]
    [('unit',)]
    """
    names = survey.table.names
    found = [(item.code, finding) for item in CHECKS.values() if (finding := item.find(survey)) is not None]
    warnings = [
        DataWarning(
            code=code,
            severity=finding.severity,
            columns=tuple(names[position] for position in finding.positions),
            message=finding.message,
            advice=finding.advice,
            evidence=finding.evidence,
        )
        for code, finding in found
    ]
    return tuple(sorted(warnings, key=lambda warning: (_ORDER[warning.severity], warning.code)))

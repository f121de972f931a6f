"""What a person should know about a table before trusting a score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["note", "warning", "serious"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataWarning:
    """One finding about the table, with its figures and what to do next.

    Parameters
    ----------
    code : str
        ``"MML001"`` and so on; one per kind of finding, stable over releases.
    severity : {"note", "warning", "serious"}
        A *serious* finding would make scores meaningless (and is acted upon); a *warning* may; a *note* is good to
        know.
    columns : tuple of str
        Names in `Task.X` of the columns concerned; empty when it concerns rows or the target.
    message : str
        What was seen, with figures.
    advice : str
        What to do next, in terms of options.
    evidence : mapping of str to float or str
        The figures behind the message.

    Examples
    --------
    >>> import pandas as pd
    >>> from jupyter_metaml.profiling import profile_frame
    >>> warning = profile_frame(pd.DataFrame({"unit": ["cm"] * 30, "size": [3.5, 1.0, 4.5, 2.0, 7.5] * 6})).warnings[0]
    >>> warning.columns, warning.severity
    (('unit',), 'note')
    """

    code: str
    severity: Severity
    columns: tuple[str, ...] = ()
    message: str
    advice: str
    evidence: Mapping[str, float | str] = field(default_factory=dict)

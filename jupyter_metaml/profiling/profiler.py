"""From a task or a table to its profile.

::

    Table --sample_rows--> rows --read_table--> Reading --find_columns--> kinds and plans
                                                  |--find_leaks--------> what gives the target away
                                                  |--find_duplicates---> repeated rows
                                                  `--> Survey --> checks, meta-features --> Profile
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from time import perf_counter

import numpy as np

from jupyter_metaml.profiling.cell_counts import count_cells
from jupyter_metaml.profiling.checks import run_checks
from jupyter_metaml.profiling.column_profiles import ColumnProfile
from jupyter_metaml.profiling.columns import find_columns
from jupyter_metaml.profiling.duplicates import find_duplicates
from jupyter_metaml.profiling.kinds import ColumnKind
from jupyter_metaml.profiling.leaks import Leak, find_copies, find_filled, find_near_copies
from jupyter_metaml.profiling.meta_features import digest_of, measure_all
from jupyter_metaml.profiling.plans import Treatment
from jupyter_metaml.profiling.profile import Profile
from jupyter_metaml.profiling.readings import read_table
from jupyter_metaml.profiling.sampling import sample_rows
from jupyter_metaml.profiling.survey import Survey
from jupyter_metaml.profiling.suspects import suspects_of
from jupyter_metaml.profiling.tables import Table, table_of_frame, table_of_task
from jupyter_metaml.profiling.target_profile import profile_target
from jupyter_metaml.profiling.treatments import choose_treatments, natural_treatment
from jupyter_metaml.tasks import Task, make_task


def profile_task(
    task: Task,
    *,
    treatments: Mapping[Hashable, str] | None = None,
    random_state: int = 0,
    landmarks: bool = True,
) -> Profile:
    """Say what is in the table of a task, what will be done with it, and what to beware of.

    Nothing of the task is changed.  Of large tables some rows are looked at (`Profile.sampled_rows`); missing and
    infinite cells are counted over all rows.

    Parameters
    ----------
    task : Task
    treatments : mapping of label to {"drop", "keep", "number", "category", "text", "date"}, optional
        What to do with columns, against what would be planned.
    random_state : int, default=0
        Seed of the rows that are looked at.
    landmarks : bool, default=True
        Whether to measure the meta-features that fit small models.

    Returns
    -------
    Profile

    Raises
    ------
    TreatmentError
        For an unknown column or treatment, or one that does not suit what the column holds.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml.profiling import profile_task
    >>> from jupyter_metaml.tasks import make_task
    >>> profile = profile_task(make_task(load_iris(as_frame=True).frame, "target"))
    >>> profile.kind, profile.n_columns
    ('multiclass', 4)
    """
    return _profile(table_of_task(task), treatments or {}, random_state=random_state, landmarks=landmarks)


def profile_frame(
    data: object,
    target: object = None,
    *,
    treatments: Mapping[Hashable, str] | None = None,
    random_state: int = 0,
    landmarks: bool = True,
) -> Profile:
    """Say what is in a table, with or without a target.

    Parameters
    ----------
    data : DataFrame, Table or array
        Anything that `make_task` takes.
    target : hashable or array-like of shape (n_rows,), optional
        Without it, what needs a target is left out: leaks, and half of the meta-features.
    treatments : mapping of label to {"drop", "keep", "number", "category", "text", "date"}, optional
        What to do with columns, against what would be planned.
    random_state : int, default=0
        Seed of the rows that are looked at.
    landmarks : bool, default=True
        Whether to measure the meta-features that fit small models.

    Returns
    -------
    Profile

    Raises
    ------
    DataError
        If the table or the target cannot be used.
    TreatmentError
        For an unknown column or treatment, or one that does not suit what the column holds.

    Examples
    --------
    >>> import pandas as pd
    >>> from jupyter_metaml.profiling import profile_frame
    >>> profile = profile_frame(pd.DataFrame({"size": [3.5, 1.0, 4.5, 2.0, 7.5] * 6, "shop": ["a", "b", "c"] * 10}))
    >>> [(column.name, str(column.kind)) for column in profile.columns]
    [('size', 'number'), ('shop', 'category')]
    """
    table = table_of_frame(data) if target is None else table_of_task(make_task(data, target))
    return _profile(table, treatments or {}, random_state=random_state, landmarks=landmarks)


def _profile(table: Table, treatments: Mapping[Hashable, str], *, random_state: int, landmarks: bool) -> Profile:
    started = perf_counter()
    # A person may have asked NumPy to raise on overflow and the like; here they are expected and dealt with.
    with np.errstate(all="ignore"):
        survey = _survey(table, random_state=random_state)
        columns = choose_treatments(_planned(survey), treatments)
        decided = frozenset(position for position, column in enumerate(columns) if column.plan.is_chosen)
        warnings = run_checks(replace(survey, decided=decided))
        meta_features = measure_all(digest_of(survey, landmarks=landmarks), landmarks=landmarks)
    return Profile(
        n_rows=table.n_rows,
        n_columns=table.n_columns,
        kind=table.kind,
        columns=columns,
        warnings=warnings,
        meta_features=meta_features,
        target=survey.target,
        sampled_rows=None if survey.rows is None else len(survey.rows),
        seconds=perf_counter() - started,
    )


def _survey(table: Table, *, random_state: int) -> Survey:
    rows = sample_rows(table.n_rows, table.n_columns, random_state=random_state)
    reading = read_table(table.X if rows is None else table.X.iloc[rows])
    counts = count_cells(table.X, reading, is_sampled=rows is not None)
    findings = find_columns(table, reading, counts)
    y = table.y if table.y is None or rows is None else table.y[rows]
    copies: tuple[Leak, ...] = ()
    hints: tuple[Leak, ...] = ()
    suspects = suspects_of(reading, findings)
    if y is not None and table.kind is not None:
        copies = find_copies(suspects, y, table.kind, random_state=random_state)
    ignored = {position for position, column in enumerate(findings.columns) if column.kind is ColumnKind.IDENTIFIER}
    certain = {leak.position for leak in copies}
    duplicates = find_duplicates(reading, ignored=frozenset(ignored | certain), y=y)
    if y is not None and table.kind is not None:
        near = find_near_copies(suspects, y, table.kind, rows=duplicates.different, random_state=random_state)
        told = ignored | certain | {leak.position for leak in near}
        missing = {position: cells for position, cells in reading.missing.items() if position not in told}
        hints = (*near, *find_filled(missing, y, table.kind))
    return Survey(
        table=table,
        rows=rows,
        reading=reading,
        counts=counts,
        findings=findings,
        target=profile_target(table),
        leaks=(*copies, *(leak for leak in hints if leak.position not in certain)),
        duplicates=duplicates,
        random_state=random_state,
    )


_REASONS = {
    "copy": "It is the target itself: values go one to one.",
    "linear": "It is the target on another scale.",
    "indicators": "Together with others it spells out the target.",
}


def _planned(survey: Survey) -> tuple[ColumnProfile, ...]:
    """Drop what gives the target away, unless nothing would be left to learn from."""
    columns = list(survey.findings.columns)
    for leak in survey.leaks:
        if leak.is_certain:
            column = columns[leak.position]
            plan = replace(column.plan, treatment=Treatment.DROP, reason=_REASONS[leak.type])
            columns[leak.position] = replace(column, plan=plan)
    if any(column.plan.is_kept for column in columns):
        return tuple(columns)
    return _last_ones_kept(columns)


def _last_ones_kept(columns: Sequence[ColumnProfile]) -> tuple[ColumnProfile, ...]:
    kept = []
    for column in columns:
        if column.kind is ColumnKind.CONSTANT:
            kept.append(column)
            continue
        reason = f"Kept, because no other column is left to learn from. {column.plan.reason}"
        plan = replace(column.plan, treatment=natural_treatment(column), reason=reason)
        kept.append(replace(column, plan=plan))
    return tuple(kept)

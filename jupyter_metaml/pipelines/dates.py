"""Dates: a count of days, the parts of the calendar that vary, and the time between two dates.

Whatever is no date (other text, dates that no calendar has) becomes missing.  Time zones are brought to UTC; dates
without a zone are taken as they stand.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import FeatureUnion, Pipeline

from jupyter_metaml.pipelines.layout import PART_MARK
from jupyter_metaml.pipelines.parts import Part, chain, column_transformer, step

if TYPE_CHECKING:
    from jupyter_metaml.profiling import ColumnPlan

CALENDAR = {"year": "year", "month": "month", "day": "day", "weekday": "day_of_week", "hour": "hour"}
"""Parts of the calendar, and what pandas calls them."""
EPOCH = pd.Timestamp("1970-01-01", tz="UTC")
MAX_GAP_COLUMNS = 4
"""Columns of dates between which the time is taken: six pairs at most."""

ROWS_LOOKED_AT = 20_000


def date_parts(
    plans: Sequence[ColumnPlan], frame: pd.DataFrame, originals: Mapping[str, Any] | None = None
) -> list[Part]:
    """Plan the columns of dates.

    Parameters
    ----------
    plans : sequence of ColumnPlan
        Of columns to be used as dates.
    frame : DataFrame
        The training table; tells which parts of the calendar vary.
    originals : mapping of str to dtype or None, default=None
        Types of columns in the user's table, where they differ from those of `frame`.

    Returns
    -------
    list of Part
        One for all columns, or none.
    """
    if not plans:
        return []
    columns: list[tuple[str, Any, str]] = []
    outputs: list[str] = []
    day_places: list[int] = []
    for number, plan in enumerate(plans):
        reader = date_reader(plan, frame.dtypes[plan.name], (originals or {}).get(plan.name))
        varying = _varying_parts(reader, frame[plan.name])
        day_places.append(len(outputs))
        outputs += [f"{plan.name}{PART_MARK}{part}" for part in ("days", *varying)]
        columns.append((f"date_{number}", Pipeline([*reader.steps, ("parts", _calendar(varying))]), plan.name))
    names = tuple(plan.name for plan in plans)
    transformer: Any = column_transformer(columns)
    if 1 < len(plans) <= MAX_GAP_COLUMNS:
        gaps = list(combinations(range(len(plans)), 2))
        transformer = chain(parts=transformer, gaps=_with_gaps(len(outputs), day_places))
        outputs += [f"{names[late]} after {names[early]}{PART_MARK}days" for early, late in gaps]
    return [Part(name="dates", transformer=transformer, columns=names, kind="date", outputs=tuple(outputs))]


def date_reader(plan: ColumnPlan, dtype: Any, original: Any = None) -> Pipeline:
    """Make the chain from one column, as a Series, to dates in UTC to the second.

    Periods of the user's table are read as the time they start at, which `Task.X` holds in their place.
    """
    # where dates are no text, a format only decides on text that comes later
    usual = "ISO8601" if pd.api.types.is_datetime64_any_dtype(dtype) else "mixed"
    steps: list[tuple[str, Any]] = [
        ("read", step(pd.to_datetime, errors="coerce", utc=True, format=plan.date_format or usual)),
        ("seconds", step(pd.Series.astype, dtype="datetime64[s, UTC]")),
    ]
    if isinstance(dtype if original is None else original, pd.PeriodDtype):
        steps.insert(0, ("start", step(pd.Series.astype, dtype="datetime64[us]")))
    return Pipeline(steps)


def _calendar(parts: Sequence[str]) -> FeatureUnion:
    days = chain(
        since=step(pd.Series.sub, other=EPOCH), days=step(pd.Series.div, other=pd.Timedelta(days=1)), column=_column()
    )
    return FeatureUnion(
        [("days", days), *((part, chain(part=step(_part_of(part)), column=_column())) for part in parts)]
    )


def _part_of(part: str) -> Any:
    return operator.attrgetter(f"dt.{CALENDAR[part]}")


def _column() -> Any:
    return step(pd.Series.to_frame)


def _with_gaps(n_parts: int, day_places: Sequence[int]) -> ColumnTransformer:
    """Add the differences between all pairs of day counts to the columns."""
    pairs = [
        (f"gap_{early}_{late}", step(np.diff, axis=1), [day_places[early], day_places[late]])
        for early, late in combinations(range(len(day_places)), 2)
    ]
    return column_transformer([("parts", "passthrough", list(range(n_parts))), *pairs])


def _varying_parts(reader: Pipeline, column: pd.Series[Any]) -> list[str]:
    if len(column) > ROWS_LOOKED_AT:
        column = column.sample(ROWS_LOOKED_AT, random_state=0)
    dates = reader.fit_transform(column)
    return [part for part in CALENDAR if _part_of(part)(dates).dropna().unique().size > 1]

"""Numbers: from whatever dtype they arrive in to bounded float64, with everything unreadable missing.

The dtype at prediction may differ from that at the fit (text, nullable, Arrow, booleans, `Decimal`); the same chain
reads all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

from jupyter_metaml.pipelines.parts import Part, chain, step

if TYPE_CHECKING:
    from jupyter_metaml.profiling import ColumnPlan, NumberFormat

LARGEST = 1e30
"""Bound of all numbers: forests compute in float32, where larger ones overflow."""


def floats_of_numbers() -> Pipeline:
    """Make the chain that reads columns of numbers of any dtype."""
    return chain(
        read=step(pd.DataFrame.apply, func=pd.to_numeric, errors="coerce"),
        floats=step(pd.DataFrame.astype, dtype="float64"),
        finite=step(pd.DataFrame.where, cond=np.isfinite),
        bounded=step(pd.DataFrame.clip, lower=-LARGEST, upper=LARGEST),
    )


def number_parts(plans: Sequence[ColumnPlan], dtypes: Mapping[str, Any]) -> list[Part]:
    """Plan the columns of numbers.

    Parameters
    ----------
    plans : sequence of ColumnPlan
        Of columns to be used as numbers, or as numbers that are written as text.
    dtypes : mapping of str to dtype
        Of the user's table: new rows come with the same, whatever the columns were converted to for training.

    Returns
    -------
    list of Part
        One for all plain columns, one for durations, one for decimals of Arrow and one per notation of written numbers.
    """
    plain, durations, decimals = [], [], []
    written: dict[NumberFormat, list[str]] = defaultdict(list)
    for plan in plans:
        dtype = str(dtypes[plan.name])
        notation = plan.number_format
        if plan.treatment == "number from text" and notation is not None and not notation.is_plain:
            written[notation].append(plan.name)
        elif dtype.startswith(("timedelta64", "duration[")):
            durations.append(plan.name)
        elif dtype.startswith("decimal"):
            decimals.append(plan.name)
        else:
            plain.append(plan.name)
    parts = [
        _part("numbers", floats_of_numbers(), plain),
        _part("durations", _seconds_of_durations(), durations),
        # pandas' reader stumbles over missing cells in Arrow's decimals, but not over Python's Decimal
        _part("decimals", Pipeline([("objects", _objects()), *floats_of_numbers().steps]), decimals),
    ]
    for index, (notation, names) in enumerate(written.items()):
        parts.append(_part(f"written_numbers_{index}", _numbers_of_text(notation), names))
    return [part for part in parts if part.columns]


def _part(name: str, transformer: Pipeline, columns: Sequence[str]) -> Part:
    return Part(name=name, transformer=transformer, columns=tuple(columns), kind="number", outputs=tuple(columns))


def _objects() -> object:
    return step(pd.DataFrame.astype, dtype=object)


def _seconds_of_durations() -> Pipeline:
    """Make the chain that reads durations, and numbers as seconds, which `Task.X` holds in their place."""
    return chain(
        read=step(pd.DataFrame.apply, func=pd.to_timedelta, unit="s", errors="coerce"),
        durations=step(pd.DataFrame.astype, dtype="timedelta64[ns]"),
        seconds=step(pd.DataFrame.div, other=pd.Timedelta(seconds=1)),  # type: ignore[misc]  # a method, which the stubs miss
        floats=step(pd.DataFrame.astype, dtype="float64"),
    )


def _numbers_of_text(notation: NumberFormat) -> Pipeline:
    """Substitute, then read.

    Cells that are numbers already pass the substitutions untouched, because regular expressions only meet text.
    """
    substitutions = [
        (f"substitute_{index}", step(pd.DataFrame.replace, to_replace=pattern, value=replacement, regex=True))
        for index, (pattern, replacement) in enumerate(notation.substitutions)
    ]
    return Pipeline([("objects", _objects()), *substitutions, *floats_of_numbers().steps])

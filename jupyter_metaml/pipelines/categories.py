"""Categories: from cells of any type to codes, where the same level always gets the same code.

A level is its text, and whole numbers are written without a fraction, so that 1, 1.0 and "1" are one level: a column
of whole numbers turns into floats as soon as one cell is missing.  Columns that are numbers at the fit are compared
as numbers.  Codes follow the sorted levels and look at no target; ordered categoricals keep their order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder

from jupyter_metaml.pipelines.numeric import floats_of_numbers
from jupyter_metaml.pipelines.parts import Part, chain, step

if TYPE_CHECKING:
    from jupyter_metaml.profiling import ColumnPlan

MAX_LEVELS = 100_000
"""Levels beyond the most frequent ones share a code."""

RARE_BELOW = 2
"""In columns of many levels, those seen less often share a code: nothing can be learned of a single row."""

ONE_HOT_LEVELS = 30
LEVELS_LOOKED_AT = 10_000
TEXT: Literal["string[python]"] = "string[python]"
"""Holds any text; Arrow refuses half characters, which broken files contain."""

_WHOLE = re.compile(r"[+-]?\d+(\.0)?")


def texts_of_levels(*, with_whole_numbers: bool = True) -> Pipeline:
    """Make the chain that writes levels as text and keeps missing cells missing.

    Parameters
    ----------
    with_whole_numbers : bool, default=True
        Whether whole numbers are among the levels; taking off their fractions is half of the work.
    """
    fractions = {"whole": step(pd.DataFrame.replace, to_replace=r"\.0$", value="", regex=True)}
    return chain(
        texts=step(pd.DataFrame.astype, dtype=TEXT),
        **(fractions if with_whole_numbers else {}),
        objects=step(pd.DataFrame.astype, dtype=object),
        missing=step(pd.DataFrame.where, cond=pd.DataFrame.notna, other=np.nan),
    )


def category_parts(plans: Sequence[ColumnPlan], frame: pd.DataFrame) -> list[Part]:
    """Plan codes for the columns of categories.

    Parameters
    ----------
    plans : sequence of ColumnPlan
        Of columns to be used as categories.
    frame : DataFrame
        The training table; tells what the levels look like.

    Returns
    -------
    list of Part
        Up to seven: ordered levels, and levels that are numbers, digits or words, each few or many.
    """
    groups: dict[str, list[str]] = {}
    for plan in plans:
        dtype = frame[plan.name].dtype
        ordered = isinstance(dtype, pd.CategoricalDtype) and bool(dtype.ordered)
        width = "many" if plan.kind == "high-cardinality category" else "few"
        groups.setdefault("ordered" if ordered else f"{width}_{_writing(frame[plan.name])}", []).append(plan.name)
    return [_part(group, names, frame) for group, names in sorted(groups.items())]


def one_hot_parts(plans: Sequence[ColumnPlan], frame: pd.DataFrame) -> list[Part]:
    """Plan one column per frequent level, for the sparse view."""
    groups: dict[str, list[str]] = {}
    for plan in plans:
        groups.setdefault(_writing(frame[plan.name]), []).append(plan.name)
    parts = []
    for writing, names in sorted(groups.items()):
        encoder = OneHotEncoder(
            handle_unknown="infrequent_if_exist", min_frequency=0.005, max_categories=ONE_HOT_LEVELS
        )
        steps = [*_levels(writing).steps, ("one_hot", encoder)]
        parts.append(Part(name=f"one_hot_{writing}", transformer=Pipeline(steps), columns=tuple(names), kind="number"))
    return parts


def level_counts(encoder: OrdinalEncoder) -> list[int]:
    """Count the codes that a fitted encoder gives to each of its columns."""
    counts = []
    rare_levels = getattr(encoder, "infrequent_categories_", None)
    for place, levels in enumerate(encoder.categories_):
        n_present = len(levels) - int(len(levels) > 0 and pd.isna(levels[-1]))
        rare = None if rare_levels is None else rare_levels[place]
        counts.append(n_present if rare is None else n_present - len(rare) + 1)
    return counts


def _part(group: str, names: Sequence[str], frame: pd.DataFrame) -> Part:
    options: dict[str, Any] = {}
    if group == "ordered":
        options["categories"] = [_ordered_levels(frame[name].dtype) for name in names]
    elif group.startswith("many"):
        options |= {"min_frequency": RARE_BELOW, "max_categories": MAX_LEVELS}
    encoder = OrdinalEncoder(
        handle_unknown="use_encoded_value", unknown_value=np.nan, encoded_missing_value=np.nan, **options
    )
    return Part(
        name=group,
        transformer=Pipeline([*_levels(group.rsplit("_", 1)[-1]).steps, ("codes", encoder)]),
        columns=tuple(names),
        kind="number" if group == "ordered" else "category",
        outputs=tuple(names),
    )


def _levels(writing: str) -> Pipeline:
    return floats_of_numbers() if writing == "numbers" else texts_of_levels(with_whole_numbers=writing != "words")


def _writing(column: pd.Series) -> Literal["numbers", "digits", "words"]:
    """Tell levels that are stored as numbers from text with whole numbers in it, and from other text."""
    dtype: Any = column.dtype
    inner = dtype.categories.dtype if isinstance(dtype, pd.CategoricalDtype) else dtype
    if pd.api.types.is_numeric_dtype(inner) and not pd.api.types.is_bool_dtype(inner):
        return "numbers"
    levels = column.dropna().astype(TEXT).unique()[:LEVELS_LOOKED_AT]
    return "digits" if any(_WHOLE.fullmatch(level) for level in levels) else "words"


def _ordered_levels(dtype: Any) -> list[str]:
    written = texts_of_levels().fit_transform(pd.DataFrame({"levels": pd.Series(dtype.categories)}))
    return list(dict.fromkeys(written["levels"]))

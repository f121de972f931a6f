"""Tell from its values whether a target is to be classified or is a quantity."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from jupyter_metaml.tasks.labels import sorting
from jupyter_metaml.tasks.question_errors import TargetKindError
from jupyter_metaml.typing import Kind
from jupyter_metaml.wording import listed

# Numbers with up to this many distinct values can be classes.
_MOST_WHOLE_CLASSES = 20
_MOST_FLOAT_CLASSES = 10
# ... when each occurs this often on average.
_ROWS_PER_CLASS = 10
# Classes among numbers with fractions are at most this many, even when classification is asked for.
_MOST_FRACTIONS = 100


def infer_kind(values: pd.Series[Any], *, is_numeric: bool, asked: str | None) -> tuple[Kind, str]:
    """Infer the kind of task, and say why in one sentence.

    Two distinct values make a binary classification.  Otherwise texts, categories and booleans are classes.  Numbers
    are classes when they are whole, few (at most 20 distinct values, 10 when they are stored as floats) and frequent
    (each occurs 10 times on average); else they are quantities.

    Parameters
    ----------
    values : Series of shape (n_rows,)
        The target without missing values, at least two distinct ones.
    is_numeric : bool
        Whether `values` are numbers.
    asked : {'binary', 'multiclass', 'classification'} or None
        What the caller asked for; then only the number of classes is found out.

    Returns
    -------
    kind : {'binary', 'multiclass', 'regression'}
        What is predicted.
    reason : str
        One sentence, with the way to ask for the other kind.
    """
    distinct = values.nunique()
    if asked is not None:
        return ("binary" if distinct == 2 else "multiclass"), f"Classification with {distinct:,} classes, as asked for."
    if distinct == 2:
        uniques = np.asarray(values.unique(), dtype=object)
        shown = listed(uniques[sorting(uniques)])
        other = " (kind='regression' overrides)" if is_numeric else ""
        return "binary", f"Binary classification, because the target has two distinct values: {shown}{other}."
    if not is_numeric:
        return "multiclass", f"Classification, because the target holds {distinct:,} labels that are no numbers."
    if _looks_like_classes(values, distinct):
        return "multiclass", (
            f"Classification, because the target has only {distinct} distinct whole numbers in {len(values):,} rows "
            "(kind='regression' overrides)."
        )
    return "regression", (
        f"Regression, because the target is numeric with {distinct:,} distinct values in {len(values):,} rows "
        "(kind='classification' overrides)."
    )


def check_classes(values: pd.Series[Any], *, is_numeric: bool, limit: int) -> None:
    """Refuse targets with so many classes that they must be identifiers or quantities.

    There may be up to `limit` classes, half as many as rows (20 are always allowed), and 100 when they are numbers
    with fractions.  This is checked before anything is stored per class.

    Parameters
    ----------
    values : Series of shape (n_rows,)
        The target without missing values.
    is_numeric : bool
        Whether `values` are numbers.
    limit : int
        The most classes.

    Raises
    ------
    TargetKindError
        With the ways out: regression, another target, or a higher limit.
    """
    distinct = values.nunique()
    if is_numeric and distinct > _MOST_FRACTIONS and has_fractions(values):
        advice = "Use kind='regression', or make classes of it first, for example with pd.qcut(df[target], 4)."
        raise TargetKindError.too_many_classes(distinct, len(values), advice)
    if distinct <= 20 or (distinct <= limit and distinct <= len(values) / 2):
        return
    ways = ["Take another target, or merge its values into fewer classes"]
    if is_numeric:
        ways.insert(0, "Use kind='regression'")
    elif _reads_as_numbers(values):
        ways.insert(0, "Its texts read as numbers: convert them with pd.to_numeric(df[target])")
    if distinct > limit and distinct <= len(values) / 2:
        ways.append(f"If they are classes, pass max_classes={distinct}")
    raise TargetKindError.too_many_classes(distinct, len(values), ". ".join(ways) + ".")


def has_fractions(values: pd.Series[Any]) -> bool:
    """Tell whether a column holds a finite number that is not whole."""
    if values.dtype.kind != "f":
        return False
    numbers = values.to_numpy()
    finite = numbers[np.isfinite(numbers)]
    return bool((finite != np.floor(finite)).any())


def _looks_like_classes(values: pd.Series[Any], distinct: int) -> bool:
    most = _MOST_FLOAT_CLASSES if values.dtype.kind == "f" else _MOST_WHOLE_CLASSES
    return distinct <= most and distinct * _ROWS_PER_CLASS <= len(values) and not has_fractions(values)


def _reads_as_numbers(values: pd.Series[Any]) -> bool:
    read = pd.to_numeric(values.astype(object).head(1_000), errors="coerce")
    return bool(read.notna().mean() > 0.9)

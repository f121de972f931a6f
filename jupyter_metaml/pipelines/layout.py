"""What the columns of a matrix are, and the shape of a table: what spaces, defaults and preparations depend on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from jupyter_metaml.typing import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jupyter_metaml.pipelines.views import View
    from jupyter_metaml.profiling import Profile
    from jupyter_metaml.tasks import Task
    from jupyter_metaml.typing import IntArray

FeatureKind = Literal["number", "category", "date", "text"]

PART_MARK = ": "
"""Stands between the name of a column and the name of a part that was made of it (``when: month``)."""

TYPICAL_DATE_PARTS = 5
TYPICAL_TEXT_PARTS = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureLayout:
    """What each column of a view's matrix holds.

    Parameters
    ----------
    names : tuple of str
        One per matrix column: the name in `Task.X`, for dates and text followed by ``": "`` and the part.
    kinds : tuple of {"number", "category", "date", "text"}
        *category* columns hold codes from 0 to ``n_levels - 1``; missing and unseen ones are NaN.  Categories of two
        levels, and ordered ones, are *number* columns.
    n_levels : tuple of int
        Levels of the category columns, 0 elsewhere.

    Examples
    --------
    >>> from jupyter_metaml.pipelines import FeatureLayout
    >>> layout = FeatureLayout(names=("size", "shop"), kinds=("number", "category"), n_levels=(0, 3))
    >>> layout.n_features, layout.categories.tolist()
    (2, [1])
    """

    names: tuple[str, ...]
    kinds: tuple[FeatureKind, ...]
    n_levels: tuple[int, ...]

    @property
    def n_features(self) -> int:
        """Number of matrix columns."""
        return len(self.names)

    @property
    def numbers(self) -> IntArray:
        """Positions of the numbers."""
        return self._positions("number")

    @property
    def categories(self) -> IntArray:
        """Positions of the category codes."""
        return self._positions("category")

    @property
    def dates(self) -> IntArray:
        """Positions of the parts of dates."""
        return self._positions("date")

    @property
    def texts(self) -> IntArray:
        """Positions of what was made of texts."""
        return self._positions("text")

    def source(self, position: int) -> str:
        """Name the table column that a matrix column was made of."""
        name = self.names[position]
        return name.rsplit(PART_MARK, 1)[0] if self.kinds[position] in {"date", "text"} else name

    def _positions(self, kind: FeatureKind) -> IntArray:
        return np.array([place for place, here in enumerate(self.kinds) if here == kind], dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShape:
    """The measures of a table on which spaces and defaults depend.

    Parameters
    ----------
    kind : {"binary", "multiclass", "regression"}
    n_rows : int
    n_columns : int
        Columns of the table, without the target.
    n_features : int
        Columns of the dense matrix.
    n_classes : int
        0 for regression.
    n_numbers : int
        Number columns of the dense matrix.
    n_categories : int
        Category columns of the dense matrix.
    max_levels : int
        Levels of the largest category, 0 without categories.
    n_texts : int
        Columns of free text.
    n_dates : int
        Columns of dates.
    missing_share : float
        Share of missing cells among the columns in use, from 0 to 1.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml.pipelines import shape_of
    >>> from jupyter_metaml.profiling import profile_task
    >>> from jupyter_metaml.tasks import make_task
    >>> task = make_task(load_iris(as_frame=True).frame, "target")
    >>> shape = shape_of(task, profile_task(task))
    >>> shape.n_rows, shape.n_numbers, shape.n_classes
    (150, 4, 3)
    """

    kind: Kind
    n_rows: int
    n_columns: int
    n_features: int
    n_classes: int
    n_numbers: int
    n_categories: int
    max_levels: int
    n_texts: int
    n_dates: int
    missing_share: float


def shape_of(task: Task, profile: Profile, views: Mapping[str, View] | None = None) -> TableShape:
    """Measure a table.

    Parameters
    ----------
    task : Task
    profile : Profile
    views : mapping of str to View or None, default=None
        With the dense view the columns of the matrix are counted; without, they are estimated from the plans.

    Returns
    -------
    TableShape

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from jupyter_metaml.pipelines import shape_of
    >>> from jupyter_metaml.profiling import profile_task
    >>> from jupyter_metaml.tasks import make_task
    >>> task = make_task(load_iris(as_frame=True).frame, "target")
    >>> shape_of(task, profile_task(task)).n_features
    4
    """
    used = [column for column in profile.columns if column.plan.treatment != "drop"]
    count = {
        treatment: sum(column.plan.treatment == treatment for column in used)
        for treatment in ("number", "number from text", "category", "text", "date")
    }
    n_numbers = count["number"] + count["number from text"]
    n_categories = count["category"]
    max_levels = max((column.n_distinct for column in used if column.plan.treatment == "category"), default=0)
    n_features = n_numbers + n_categories + TYPICAL_DATE_PARTS * count["date"] + TYPICAL_TEXT_PARTS * count["text"]
    if views is not None and "dense" in views:
        layout = views["dense"].layout
        n_numbers, n_categories, n_features = len(layout.numbers), len(layout.categories), layout.n_features
        max_levels = max(layout.n_levels, default=0)
    cells = max(1, task.n_rows * len(used))
    return TableShape(
        kind=task.kind,
        n_rows=task.n_rows,
        n_columns=task.n_columns,
        n_features=n_features,
        n_classes=0 if task.kind == "regression" else task.n_classes,
        n_numbers=n_numbers,
        n_categories=n_categories,
        max_levels=max_levels,
        n_texts=count["text"],
        n_dates=count["date"],
        missing_share=min(1.0, sum(column.n_missing for column in used) / cells),
    )

"""Views: label-free matrices of a table, fitted once on all training rows and shared by all trials.

::

    Task.X -> number / category / date / text parts -> ColumnTransformer -> matrix + FeatureLayout

*dense*: everything as float64 columns, missing cells left missing.  *sparse*: the words of texts as they are, one
column per level, scaled numbers; only for tables with text, and only when a family asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OrdinalEncoder, StandardScaler

from jupyter_metaml.blas_threads import one_blas_thread
from jupyter_metaml.exceptions import DataError
from jupyter_metaml.pipelines.categories import category_parts, level_counts, one_hot_parts
from jupyter_metaml.pipelines.dates import date_parts
from jupyter_metaml.pipelines.layout import PART_MARK, FeatureKind, FeatureLayout
from jupyter_metaml.pipelines.numeric import number_parts
from jupyter_metaml.pipelines.parts import Part, column_transformer
from jupyter_metaml.pipelines.quiet import quietly
from jupyter_metaml.pipelines.scaling import smooth_scaler
from jupyter_metaml.pipelines.text import topic_parts, word_parts

if TYPE_CHECKING:
    from jupyter_metaml.pipelines.family import Family
    from jupyter_metaml.profiling import ColumnPlan, Profile
    from jupyter_metaml.tasks import Task

ViewName = Literal["dense", "sparse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A label-free matrix of a table.

    Parameters
    ----------
    name : {"dense", "sparse"}
    transformer : ColumnTransformer
        Fitted; takes frames with the columns of `Task.X`, in any order and with others between them.
    matrix : ndarray of float64 in C order, or csr_matrix, of shape (n_rows, n_features)
        The training rows.
    layout : FeatureLayout
        What the columns of the matrix hold.

    Examples
    --------
    >>> import pandas as pd
    >>> from jupyter_metaml.pipelines import fit_views
    >>> from jupyter_metaml.profiling import profile_task
    >>> from jupyter_metaml.tasks import make_task
    >>> df = pd.DataFrame({"size": [3.5, 1.0, 4.5, 2.0, 7.5] * 6, "shop": ["a", "b", "c"] * 10, "sold": [0, 1, 1] * 10})
    >>> task = make_task(df, "sold")
    >>> view = fit_views(task, profile_task(task))["dense"]
    >>> view.matrix.shape, view.layout.kinds
    ((30, 2), ('number', 'category'))
    """

    name: ViewName
    transformer: Any
    matrix: Any
    layout: FeatureLayout


def fit_views(
    task: Task,
    profile: Profile,
    *,
    families: Sequence[Family] | None = None,
    max_seconds_hint: float | None = None,
) -> dict[str, View]:
    """Fit the views that some families need.

    Parameters
    ----------
    task : Task
    profile : Profile
        Its plans say what is done with each column.
    families : sequence of Family or None, default=None
        None asks for all views that the table has a use for.
    max_seconds_hint : float or None, default=None
        Texts are read less thoroughly when this would not suffice; it is no limit.

    Returns
    -------
    dict of str to View
        ``"dense"`` always; ``"sparse"`` when the table has text and a family works on it.

    Raises
    ------
    DataError
        If no column is left to learn from.

    Examples
    --------
    >>> import pandas as pd
    >>> from jupyter_metaml.pipelines import fit_views
    >>> from jupyter_metaml.profiling import profile_task
    >>> from jupyter_metaml.tasks import make_task
    >>> df = pd.DataFrame({"size": [3.5, 1.0, 4.5, 2.0, 7.5] * 6, "shop": ["a", "b", "c"] * 10, "sold": [0, 1, 1] * 10})
    >>> task = make_task(df, "sold")
    >>> list(fit_views(task, profile_task(task)))
    ['dense']
    """
    wanted = {"sparse"} if families is None else {family.view for family in families}
    names: list[ViewName] = ["dense"]
    if "sparse" in wanted and any(plan.treatment == "text" for plan in profile.plans):
        names.append("sparse")
    views = {}
    for name in names:
        parts = plan_parts(profile.plans, name, task.X, originals=task.dtypes, max_seconds_hint=max_seconds_hint)
        views[str(name)] = _fit_view(name, parts, task.X)
    return views


def make_view(
    plans: Sequence[ColumnPlan], name: ViewName, frame: pd.DataFrame, *, max_seconds_hint: float | None = None
) -> ColumnTransformer:
    """Make the unfitted transformer of a view.

    Parameters
    ----------
    plans : sequence of ColumnPlan
    name : {"dense", "sparse"}
    frame : DataFrame
        The training table: dtypes, lengths of texts and parts of dates decide on the steps.
    max_seconds_hint : float or None, default=None
        As for `fit_views`.

    Returns
    -------
    ColumnTransformer

    Examples
    --------
    >>> import pandas as pd
    >>> from jupyter_metaml.pipelines import make_view
    >>> from jupyter_metaml.profiling import profile_frame
    >>> df = pd.DataFrame({"size": [3.5, 1.0, 4.5, 2.0, 7.5] * 6, "shop": ["a", "b", "c"] * 10})
    >>> make_view(profile_frame(df).plans, "dense", df).fit_transform(df).shape
    (30, 2)
    """
    return _transformer(name, plan_parts(plans, name, frame, max_seconds_hint=max_seconds_hint))


def plan_parts(
    plans: Sequence[ColumnPlan],
    name: ViewName,
    frame: pd.DataFrame,
    *,
    originals: Mapping[str, Any] | None = None,
    max_seconds_hint: float | None = None,
) -> list[Part]:
    """List the parts of a view, in the order of its matrix columns.

    Parameters
    ----------
    plans, name, frame, max_seconds_hint
        As for `make_view`.
    originals : mapping of str to dtype or None, default=None
        Types of columns in the user's table, where they differ from those of `frame`.

    Raises
    ------
    DataError
        If all columns are dropped.
    """
    chosen: dict[str, list[ColumnPlan]] = {"number": [], "category": [], "date": [], "text": []}
    for plan in plans:
        if plan.treatment != "drop":
            chosen["number" if plan.treatment == "number from text" else str(plan.treatment)].append(plan)
    if not any(chosen.values()):
        raise DataError(_nothing_left(plans))
    dtypes = dict(zip(frame.columns, frame.dtypes, strict=True))
    numbers = number_parts(chosen["number"], {**dtypes, **(originals or {})})
    dates = date_parts(chosen["date"], frame, originals)
    if name == "dense":
        categories = category_parts(chosen["category"], frame)
        texts = topic_parts(chosen["text"], frame, max_seconds=max_seconds_hint)
    else:
        numbers, dates = [_scaled(part) for part in numbers], [_scaled(part) for part in dates]
        categories = one_hot_parts(chosen["category"], frame)
        texts = word_parts(chosen["text"], frame, max_seconds=max_seconds_hint)
    return [*numbers, *categories, *dates, *texts]


def _transformer(name: ViewName, parts: Sequence[Part]) -> ColumnTransformer:
    threshold = 0.0 if name == "dense" else 1.0
    columns = [(part.name, part.transformer, part.selector) for part in parts]
    return column_transformer(columns, sparse_threshold=threshold)


def _fit_view(name: ViewName, parts: Sequence[Part], frame: pd.DataFrame) -> View:
    transformer = _transformer(name, parts)
    with quietly(), one_blas_thread():
        matrix = transformer.fit_transform(frame)
    if name == "dense":
        matrix = np.ascontiguousarray(matrix, dtype=np.float64)
    else:
        matrix = sparse.csr_matrix(matrix, dtype=np.float64)
    return View(name=name, transformer=transformer, matrix=matrix, layout=_layout(transformer, parts))


def _layout(transformer: ColumnTransformer, parts: Sequence[Part]) -> FeatureLayout:
    """Read what the columns hold off the fitted parts."""
    names: list[str] = []
    kinds: list[FeatureKind] = []
    levels: list[int] = []
    for part in parts:
        fitted = transformer.named_transformers_[part.name]
        place = transformer.output_indices_[part.name]
        counts = [0] * (place.stop - place.start)
        if part.kind == "category" and isinstance(fitted[-1], OrdinalEncoder):
            # two levels are a yes or no, which every model takes as a number
            counts = [count if count > 2 else 0 for count in level_counts(fitted[-1])]
        names += part.outputs or _fitted_names(part, fitted, len(counts))
        kinds += ["number" if part.kind == "category" and not count else part.kind for count in counts]
        levels += counts
    return FeatureLayout(names=tuple(names), kinds=tuple(kinds), n_levels=tuple(levels))


def _fitted_names(part: Part, fitted: Pipeline, n_columns: int) -> list[str]:
    if part.kind == "text":
        return [f"{part.columns}{PART_MARK}{word}" for word in fitted[-1].get_feature_names_out()]
    return [f"{part.name}{PART_MARK}{place}" for place in range(n_columns)]


def _scaled(part: Part) -> Part:
    """Append what linear models on sparse matrices need: no missing cells, one scale."""
    imputer = SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
    steps = [*_steps(part.transformer), ("median", imputer), *smooth_scaler().steps, ("unit", StandardScaler())]
    return Part(name=part.name, transformer=Pipeline(steps), columns=part.columns, kind="number")


def _steps(transformer: Any) -> list[tuple[str, Any]]:
    return list(transformer.steps) if isinstance(transformer, Pipeline) else [("read", transformer)]


def _nothing_left(plans: Sequence[ColumnPlan]) -> str:
    shown = "; ".join(f"{plan.name!r}: {plan.reason}" for plan in plans[:5]) or "the table has none"
    return (
        f"No column is left to learn from: all {len(plans)} columns are left out ({shown}). "
        "Keep at least one through its treatment, for example treatments={'column': 'keep'}."
    )

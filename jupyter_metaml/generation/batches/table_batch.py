"""A batch of tables of one shape, and how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.generation.batches.graph import grow
from jupyter_metaml.generation.batches.hidden_cells import hide
from jupyter_metaml.generation.batches.marginals import bent
from jupyter_metaml.generation.batches.plans import draw_plan
from jupyter_metaml.generation.batches.rules import rule_scores
from jupyter_metaml.generation.batches.scores import of_columns
from jupyter_metaml.generation.batches.shown_columns import show
from jupyter_metaml.generation.batches.single_precision import Floats
from jupyter_metaml.generation.batches.targets import as_classes, as_numbers, draw_n_classes

Family = Literal["graph", "columns", "rules", "plans"]

# Cells that a group of tables with one graph has at most, and how many tables.
_CELLS_OF_A_GROUP = 2048
_TABLES_OF_A_GROUP = 4
_FAMILIES: dict[Family, float] = {"graph": 0.35, "columns": 0.45, "rules": 0.1, "plans": 0.1}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBatch:
    """Tables of one shape.

    Attributes
    ----------
    X : float32 array of shape (n_tables, n_rows, n_columns)
        Numbers and codes of levels; NaN where a cell is empty.
    is_category : bool array of shape (n_tables, n_columns)
    y : float32 array of shape (n_tables, n_rows)
        Classes from 0, or numbers.
    n_classes : int array of shape (n_tables,)
        How many classes there may be; 0 for numbers.

    Examples
    --------
    >>> import numpy as np
    >>> from jupyter_metaml.generation.batches import draw_tables
    >>> batch = draw_tables(np.random.default_rng(0), (4, 50, 6), regression=True)
    >>> batch.X.shape, batch.y.shape, batch.n_classes.tolist()
    ((4, 50, 6), (4, 50), [0, 0, 0, 0])
    """

    X: Floats
    is_category: NDArray[np.bool_]
    y: Floats
    n_classes: NDArray[np.int64]


def draw_tables(
    rng: np.random.Generator,
    shape: tuple[int, int, int],
    *,
    regression: bool = False,
    families: dict[Family, float] = _FAMILIES,
) -> TableBatch:
    """Draw a batch of tables.

    Parameters
    ----------
    rng : Generator
        Source of all randomness.
    shape : tuple of int
        Tables, rows (8 or more), columns (1 or more).
    regression : bool, default=False
        Targets are numbers instead of classes.
    families : dict of str to float
        Share of the groups whose target is a node of the graph ("graph"), a function of the columns ("columns"), a
        rule ("rules"), or what an experiment finds ("plans").

    Raises
    ------
    UsageError
        If the shape is too small.

    Examples
    --------
    >>> import numpy as np
    >>> from jupyter_metaml.generation.batches import draw_tables
    >>> batch = draw_tables(np.random.default_rng(0), (8, 50, 6))
    >>> batch.X.shape, bool((batch.n_classes >= 2).all())
    ((8, 50, 6), True)
    """
    n_tables, n_rows, n_columns = shape
    if n_tables < 1 or n_rows < 8 or n_columns < 1:
        msg = f"A batch of shape {shape} cannot be drawn. Ask for at least 1 table, 8 rows and 1 column."
        raise UsageError(msg)
    most = int(np.clip(_CELLS_OF_A_GROUP // (n_rows * n_columns), 1, _TABLES_OF_A_GROUP))
    groups = [
        _draw_group(rng, (min(most, n_tables - start), n_rows, n_columns), families, regression=regression)
        for start in range(0, n_tables, most)
    ]
    return TableBatch(
        X=np.concatenate([group.X for group in groups]),
        is_category=np.concatenate([group.is_category for group in groups]),
        y=np.concatenate([group.y for group in groups]),
        n_classes=np.concatenate([group.n_classes for group in groups]),
    )


def _draw_group(
    rng: np.random.Generator, shape: tuple[int, int, int], families: dict[Family, float], *, regression: bool
) -> TableBatch:
    n_tables, n_rows, n_columns = shape
    n_classes = 0 if regression else draw_n_classes(rng)
    n_scores = 1 if regression or rng.random() < 0.5 else n_classes
    shares = np.array(list(families.values()))
    family = list(families)[int(rng.choice(len(shares), p=shares / shares.sum()))]
    useless = rng.uniform(0.0, 0.75) if rng.random() < 0.6 else 0.0
    n_informative = max(1, n_columns - int(n_columns * useless))
    if family == "rules":
        nodes, scores = rule_scores(rng, n_tables, n_rows, n_scores)
        nodes = nodes[:, :, :n_columns]
        shown = show(rng, nodes, n_columns)
    elif family == "plans":
        shown, scores = draw_plan(rng, n_tables, n_rows, n_columns, n_scores)
    else:
        n_asked = n_scores if family == "graph" else 0
        n_hidden = int(np.ceil(rng.uniform(0.1, 1.0) * n_informative)) + 1
        nodes = grow(rng, n_tables, n_rows, n_informative + n_asked + n_hidden)
        asked, seen = _places(rng, nodes.shape[2], n_informative, n_asked)
        shown = show(rng, nodes[:, :, seen], n_columns)
        scores = nodes[:, :, asked] if n_asked else of_columns(rng, shown.meaning, n_scores)
    y = as_numbers(rng, scores) if regression else as_classes(rng, scores, n_classes)
    values = shown.values
    numbers = np.flatnonzero(~shown.is_category)
    values[:, :, numbers] = bent(rng, values[:, :, numbers])
    return TableBatch(
        X=hide(rng, np.nan_to_num(values, nan=0.0, posinf=1e6, neginf=-1e6)),
        is_category=np.tile(shown.is_category, (n_tables, 1)),
        y=y,
        n_classes=np.full(n_tables, n_classes),
    )


def _places(
    rng: np.random.Generator, n_nodes: int, n_informative: int, n_asked: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Choose the nodes that are asked for, among the later half, and those that are shown."""
    late = np.arange(n_nodes - max(n_asked, n_nodes // 2), n_nodes)
    asked = rng.choice(late, size=n_asked, replace=False)
    rest = np.setdiff1d(np.arange(n_nodes), asked)
    return asked, rng.choice(rest, size=n_informative, replace=False)

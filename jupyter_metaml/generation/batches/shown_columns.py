"""What of a graph is shown: columns that matter, categories among them, copies, and columns that have no use."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jupyter_metaml.generation.batches.categories import Categories, cut_into_categories
from jupyter_metaml.generation.batches.graph import grow
from jupyter_metaml.generation.batches.single_precision import Floats, normals, standardised


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownColumns:
    """Columns of a group of tables.

    Attributes
    ----------
    values : array of shape (n_tables, n_rows, n_columns)
        Numbers, and codes of levels from 0 where a column is a category.
    meaning : array of shape (n_tables, n_rows, n_informative)
        What a target may depend on: numbers, and the effect of each level for categories.
    is_category : array of shape (n_columns,)
    """

    values: Floats
    meaning: Floats
    is_category: NDArray[np.bool_]


def show(rng: np.random.Generator, nodes: Floats, n_columns: int) -> ShownColumns:
    """Turn nodes into columns, and fill up with columns that are copies or of no use.

    Parameters
    ----------
    rng : Generator
    nodes : array of shape (n_tables, n_rows, n_informative)
        At most `n_columns` nodes.
    n_columns : int
        Columns to show.
    """
    n_tables, n_rows, n_informative = nodes.shape
    n_more = n_columns - n_informative
    shown = nodes
    if n_more:
        n_copies = int(rng.binomial(n_more, 0.5)) if rng.random() < 0.3 else 0
        copies = _copies(rng, nodes, n_copies)
        useless = grow(rng, n_tables, n_rows, n_more - n_copies) if n_more > n_copies else nodes[:, :, :0]
        shown = np.concatenate([nodes, copies, useless], axis=2)
    categories = cut_into_categories(rng, shown)
    values, meaning = shown.copy(), nodes.copy()
    values[:, :, categories.columns] = categories.codes
    matter = categories.columns < n_informative
    meaning[:, :, categories.columns[matter]] = categories.effects[:, :, matter]
    order = rng.permutation(n_columns)
    return ShownColumns(values=values[:, :, order], meaning=meaning, is_category=_flags(categories, n_columns)[order])


def _flags(categories: Categories, n_columns: int) -> NDArray[np.bool_]:
    flags = np.zeros(n_columns, dtype=np.bool_)
    flags[categories.columns] = True
    return flags


def _copies(rng: np.random.Generator, nodes: Floats, n_copies: int) -> Floats:
    """Repeat columns with a little noise, or mix two of them."""
    n = nodes.shape[2]
    first, second = rng.integers(0, n, size=n_copies), rng.integers(0, n, size=n_copies)
    share = np.where(rng.random(n_copies) < 0.5, 0.0, rng.normal(size=n_copies)).astype(np.float32)
    noise = np.float32(np.exp(rng.uniform(np.log(0.01), np.log(1.0))))
    mixed = nodes[:, :, first] + share * nodes[:, :, second]
    return standardised(mixed + noise * normals(rng, *mixed.shape))

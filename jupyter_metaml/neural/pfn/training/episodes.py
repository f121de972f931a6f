"""Generated tables as the network meets them: a support with labels, a query without."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from jupyter_metaml.generation.batches import TableBatch, draw_tables
from jupyter_metaml.neural.pfn.encoding import ColumnEncoder, NumberEncoder
from jupyter_metaml.neural.pfn.network import Tables
from jupyter_metaml.neural.pfn.shape import N_FEATURES, NetworkShape

# Rows, columns and how often; a fixed list, so that memory is reused.  A step takes those that fit into its cells.
SHAPES: tuple[tuple[int, int, float], ...] = (
    (64, 4, 0.7),
    (64, 12, 0.8),
    (128, 3, 0.6),
    (128, 8, 1.3),
    (128, 24, 0.9),
    (256, 2, 0.3),
    (256, 5, 1.0),
    (256, 10, 1.5),
    (256, 18, 1.2),
    (256, 40, 0.7),
    (512, 4, 0.5),
    (512, 8, 1.1),
    (512, 16, 1.1),
    (512, 32, 0.6),
    (1024, 6, 0.5),
    (1024, 12, 0.8),
    (1024, 24, 0.5),
    (1024, 48, 0.2),
)
_SMALLEST = min(n_rows * n_columns for n_rows, n_columns, _ in SHAPES)
SUPPORT_SHARES = (0.5, 0.7, 0.8, 0.9)
UNASKED = -100  # what cross entropy leaves out


@dataclass(frozen=True, slots=True, kw_only=True)
class Episodes:
    """Tables with what is to be found.

    Attributes
    ----------
    tables : Tables
    answers : tensor of shape (n_tables, n_query)
        Class slots, with `UNASKED` for classes that the support does not have; or standardised numbers.
    n_classes : int tensor of shape (n_tables,)
        Classes in the support; 0 for numbers.
    """

    tables: Tables
    answers: Tensor
    n_classes: Tensor

    @property
    def n_cells(self) -> int:
        """Cells of all tables."""
        return self.tables.levels.numel()

    def to(self, device: torch.device) -> Episodes:
        """Return the same tables on a device."""
        moved = [None if part is None else part.to(device) for part in self.tables]
        return Episodes(
            tables=Tables._make(moved), answers=self.answers.to(device), n_classes=self.n_classes.to(device)
        )


def draw_episodes(rng: np.random.Generator, n_cells: int, shape: NetworkShape, *, regression: bool) -> Episodes:
    """Draw tables of one shape, as many as make about `n_cells` cells, and encode them."""
    tables, n_support = draw_shape(rng, n_cells)
    return as_episodes(rng, draw_tables(rng, tables, regression=regression), n_support, shape)


def draw_shape(rng: np.random.Generator, n_cells: int) -> tuple[tuple[int, int, int], int]:
    """Draw how many tables, rows and columns make about `n_cells` cells, and how many of the rows are support."""
    fitting = [item for item in SHAPES if item[0] * item[1] <= max(n_cells, _SMALLEST)]
    shares = np.array([share for _, _, share in fitting])
    n_rows, n_columns, _ = fitting[int(rng.choice(len(fitting), p=shares / shares.sum()))]
    n_support = int(n_rows * rng.choice(SUPPORT_SHARES))
    return (max(1, round(n_cells / (n_rows * n_columns))), n_rows, n_columns), n_support


def as_episodes(rng: np.random.Generator, batch: TableBatch, n_support: int, shape: NetworkShape) -> Episodes:
    """Encode tables by their first `n_support` rows; tables that leave nothing to find are left out."""
    is_numbers = bool((batch.n_classes == 0).all())
    features = np.empty((*batch.X.shape, N_FEATURES), dtype=np.float32)
    levels = np.empty(batch.X.shape, dtype=np.int64)
    for place, (X, is_category) in enumerate(zip(batch.X, batch.is_category, strict=True)):
        encoder = ColumnEncoder(X[:n_support], is_category, shape.levels)
        features[place], levels[place] = encoder.encode(X)
    if is_numbers:
        numbers, answers, kept = _numbers(batch.y, n_support)
        classes, n_classes = None, np.zeros(len(batch.y), dtype=np.int64)
    else:
        slots, n_classes = in_slots(rng, batch.y.astype(np.int64), n_support, shape.slots)
        numbers, classes, answers = None, slots[:, :n_support], slots[:, n_support:]
        kept = (n_classes > 1) & (answers != UNASKED).any(axis=1)
    return Episodes(
        tables=Tables(
            features=torch.from_numpy(features[kept]),
            levels=torch.from_numpy(levels[kept]),
            classes=None if classes is None else torch.from_numpy(classes[kept]),
            numbers=None if numbers is None else torch.from_numpy(numbers[kept]),
        ),
        answers=torch.from_numpy(answers[kept]),
        n_classes=torch.from_numpy(n_classes[kept]),
    )


def in_slots(rng: np.random.Generator, y: np.ndarray, n_support: int, n_slots: int) -> tuple[np.ndarray, np.ndarray]:
    """Give the classes of each support the first slots in random order.

    Returns
    -------
    slots : array like `y`
        `UNASKED` where the support does not have the class.
    n_classes : array of shape (n_tables,)
    """
    table = np.arange(len(y))[:, None]
    is_there = np.zeros((len(y), n_slots), dtype=bool)
    is_there[table, y[:, :n_support]] = True
    key = np.where(is_there, rng.random(is_there.shape), 2.0)
    slot_of = np.where(is_there, key.argsort(axis=1).argsort(axis=1), UNASKED)
    return slot_of[table, y], is_there.sum(axis=1)


def _numbers(y: np.ndarray, n_support: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Encode numeric targets; supports with one value are left out."""
    encoders = [NumberEncoder(row[:n_support]) for row in y]
    numbers = np.stack([encoder.encode(row[:n_support]) for encoder, row in zip(encoders, y, strict=True)])
    answers = np.stack([encoder.standardised(row[n_support:]) for encoder, row in zip(encoders, y, strict=True)])
    return numbers, answers.clip(-20.0, 20.0), np.ptp(y[:, :n_support], axis=1) > 1e-4

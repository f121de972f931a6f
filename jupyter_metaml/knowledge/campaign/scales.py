"""How large the tables of a campaign may be, and what a fit may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Limits that make all fits of a task affordable.

    Parameters
    ----------
    suffix : str
        Added to the id of the task.
    min_rows : int
        Tables with fewer rows are left out.
    max_rows, max_cells : int
        Rows that folds are made of: at most so many, and at most so many cells (rows times columns, more for many
        classes).
    max_test_rows : int
        Rows kept back for the test.
    n_folds : int
        1 is a holdout.
    budget_s : float
        Seconds of the search that trees and rates are chosen for.
    deadline_s : float
        Seconds after which the fits of a trial stop themselves.
    n_candidates : int
        How many of the configurations are measured.
    """

    suffix: str
    min_rows: int
    max_rows: int
    max_cells: int
    max_test_rows: int
    n_folds: int
    budget_s: float
    deadline_s: float
    n_candidates: int

    def n_rows(self, n_available: int, n_columns: int, n_classes: int) -> int:
        """Return how many rows to train and validate on, of those that are there beside the test rows."""
        cost = max(1, n_columns) * max(1.0, n_classes / 5)
        return int(min(n_available, max(100, min(self.max_rows, self.max_cells / cost))))


# Three folds of two thirds of 2,000 rows x 20 columns: LightGBM takes about a third of a second per fit.
ORDINARY = Scale(
    suffix="",
    min_rows=0,
    max_rows=2_000,
    max_cells=40_000,
    max_test_rows=2_000,
    n_folds=3,
    budget_s=10.0,
    deadline_s=20.0,
    n_candidates=1_000,
)
LARGE = Scale(
    suffix="-large",
    min_rows=14_000,
    max_rows=40_000,
    max_cells=800_000,
    max_test_rows=20_000,
    n_folds=1,
    budget_s=60.0,
    deadline_s=20.0,
    n_candidates=24,
)

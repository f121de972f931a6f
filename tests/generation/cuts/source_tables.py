"""A table with users, classes and quantities, from which tasks are cut."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jupyter_metaml.generation import SourceTable


def plants(n_rows: int = 600) -> pd.DataFrame:
    """Make rows in which most columns say something about others."""
    rng = np.random.default_rng(0)
    height = rng.normal(size=n_rows)
    width = height + 0.5 * rng.normal(size=n_rows)
    kind = np.digitize(height + 0.4 * rng.normal(size=n_rows), [-0.8, 0.0, 0.8])
    return pd.DataFrame(
        {
            "height": height,
            "width": width,
            "colour": np.array(["red", "blue", "green"])[
                np.digitize(width + 0.2 * rng.normal(size=n_rows), [-0.7, 0.7])
            ],
            "garden": np.array([f"garden {number}" for number in range(6)])[rng.integers(0, 6, n_rows)],
            "number": np.arange(n_rows),
            "always": "yes",
            "seen": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 300, n_rows), unit="D"),
            "species": np.array(["a", "b", "c", "d"])[kind],
            "yield": 10.0 + 2.0 * width + rng.normal(size=n_rows),
        }
    )


def species(n_rows: int = 600) -> SourceTable:
    """Ask for one of four classes."""
    return SourceTable(frame=plants(n_rows), target="species", kind="multiclass", family="plants")


def harvest(n_rows: int = 600) -> SourceTable:
    """Ask for a quantity, with gardens as groups."""
    return SourceTable(frame=plants(n_rows), target="yield", kind="regression", family="plants", groups="garden")

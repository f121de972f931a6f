from __future__ import annotations

import numpy as np
import pandas as pd

from jupyter_metaml.profiling.cell_counts import count_cells
from jupyter_metaml.profiling.readings import read_table

FRAME = pd.DataFrame(
    {
        "float": [1.0, np.nan, np.inf, -np.inf],
        "whole": [1, 2, 3, 4],
        "flag": [True, False, True, True],
        "word": ["a", np.nan, "b", np.nan],
        "level": pd.Categorical(["a", None, "a", "b"]),
        "day": pd.to_datetime(["2020-01-01", None, None, None]),
    }
)
MISSING, INFINITE = [1, 0, 0, 2, 1, 3], [2, 0, 0, 0, 0, 0]


def test_a_whole_table_is_counted_from_what_was_read():
    counts = count_cells(FRAME, read_table(FRAME), is_sampled=False)

    assert (counts.missing, counts.infinite) == (MISSING, INFINITE)


def test_of_a_sampled_table_all_rows_are_counted():
    counts = count_cells(FRAME, read_table(FRAME.iloc[:1]), is_sampled=True)

    assert (counts.missing, counts.infinite) == (MISSING, INFINITE)

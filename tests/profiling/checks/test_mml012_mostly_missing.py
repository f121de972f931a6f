from __future__ import annotations

import numpy as np


def test_speaks_of_columns_with_more_missing_than_present(warning_of, plain):
    holes = np.arange(200)
    warning = warning_of(
        "MML012", plain.assign(a=np.where(holes < 80, 1.5, np.nan), b=np.where(holes < 20, 1.5, np.nan))
    )

    assert (warning.severity, warning.columns) == ("note", ("b", "a"))
    assert "90 % of 200 rows in 'b'" in warning.message
    assert warning.evidence["largest_share"] == 0.9


def test_silent_on_some_missing_cells(warning_of, plain):
    assert warning_of("MML012", plain.assign(a=np.where(np.arange(200) < 120, 1.5, np.nan))) is None

from __future__ import annotations

import numpy as np


def test_speaks_of_columns_without_variation(warning_of, plain):
    warning = warning_of("MML011", plain.assign(unit="kg", empty=np.nan, void=None))

    assert (warning.severity, warning.columns) == ("note", ("unit", "empty", "void"))
    assert "2 of them hold no value at all" in warning.message


def test_silent_when_missing_cells_vary(warning_of, plain):
    assert warning_of("MML011", plain.assign(seen=np.where(np.arange(200) < 50, 1.0, np.nan))) is None

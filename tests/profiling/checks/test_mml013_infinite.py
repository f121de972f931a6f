from __future__ import annotations

import numpy as np


def test_speaks_of_infinities_with_their_count(warning_of, plain):
    ratio = plain["size"].copy()
    ratio.iloc[:3] = [np.inf, -np.inf, np.inf]

    warning = warning_of("MML013", plain.assign(ratio=ratio))

    assert (warning.severity, warning.columns) == ("warning", ("ratio",))
    assert "3 infinite values" in warning.message


def test_silent_on_large_and_missing_numbers(warning_of, plain):
    assert warning_of("MML013", plain.assign(a=1e308, b=np.nan)) is None

from __future__ import annotations

import numpy as np
import pandas as pd


def test_speaks_of_levels_seen_too_rarely(warning_of, plain):
    warning = warning_of("MML015", plain.assign(city=[f"city{i % 80}" for i in range(200)]))

    assert (warning.severity, warning.columns) == ("note", ("city",))
    assert "80 in 'city', 2.5 rows each" in warning.message


def test_silent_when_each_level_has_rows_enough(warning_of):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {"city": [f"c{i % 60}" for i in range(900)], "a": rng.normal(size=900), "y": rng.normal(size=900)}
    )

    assert warning_of("MML015", frame) is None


def test_silent_on_numbers_as_text_that_wait_to_be_confirmed(warning_of, plain):
    frame = plain.assign(price=[f"{number},50 €" for number in range(200)])

    assert warning_of("MML015", frame) is None
    assert warning_of("MML014", frame).columns == ("price",)

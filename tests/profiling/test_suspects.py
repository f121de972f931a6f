from __future__ import annotations

import numpy as np
import pandas as pd

from jupyter_metaml.profiling.suspects import suspects_of


def frame():
    rng = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "number": rng.normal(size=40),
            "same": np.ones(40),
            "digits": [f"{i % 9}.5" for i in range(40)],
            "percent": [f"{i % 9}%" for i in range(40)],
            "level": ["a", "b"] * 20,
            "day": pd.date_range("2020-01-01", periods=40),
            "text": [" ".join(rng.choice(["a", "red", "fox", "ran", "far"], 6)) for _ in range(40)],
            "customer_id": np.arange(40),
        }
    )


def test_numbers_stored_as_text_are_suspects_and_constants_text_and_dates_are_not(survey_of):
    survey = survey_of(frame())

    suspects = suspects_of(survey.reading, survey.findings)

    assert survey.labels(suspects.positions.tolist()) == ["number", "customer_id", "digits", "percent"]
    assert survey.labels(suspects.levels) == ["level"]
    assert suspects.n_distinct.tolist() == [40, 40, 9, 9]
    assert suspects.n_columns == 5


def test_rows_can_be_chosen(survey_of):
    survey = survey_of(frame())

    few = suspects_of(survey.reading, survey.findings).rows(np.array([0, 39]))

    assert few.n_rows == 2
    assert few.levels[4].tolist() == [0, 1]

from __future__ import annotations

import numpy as np
import pandas as pd

from jupyter_metaml.profiling import ColumnKind, profiler
from jupyter_metaml.profiling.tables import Table


def test_columns_are_found_by_kind_and_named(survey_of, plain):
    survey = survey_of(plain, "y")

    assert survey.of_kind(ColumnKind.NUMBER) == [0, 1]
    assert survey.labels(survey.of_kind(ColumnKind.CATEGORY, ColumnKind.TEXT)) == ["colour"]


def test_numbers_dates_and_written_ones_are_lines(survey_of):
    survey = survey_of(
        pd.DataFrame(
            {
                "number": np.arange(30) % 4,
                "digits": [f"{i % 4}.5" for i in range(30)],
                "day": pd.date_range("1970-01-01", periods=30),
                "written": pd.date_range("1970-01-01", periods=30).strftime("%d.%m.%Y"),
                "word": ["a", "b", "c"] * 10,
            }
        )
    )

    assert survey.number_line(0)[:3].tolist() == [0, 1, 2]
    assert survey.number_line(1)[:2].tolist() == [0.5, 1.5]
    assert survey.number_line(2)[1] == survey.number_line(3)[1] == 86_400
    assert survey.number_line(4) is None


def test_a_sample_of_rows_carries_its_target():
    n_rows = 50_001
    table = Table(
        X=pd.DataFrame({"a": np.arange(n_rows) % 97}),
        labels=("a",),
        y=np.arange(n_rows) % 2,
        kind="binary",
        classes=np.array([0, 1]),
    )

    survey = profiler._survey(table, random_state=0)

    assert len(survey.rows) == survey.reading.n_rows == 50_000
    assert (survey.y == survey.rows % 2).all()
    assert survey.rows_in_words == "50,000 rows looked at"


def test_a_whole_table_is_worded_as_such(survey_of, plain):
    assert survey_of(plain, "y").rows_in_words == "200 rows"

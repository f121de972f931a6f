from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.tasks import TimeOrderError
from jupyter_metaml.tasks.time_order import prepare_time


@pytest.mark.parametrize(
    "values",
    [
        [2, 1, 3],
        [0.2, 0.1, 0.3],
        pd.to_datetime(["2021", "2020", "2022"]),
        pd.to_datetime(["2021", "2020", "2022"]).tz_localize("Europe/Berlin"),
        pd.PeriodIndex(["2021", "2020", "2022"], freq="Y"),
        pd.to_timedelta([2, 1, 3], unit="h"),
        [dt.date(2021, 1, 1), dt.date(2020, 1, 1), dt.date(2022, 1, 1)],
        ["2021-01-01", "2020-12-31T23:59", "2021-01-01 00:01"],
        pd.Categorical([2, 1, 3]),
        pd.Categorical(["2021-01-01", "2020-01-01", "2022-01-01"]),
        pd.array([2, 1, 3], dtype="Int64"),
    ],
    ids=str,
)
def test_points_in_time_of_all_kinds_are_ordered(values: object):
    assert np.argsort(prepare_time(pd.Series(values))).tolist() == [1, 0, 2]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([1.0, np.nan], "1 row has no time"),
        (["2020-01-01", None], "1 row has no time"),
        (["soon", "later"], "'soon'.*pd.to_datetime"),
        (["01/02/2020", "02/01/2020"], "'01/02/2020'"),
        ([True, False], "True"),
        ([5, 5], "same time"),
        ([[1], [2]], "nested"),
    ],
)
def test_what_does_not_order_rows_is_refused(values: list[object], words: str):
    with pytest.raises(TimeOrderError, match=words):
        prepare_time(pd.Series(values))

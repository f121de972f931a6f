from __future__ import annotations

import pandas as pd
import pytest

from jupyter_metaml.tasks import GroupsError
from jupyter_metaml.tasks.groups import prepare_groups


@pytest.mark.parametrize(
    "values", [["p", "q", "p"], [7, 3, 7], pd.Categorical(["p", "q", "p"]), pd.to_datetime(["2020", "2021", "2020"])]
)
def test_groups_are_numbered_as_they_appear(values: object):
    assert prepare_groups(pd.Series(values)).tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (["p", None, "q"], "1 row has no group"),
        (["p", "p"], "All rows have the same group"),
        ([[1], [2]], "cannot be compared"),
    ],
)
def test_groups_that_cannot_be_kept_apart_are_refused(values: list[object], words: str):
    with pytest.raises(GroupsError, match=words):
        prepare_groups(pd.Series(values))

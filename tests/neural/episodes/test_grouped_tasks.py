from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.neural import AnyTable, MetaDataset, tasks_by_group

TABLE = pd.DataFrame(
    {
        "user": ["ann", "bob", "ann", None, "ann", "cy", "bob"],
        "film": [1, 1, 2, 3, 3, 1, 2],
        "stars": [5.0, 1.0, 4.0, 2.0, np.nan, 3.0, 2.0],
    }
)


def test_each_person_is_a_task_of_their_own_rows():
    tasks = tasks_by_group(TABLE, "user", "stars")

    assert {name: (X["film"].tolist(), y.tolist()) for name, (X, y) in tasks.items()} == {
        "ann": ([1, 2], [5.0, 4.0]),
        "bob": ([1, 2], [1.0, 2.0]),
    }
    assert len(MetaDataset(tasks.values(), AnyTable(n_support=1))) == 2


def test_only_the_columns_that_are_named_are_known():
    assert list(tasks_by_group(TABLE.assign(day=1), "user", "stars", columns=["film"])["ann"][0]) == ["film"]


def test_people_of_few_rows_are_left_out_as_far_as_is_asked():
    assert list(tasks_by_group(TABLE, "user", "stars", min_rows=1)) == ["ann", "bob", "cy"]
    with pytest.raises(DataError, match=r"'user' has 3 rows.*lower min_rows"):
        tasks_by_group(TABLE, "user", "stars", min_rows=3)


@pytest.mark.parametrize("changes", [{"group": "usr"}, {"target": "star"}, {"columns": ["fil"]}])
def test_columns_that_are_not_there_are_named_with_those_that_are_near(changes):
    with pytest.raises(UsageError, match=r"has no column .* Did you mean"):
        tasks_by_group(TABLE, **{"group": "user", "target": "stars", **changes})

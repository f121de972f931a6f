from __future__ import annotations

import pandas as pd
import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.generation import SourceTable
from jupyter_metaml.tasks import ColumnNotFoundError

FRAME = pd.DataFrame({"size": [1, 2], "user": ["a", "b"], "price": [3.0, 4.0]})


def test_features_are_neither_target_nor_groups():
    table = SourceTable(frame=FRAME, target="price", kind="regression", family="shop", groups="user")

    assert table.features == ["size"]
    assert table.answers.tolist() == [3.0, 4.0]


@pytest.mark.parametrize("names", [{"target": "prize"}, {"target": "price", "groups": "usr"}])
def test_columns_that_are_not_there_are_named(names):
    with pytest.raises(ColumnNotFoundError, match=r"prize|usr"):
        SourceTable(frame=FRAME, kind="regression", family="shop", **names)


def test_family_is_needed():
    with pytest.raises(UsageError, match="relatives"):
        SourceTable(frame=FRAME, target="price", kind="regression", family="")

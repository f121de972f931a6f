from __future__ import annotations

import warnings

import pandas as pd
import pytest

from jupyter_metaml.automl import IgnoredColumnsWarning, Reading, UnseenLevels, UnseenLevelsWarning


def reading(**noticed):
    fields = {"ignored": (), "revived": (), "unseen": ()} | noticed
    return Reading(frame=pd.DataFrame({"x": range(10)}), **fields)


def test_nothing_noticed_is_no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        reading().warn(stacklevel=1)


def test_columns_are_named_in_one_warning_and_its_place_is_the_callers():
    with pytest.warns(IgnoredColumnsWarning, match=r"1 column unknown .*'a'; columns that were empty .*'b'") as seen:
        reading(ignored=("a",), revived=("b",)).warn(stacklevel=1)

    assert [warning.filename for warning in seen] == [__file__]


def test_levels_are_counted_in_one_warning_for_the_first_columns():
    unseen = tuple(UnseenLevels(label=f"c{place}", n_rows=3, examples=("new",)) for place in range(7))

    with pytest.warns(
        UnseenLevelsWarning, match=r"'c0' in 3 of 10 rows \(such as 'new'\).* and in 2 more columns"
    ) as seen:
        reading(unseen=unseen).warn(stacklevel=1)

    assert len(seen) == 1


def test_names_in_warnings_are_shown_escaped():
    with pytest.warns(IgnoredColumnsWarning) as seen:
        reading(ignored=("a\u202eb",)).warn(stacklevel=1)

    assert str(seen[0].message).isprintable()

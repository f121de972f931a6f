from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.profiling.levels import read_levels


@pytest.mark.parametrize("dtype", [object, "str", "category"])
def test_strings_become_codes_with_missing_apart(dtype):
    levels = read_levels(pd.Series(["b", "a", np.nan, "b"], dtype=dtype))

    assert [levels.values[code] if code >= 0 else None for code in levels.codes] == ["b", "a", None, "b"]
    assert dict(zip(levels.values, levels.counts.tolist(), strict=True)) == {"b": 2, "a": 1}
    assert levels.n_present == 3


def test_categories_that_do_not_occur_are_left_out():
    levels = read_levels(pd.Series(pd.Categorical(["c", None, "a"], categories=["a", "b", "c"])))

    assert levels.values == ["a", "c"]
    assert levels.codes.tolist() == [1, -1, 0]


def test_levels_that_are_numbers_are_written():
    assert read_levels(pd.Series(pd.Categorical([2, 1, 2]))).values == ["1", "2"]


def test_a_column_without_values_has_no_levels():
    levels = read_levels(pd.Series([np.nan, np.nan], dtype=object))

    assert levels.values == []
    assert levels.n_present == 0


def test_values_are_picked_over_all_of_them():
    levels = read_levels(pd.Series([f"{i:03}" for i in range(100)]))

    picked = levels.spread(4)

    assert picked == ["000", "033", "066", "099"]
    assert len(levels.spread(500)) == 100

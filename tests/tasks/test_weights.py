from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.tasks import WeightsError
from jupyter_metaml.tasks.weights import prepare_weights


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([1.0, -1.0], r"are negative in 1 row \(first: row 1\)"),
        ([np.nan, 1.0], "are missing or no number in 1 row"),
        ([1.0, np.inf], "are infinite in 1 row"),
        ([0, 0], "are 0 for all rows"),
        (["a", "b"], "no number"),
        (pd.to_datetime(["2020", "2021"]), "are no numbers but datetime64"),
    ],
)
def test_weights_that_break_a_rule_are_refused_with_the_rule(values: list[object], words: str):
    with pytest.raises(WeightsError, match=words):
        prepare_weights(pd.Series(values), None, None)


def test_weights_that_leave_a_class_out_are_refused_with_its_label():
    with pytest.raises(WeightsError, match="are 0 for all rows of class 'rare'"):
        prepare_weights(pd.Series([1, 2, 0]), np.array([0, 0, 1]), np.array(["common", "rare"]))


@pytest.mark.parametrize("dtype", ["int64", "float32", "Int64", "Float64", object])
def test_numbers_of_all_types_become_floats(dtype: object):
    weights = prepare_weights(pd.Series([0, 2], dtype=dtype), None, None)

    assert weights.tolist() == [0.0, 1.0]
    assert weights.dtype == np.float64


@pytest.mark.parametrize("unit", [1.0, 1e308, 1e-308, 10_000])
def test_only_ratios_of_weights_count(unit: float):
    weights = prepare_weights(pd.Series([0.0, 0.5, 1.5]) * unit, None, None)

    np.testing.assert_allclose(weights, [0.0, 0.5, 1.5])


def test_booleans_choose_rows():
    assert prepare_weights(pd.Series([True, False]), None, None).tolist() == [1.0, 0.0]

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.tasks import TargetKindError
from jupyter_metaml.tasks.kinds import check_classes, has_fractions, infer_kind


def numbers(*values: float, times: int = 1) -> pd.Series:
    return pd.Series(list(values) * times)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (numbers(0, 1, times=10), "binary"),
        (numbers(0.5, 1.5, times=10), "binary"),
        (numbers(1, 2, 3, times=10), "multiclass"),
        (numbers(1.0, 2.0, 3.0, times=10), "multiclass"),
        (numbers(1, 2, 3, times=5), "regression"),
        (numbers(1.0, 2.5, 3.0, times=10), "regression"),
        (numbers(*range(20), times=10), "multiclass"),
        (numbers(*range(21), times=10), "regression"),
        (numbers(*np.arange(11.0), times=10), "regression"),
    ],
)
def test_numbers_are_classes_when_whole_few_and_frequent(values: pd.Series, kind: str):
    found, reason = infer_kind(values, is_numeric=True, asked=None)

    assert found == kind
    assert "overrides" in reason
    assert reason.endswith(".")


def test_labels_are_classes():
    assert infer_kind(pd.Series(list("abc")), is_numeric=False, asked=None)[0] == "multiclass"


def test_what_is_asked_for_decides_over_numbers():
    assert infer_kind(numbers(*range(50)), is_numeric=True, asked="classification")[0] == "multiclass"


def test_two_values_are_named_in_order():
    reason = infer_kind(numbers(10, 2), is_numeric=True, asked=None)[1]

    assert "two distinct values: 2, 10" in reason


@pytest.mark.parametrize(
    ("values", "is_numeric", "advice"),
    [
        (pd.Series(np.random.default_rng(0).normal(size=40_000)), True, "kind='regression'"),
        (pd.Series(np.arange(40_000)), True, "kind='regression'"),
        (pd.Series([f"id{row}" for row in range(5_000)]), False, "another target"),
        (pd.Series([str(row) for row in range(5_000)]), False, "pd.to_numeric"),
        (pd.Series([f"c{row % 1_500}" for row in range(6_000)]), False, "max_classes=1500"),
    ],
)
def test_too_many_classes_are_refused_with_a_way_out(values: pd.Series, is_numeric: bool, advice: str):
    with pytest.raises(TargetKindError, match="looks like an identifier or a regression target") as caught:
        check_classes(values, is_numeric=is_numeric, limit=1_000)

    assert advice in str(caught.value)


@pytest.mark.parametrize(
    "values",
    [
        pd.Series(list("abcdefgh") * 2),
        pd.Series([f"c{row % 500}" for row in range(50_000)]),
        pd.Series(list("abcdefghij")),
    ],
)
def test_reasonable_numbers_of_classes_pass(values: pd.Series):
    check_classes(values, is_numeric=False, limit=1_000)


def test_a_higher_limit_is_respected():
    check_classes(pd.Series([f"c{row % 1_500}" for row in range(6_000)]), is_numeric=False, limit=1_500)


@pytest.mark.parametrize(
    ("values", "expected"), [([1.0, np.inf, np.nan], False), ([1.0, 2.5], True), ([1, 2], False), (["a"], False)]
)
def test_fractions_are_told_from_whole_numbers(values: list[object], expected: bool):
    assert has_fractions(pd.Series(values)) is expected

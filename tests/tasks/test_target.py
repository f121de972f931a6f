from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.tasks import TargetKindError, TargetValuesError
from jupyter_metaml.tasks.target import prepare_target


def test_missing_rows_are_left_out_and_counted():
    target = prepare_target(pd.Series(["a", None, "b", "a"]))

    assert target.rows.tolist() == [0, 2, 3]
    assert target.y.tolist() == [0, 1, 0]
    assert target.notes[0] == "1 row of 4 left out: the target is missing there."


def test_mostly_missing_needs_a_word_of_the_caller():
    values = pd.Series(["a", None, None, None, "b"])

    with pytest.raises(TargetValuesError, match=r"3 of 5 target values are missing \(60%\).*allow_missing_target=True"):
        prepare_target(values)
    assert len(prepare_target(values, allow_missing=True).y) == 2


@pytest.mark.parametrize(
    "values", [[1.0, np.inf, 2.5, -np.inf], pd.array([1.0, np.inf, 2.5, -np.inf], dtype="Float64")]
)
def test_infinite_rows_are_left_out_and_counted(values: object):
    target = prepare_target(pd.Series(values), kind="regression")

    assert target.y.tolist() == [1.0, 2.5]
    assert target.notes[0].startswith("2 rows left out: the target is infinite")


@pytest.mark.parametrize("kind", [None, "regression", "classification"])
@pytest.mark.parametrize("values", [["a"] * 3, [1.0, 1.0], [np.inf, np.inf], pd.Categorical(["x", "x"])])
def test_constant_target_is_refused(values: object, kind: str | None):
    with pytest.raises(TargetValuesError, match="constant"):
        prepare_target(pd.Series(values), kind=kind)


@pytest.mark.parametrize("values", [[None, None], [np.nan], pd.array([pd.NA], dtype="Int64")])
def test_target_without_values_is_refused(values: object):
    with pytest.raises(TargetValuesError, match="are missing"):
        prepare_target(pd.Series(values))


@pytest.mark.parametrize(
    "values",
    [
        pd.date_range("2020", periods=3),
        pd.date_range("2020", periods=3, tz="UTC"),
        pd.period_range("2020", periods=3, freq="M"),
        np.array(["2020-01-01", "2021-01-01"], dtype="datetime64[s]"),
    ],
)
def test_dates_are_refused_with_a_way_to_make_numbers(values: object):
    with pytest.raises(TargetValuesError, match=r"dt\.days"):
        prepare_target(pd.Series(values))


@pytest.mark.parametrize("value", [[1], (1,), {"a": 1}, np.zeros(2)])
def test_nested_values_are_refused_with_their_row(value: object):
    with pytest.raises(TargetValuesError, match="row 1 is a"):
        prepare_target(pd.Series([1, value], dtype=object))


def test_complex_numbers_are_refused():
    with pytest.raises(TargetValuesError, match="Complex data not supported"):
        prepare_target(pd.Series([1j, 2j]))


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        ([0, 1, 1], None, "binary"),
        ([True, False, True], None, "binary"),
        (["a", "b", "c"], None, "multiclass"),
        ([1.5, 2.5, 3.5], None, "regression"),
        ([Decimal("1.5"), Decimal("2.5"), Decimal("3.5")], None, "regression"),
        ([1, 2, 3], "classification", "multiclass"),
        ([1, 2, 2], "classification", "binary"),
        ([1, 2, 2], "multiclass", "binary"),
        ([1, 2, 3], "regression", "regression"),
        ([True, False, True], "regression", "regression"),
        (pd.Categorical([10, 20, 10]), "regression", "regression"),
        (pd.to_timedelta([1, 2, 3], unit="D"), None, "regression"),
    ],
)
def test_kind_is_found_or_followed(values: object, kind: str | None, expected: str):
    target = prepare_target(pd.Series(values), kind=kind)

    assert target.kind == expected
    assert (target.classes is None) == (expected == "regression")
    assert target.y.dtype == (np.float64 if expected == "regression" else np.int64)


def test_numeric_categories_and_booleans_are_read_as_numbers_when_asked():
    assert prepare_target(pd.Series([10, 20], dtype="category"), kind="regression").y.tolist() == [10.0, 20.0]
    assert prepare_target(pd.Series([True, False], dtype="boolean"), kind="regression").y.tolist() == [1.0, 0.0]


def test_regression_on_texts_is_refused():
    with pytest.raises(TargetKindError, match=r"values such as 'red'.*kind=\"classification\""):
        prepare_target(pd.Series(["red", "blue"]), kind="regression")


def test_regression_on_numbers_as_texts_gets_the_conversion():
    with pytest.raises(TargetKindError, match=r"pd\.to_numeric"):
        prepare_target(pd.Series(["1.5", "2.5"]), kind="regression")


def test_binary_with_three_classes_is_refused():
    with pytest.raises(TargetKindError, match="needs exactly 2 classes, but the target has 3"):
        prepare_target(pd.Series(["a", "b", "c"]), kind="binary")


def test_classification_of_forty_thousand_floats_is_refused():
    values = pd.Series(np.random.default_rng(0).normal(size=40_000))

    with pytest.raises(TargetKindError, match=r"40,000 distinct values.*kind='regression'"):
        prepare_target(values, kind="classification")


def test_unknown_kind_suggests_the_nearest():
    with pytest.raises(UsageError, match="Did you mean 'regression'"):
        prepare_target(pd.Series([1, 2]), kind="regresion")


def test_numbers_whose_square_overflows_are_noted():
    notes = prepare_target(pd.Series([1e300, 1.0, 2.5]), kind="regression").notes

    assert "predict its logarithm" in notes[-1]


def test_numbers_whose_sum_overflows_are_refused():
    with pytest.raises(TargetValuesError, match=r"reaches 1e\+308.*Divide it"):
        prepare_target(pd.Series([1e308, 1.0, 2.5]), kind="regression")


def test_sparse_target_is_read():
    target = prepare_target(pd.Series(pd.arrays.SparseArray([0, 0, 1])))

    assert target.y.tolist() == [0, 0, 1]

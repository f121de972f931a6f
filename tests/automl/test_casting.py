from __future__ import annotations

import pandas as pd
import pytest

from jupyter_metaml.automl.casting import ColumnTypeError, cast, form_of
from jupyter_metaml.profiling import ColumnKind, ColumnPlan, Treatment


def plan(treatment):
    return ColumnPlan(name="x", kind=ColumnKind.CATEGORY, treatment=treatment, reason="")


def read(values, form, *, is_category=False):
    return cast(pd.Series(values), form, label="x", is_category=is_category)


@pytest.mark.parametrize(
    ("values", "treatment", "form"),
    [
        ([1, 2], Treatment.NUMBER, "number"),
        ([1.5, None], Treatment.NUMBER, "number"),
        ([True, False], Treatment.NUMBER, "flag"),
        (["a", "b"], Treatment.CATEGORY, "words"),
        (["2026-01-31", "2026-02-01"], Treatment.DATE, "written date"),
        ([pd.Timestamp("2026-01-31")], Treatment.DATE, "date"),
        (pd.Categorical([1, 2]), Treatment.CATEGORY, "number"),
        (pd.Categorical(["a"]), Treatment.CATEGORY, "words"),
    ],
)
def test_form_follows_from_the_training_values(values, treatment, form):
    assert form_of(pd.Series(values).dtype, plan(treatment)) == form


def test_values_of_the_same_form_are_not_touched():
    values = pd.Series([1.0, None])

    assert cast(values, "number", label="x", is_category=False) is values


def test_numbers_written_as_text_become_numbers():
    assert read(["1", " 2.5 ", None], "number").tolist()[:2] == [1.0, 2.5]


def test_text_in_a_column_of_numbers_is_an_error_with_an_example():
    with pytest.raises(ColumnTypeError, match=r"Column 'x' held numbers .* 2 cells such as 'high'"):
        read(["1", "high", "low"], "number")


def test_dates_in_a_column_of_numbers_are_an_error():
    with pytest.raises(ColumnTypeError, match="held numbers"):
        read([pd.Timestamp("2026-01-31")], "number")


def test_text_in_numeric_levels_is_an_unseen_level():
    assert read(["1", "other"], "number", is_category=True).isna().tolist() == [False, True]


def test_flags_are_read_from_words_and_digits():
    assert read(["True", "false", 1, 0.0, None], "flag").tolist()[:4] == [True, False, True, False]


def test_other_numbers_in_a_column_of_flags_are_an_error():
    with pytest.raises(ColumnTypeError, match="true or false"):
        read([0, 1, 2], "flag")


def test_written_dates_become_dates():
    assert read(["2026-01-31", "2026-02-01 12:00"], "date").notna().all()


def test_numbers_in_a_column_of_dates_are_an_error():
    with pytest.raises(ColumnTypeError, match="held dates"):
        read([1.5, 2.5], "date")


def test_dates_without_separators_may_arrive_as_numbers():
    assert read([20260131, 20260201], "written date").tolist() == ["20260131", "20260201"]


def test_other_numbers_in_a_column_of_written_dates_are_an_error():
    with pytest.raises(ColumnTypeError, match="held dates"):
        read([3.5], "written date")


@pytest.mark.parametrize("form", ["number", "flag", "date", "written date", "words"])
def test_missing_values_fit_every_form(form):
    assert read(pd.Series([None, None], dtype=object), form).isna().all()

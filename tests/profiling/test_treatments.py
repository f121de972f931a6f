from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.exceptions import UsageError
from jupyter_metaml.profiling import NumberFormat, Treatment, TreatmentError, profile_frame
from jupyter_metaml.profiling.treatments import REQUESTS, choose_treatments

ROWS = 40
COLUMNS = profile_frame(
    pd.DataFrame(
        {
            "whole": np.arange(ROWS) % 7,
            "flag": np.arange(ROWS) % 2 == 0,
            "day": pd.date_range("2020-01-01", periods=ROWS),
            "word": ["red", "blue"] * 20,
            "level": pd.Categorical(["a", "b"] * 20),
            "customer_id": np.arange(ROWS),
            "same": np.ones(ROWS),
            "percent": [f"{i % 9}%" for i in range(ROWS)],
            "digits": [f"{i % 9}.5" for i in range(ROWS)],
            "written day": ["2020-01-31", "2020-02-29"] * 20,
            2024: np.arange(ROWS) % 5,
        }
    )
).columns


def chosen(label, request):
    revised = choose_treatments(COLUMNS, {label: request})
    return next(column.plan for column in revised if column.label == label)


@pytest.mark.parametrize(
    ("label", "request_", "treatment"),
    [
        ("whole", "category", Treatment.CATEGORY),
        ("whole", "drop", Treatment.DROP),
        ("whole", "keep", Treatment.NUMBER),
        ("flag", "category", Treatment.CATEGORY),
        ("day", "keep", Treatment.DATE),
        ("word", "text", Treatment.TEXT),
        ("word", "number", Treatment.NUMBER_FROM_TEXT),
        ("word", "date", Treatment.DATE),
        ("level", "text", Treatment.TEXT),
        ("customer_id", "keep", Treatment.NUMBER),
        ("same", "keep", Treatment.NUMBER),
        ("percent", "number", Treatment.NUMBER_FROM_TEXT),
        ("percent", "keep", Treatment.CATEGORY),
        ("digits", "keep", Treatment.NUMBER_FROM_TEXT),
        ("digits", "category", Treatment.CATEGORY),
        ("written day", "keep", Treatment.DATE),
        ("written day", "category", Treatment.CATEGORY),
        (2024, "category", Treatment.CATEGORY),
        ("word", "TEXT", Treatment.TEXT),
    ],
)
def test_a_choice_replaces_the_plan(label, request_, treatment):
    plan = chosen(label, request_)

    assert plan.treatment is treatment
    assert plan.is_chosen
    assert plan.reason.startswith("Chosen by you")


def test_numbers_are_read_in_the_notation_that_was_found():
    assert chosen("percent", "number").number_format == NumberFormat(symbols="%")
    assert chosen("word", "number").number_format == NumberFormat()


def test_other_columns_keep_their_plans():
    revised = choose_treatments(COLUMNS, {"whole": "drop"})

    assert revised[1:] == COLUMNS[1:]
    assert choose_treatments(COLUMNS, {}) == COLUMNS


def test_the_name_inside_the_task_is_understood_as_well():
    name = next(column.name for column in COLUMNS if column.label == 2024)

    revised = choose_treatments(COLUMNS, {name: "drop"})

    assert not next(column.plan for column in revised if column.label == 2024).is_kept


def test_an_unknown_column_is_named_with_the_nearest_one():
    with pytest.raises(TreatmentError, match=r"'wrod' is not a feature column .* Did you mean 'word'"):
        choose_treatments(COLUMNS, {"wrod": "drop"})


@pytest.mark.parametrize("request_", ["categry", "", None, 3, Treatment.NUMBER_FROM_TEXT])
def test_an_unknown_treatment_is_named_with_what_there_is(request_):
    with pytest.raises(TreatmentError, match="Use 'drop', 'keep', 'number', 'category', 'text' or 'date'"):
        choose_treatments(COLUMNS, {"word": request_})


@pytest.mark.parametrize(
    ("label", "request_"), [("whole", "text"), ("whole", "date"), ("day", "number"), ("flag", "date")]
)
def test_an_impossible_treatment_says_what_is_possible(label, request_):
    with pytest.raises(TreatmentError, match=r"cannot be treated as .* Use 'drop', 'keep'"):
        choose_treatments(COLUMNS, {label: request_})


def test_errors_are_usage_errors_that_survive_pickling():
    error = TreatmentError.unknown_treatment("word", "categry")

    assert isinstance(error, UsageError)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert "Did you mean 'category'" in str(error)


def test_all_requests_are_lower_case():
    assert all(request == request.lower() for request in REQUESTS)


@pytest.mark.parametrize("given", ["word=drop", ["word"], 5])
def test_treatments_are_given_by_column(given):
    with pytest.raises(TreatmentError, match=r"Give them by column: treatments=\{'column': 'drop'\}"):
        profile_frame(pd.DataFrame({"word": ["a", "b"]}), treatments=given)

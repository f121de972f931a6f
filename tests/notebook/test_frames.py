from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.notebook.frames import column_labels, find_table, is_table, table_names

DF = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})


class OtherFrame(pd.DataFrame):
    """As GeoPandas has one."""


def test_a_name_finds_its_table():
    assert find_table("df", {"df": DF}) is DF


def test_a_table_finds_itself():
    assert find_table(DF, {}) is DF


@pytest.mark.parametrize(
    "table", [DF, OtherFrame(DF), np.zeros((2, 3)), np.zeros(2, dtype=[("a", float), ("b", int)])], ids=type
)
def test_tables_are_known_by_their_kind(table: object):
    assert is_table(table)


def test_polars_and_arrow_are_tables():
    polars = pytest.importorskip("polars")
    arrow = pytest.importorskip("pyarrow")

    assert is_table(polars.DataFrame({"a": [1]}))
    assert is_table(arrow.table({"a": [1]}))
    assert column_labels(polars.DataFrame({"a": [1]})) == ["a"]
    assert column_labels(arrow.table({"a": [1]})) == ["a"]


def test_columns_of_arrays_are_numbers_or_fields():
    assert column_labels(np.zeros((2, 3))) == [0, 1, 2]
    assert column_labels(np.zeros(2, dtype=[("a", float), ("b", int)])) == ["a", "b"]


def test_unknown_name_lists_the_tables_that_are_there():
    names = {"sales": DF, "n": 3, "_hidden": DF, "array": np.zeros((2, 2))}

    with pytest.raises(UsageError, match=r"no variable 'sale'. Did you mean 'sales'\? DataFrames .*: 'sales'\.$"):
        find_table("sale", names)


def test_without_any_table_the_message_says_how_to_load_one():
    with pytest.raises(UsageError, match=r"no DataFrame in this notebook yet.*read_csv"):
        find_table(None, {})


def test_an_expression_is_sent_to_the_body():
    with pytest.raises(UsageError, match=r"Put an expression into the body"):
        find_table("df[df.a>1]", {"df": DF})


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        (None, "'x' is None, not a table"),
        ([1, 2], "Convert it: df = pd.DataFrame(x)."),
        ({"a": [1]}, "Convert it: df = pd.DataFrame(x)."),
        (DF["a"], "Convert it: x.to_frame()."),
        (DF.groupby("a"), "Use the table before .groupby"),
        ("file.csv", "Load it first: df = pd.read_csv(x)."),
        (len, "Call it first: df = x()."),
        (pd, "Give the name of a DataFrame."),
        (pd.DataFrame, "Give the name of a DataFrame."),
        (np.zeros(3), "Give the name of a DataFrame."),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_table_is_named_with_the_way_out(value: object, advice: str):
    with pytest.raises(DataError, match=re.escape(advice)):
        find_table("x", {"x": value})


def test_lazy_tables_are_told_to_collect():
    polars = pytest.importorskip("polars")

    with pytest.raises(DataError, match=r"x\.collect\(\)"):
        find_table("x", {"x": polars.LazyFrame({"a": [1]})})


def test_private_names_and_arrays_are_not_listed():
    assert table_names({"df": DF, "_df": DF, "array": np.zeros((2, 2))}) == ["df"]

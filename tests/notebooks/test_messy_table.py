"""The table of the second tutorial has the faults that the tutorial speaks of, and they are found."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pandas as pd
import pytest

from jupyter_metaml import profile

PATH = Path(__file__).parents[2] / "notebooks" / "messy_table.py"


@pytest.fixture(scope="module")
def make_orders():
    """Return the maker of the table, which no package holds."""
    spec = importlib.util.spec_from_file_location("messy_table", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.make_orders


@pytest.fixture(scope="module")
def orders(make_orders):
    """Return the table of the tutorial."""
    return make_orders(300, random_state=0)


@pytest.fixture(scope="module")
def found(orders):
    """Return its profile."""
    return profile(orders, target="returned")


def test_the_same_seed_makes_the_same_orders(make_orders, orders):
    pd.testing.assert_frame_equal(make_orders(300, random_state=0), orders)


def test_another_seed_makes_new_customers(make_orders, orders):
    later = make_orders(400, random_state=1)

    assert not set(later["customer"]) & set(orders["customer"])
    assert list(later) == list(orders)


@pytest.mark.parametrize(
    ("code", "column"), [("MML005", "refunded"), ("MML014", "amount"), ("MML023", "customer"), ("MML010", "order")]
)
def test_a_warning_names_the_fault(found, code, column):
    assert [warning.columns for warning in found.warnings if warning.code == code] == [(column,)]


@pytest.mark.parametrize(("column", "kind"), [("ordered", "date"), ("remark", "text"), ("department", "number")])
def test_a_column_is_taken_for_what_the_tutorial_says(found, column, kind):
    assert found.column(column).kind == kind


def test_some_cells_are_missing(found):
    assert {column.label for column in found.columns if column.n_missing} == {"born", "remark", "refunded"}


def test_an_edited_plan_has_nothing_left_to_warn_of(orders):
    edited = profile(
        orders,
        target="returned",
        ignore="refunded",
        groups="customer",
        treatments={"amount": "number", "department": "category"},
    )

    assert {warning.code for warning in edited.warnings} == {"MML010"}

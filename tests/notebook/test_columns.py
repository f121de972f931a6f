from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.exceptions import DataError, UsageError
from jupyter_metaml.notebook.columns import Columns, check_roles


def test_an_exact_label_is_found_before_its_text():
    assert Columns([1, "1"]).find("1", "--target") == "1"
    assert Columns(["1", 1]).find(1, "--target") == 1


def test_a_text_finds_a_label_that_looks_like_it():
    assert Columns([1, 2, 3]).find("3", "--target") == 3


@pytest.mark.parametrize("given", ["Price", "price ", "prise", "pri ce"])
def test_near_names_are_shown_with_their_quotes(given: str):
    with pytest.raises(DataError, match=r"Did you mean 'price'\? Columns: 'price', 'rooms'\."):
        Columns(["price", "rooms"]).find(given, "--target")


def test_hidden_blanks_of_the_table_are_seen():
    with pytest.raises(DataError, match="Did you mean 'price '"):
        Columns(["price ", "rooms"]).find("price", "--target")


def test_ten_thousand_columns_are_not_all_listed():
    with pytest.raises(DataError) as caught:
        Columns([f"column {number}" for number in range(10_000)]).find("y", "--target")

    assert len(str(caught.value)) < 500


def test_odd_labels_are_found():
    nan = float("nan")

    assert Columns(["a", nan]).find(nan, "--target") is nan
    assert Columns([None, ("a", 1)]).find_all([("a", 1), None], "--ignore") == (("a", 1), None)


def test_values_of_the_body_are_passed_on():
    rows = np.array([1, 2, 3])

    assert Columns(["a"]).find_or_pass(rows, "--groups") is rows
    assert Columns(["a"]).find_or_pass(None, "--groups") is None


def test_a_column_has_one_role():
    with pytest.raises(UsageError, match="--target and --groups both name column 'a'"):
        check_roles({"--target": "a", "--groups": "a"}, ())


def test_a_column_with_a_role_cannot_be_left_out():
    with pytest.raises(UsageError, match="--target and --ignore both name column 'a'"):
        check_roles({"--target": "a", "--groups": None}, ("b", "a"))


def test_values_have_no_clash():
    check_roles({"--target": np.array([1]), "--groups": np.array([1])}, ("a",))

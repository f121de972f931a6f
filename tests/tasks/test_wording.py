from __future__ import annotations

import numpy as np
import pytest

from jupyter_metaml.tasks.wording import counted, did_you_mean, listed, near_names, quoted


def test_hidden_characters_are_visible_in_quotes():
    assert quoted("price ") == "'price '"
    assert quoted("pri\u200bce") == "'pri\\u200bce'"


def test_long_values_are_cut_and_keep_their_closing_quote():
    assert len(quoted("x" * 10_000)) == 60
    assert quoted("x" * 10_000).endswith("...'")


def test_numpy_scalars_are_shown_as_plain_values():
    assert quoted(np.int64(3)) == "3"
    assert quoted(np.str_("a")) == "'a'"


def test_long_lists_say_how_many_more_there_are():
    assert listed(range(4), shown=2) == "0, 1 and 2 more"


@pytest.mark.parametrize(("count", "text"), [(0, "0 rows"), (1, "1 row"), (1200, "1,200 rows")])
def test_count_stands_before_its_noun(count: int, text: str):
    assert counted(count, "row") == text


@pytest.mark.parametrize("column", ["Price", "price ", " price", "pri\u200bce", "\uff50rice", "pr-ice"])
def test_names_that_only_look_different_are_found_first(column: str):
    assert near_names("price", ["prices", "unit", column])[0] == column


def test_misspelt_name_is_found():
    assert did_you_mean("incone", ["age", "income"]) == " Did you mean 'income'?"


def test_nothing_is_suggested_when_nothing_is_near():
    assert did_you_mean("zzz", ["age", "income"]) == ""


def test_names_of_any_type_can_be_near():
    assert near_names("2024", [2023, 2024])[0] == 2024

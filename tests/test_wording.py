from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
import pytest

from jupyter_metaml.wording import alternatives, counted, did_you_mean, listed, near_names, quoted


def test_hidden_characters_are_visible_in_quotes():
    assert quoted("price ") == "'price '"
    assert quoted("pri\u200bce") == "'pri\\u200bce'"


def test_long_values_are_cut_and_keep_their_closing_quote():
    assert len(quoted("x" * 10_000)) == 60
    assert quoted("x" * 10_000).endswith("...'")


def test_numpy_scalars_are_shown_as_plain_values():
    assert quoted(np.int64(3)) == "3"
    assert quoted(np.str_("a")) == "'a'"


def test_values_are_shown_where_numpy_is_not_loaded():
    code = "import sys; from jupyter_metaml.wording import quoted; print(quoted(3), 'numpy' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["3", "False"]


def test_long_lists_say_how_many_more_there_are():
    assert listed(range(4), shown=2) == "0, 1 and 2 more"


@pytest.mark.parametrize(("count", "text"), [(0, "0 rows"), (1, "1 row"), (1200, "1,200 rows")])
def test_count_stands_before_its_noun(count: int, text: str):
    assert counted(count, "row") == text


@pytest.mark.parametrize("column", ["Price", "price ", " price", "pri\u200bce", "\uff50rice", "pr-ice", "PR_ice"])
def test_names_that_only_look_different_are_the_only_ones_named(column: str):
    assert near_names("price", ["prices", "unit", column]) == [column]


def test_names_that_go_on_come_before_those_that_are_spelled_alike():
    assert near_names("--tim", ["--trim", "--target", "--time"]) == ["--time", "--trim"]


def test_misspelt_name_is_found():
    assert did_you_mean("incone", ["age", "income"]) == " Did you mean 'income'?"


def test_nothing_is_suggested_when_nothing_is_near():
    assert did_you_mean("zzz", ["age", "income"]) == ""


def test_names_of_any_type_can_be_near():
    assert near_names("2024", [2023, 2024])[0] == 2024


def test_ten_thousand_long_names_take_no_time():
    names = [f"{number}" + "x" * 10_000 for number in range(10_000)]

    started = time.process_time()
    near_names("y" * 10_000, names)

    assert time.process_time() - started < 5.0


def test_alternatives_are_the_nearest_and_all():
    assert alternatives("aeg", ["age", "fare"], "Columns") == " Did you mean 'age'? Columns: 'age', 'fare'."

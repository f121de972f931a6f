from __future__ import annotations

import time

from jupyter_metaml.notebook.near_names import did_you_mean, listing, near_names


def test_names_that_differ_by_case_and_blanks_come_first():
    assert near_names("NetPrice", ["price", "net_price", "gross"]) == ["net_price"]


def test_hidden_blanks_are_seen():
    assert did_you_mean("price", ["price ", "cost"]) == " Did you mean 'price '?"


def test_nothing_near_says_nothing():
    assert did_you_mean("zebra", ["price"]) == ""


def test_lists_are_cut_and_counted():
    assert listing("abcdefghijkl", limit=3) == "'a', 'b', 'c' and 9 more"


def test_ten_thousand_long_names_take_no_time():
    names = [f"{number}" + "x" * 10_000 for number in range(10_000)]

    started = time.process_time()
    near_names("y" * 10_000, names)

    assert time.process_time() - started < 5.0

from __future__ import annotations

import pytest

from jupyter_metaml.profiling.wording import columns_named, option, percent, upper_first, verb


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "0 %"), (1.0, "100 %"), (0.1234, "12.3 %"), (1e-6, "less than 0.1 %"), (0.9999, "more than 99.9 %")],
)
def test_a_share_never_rounds_to_none_or_all(share, words):
    assert percent(share) == words


def test_columns_are_listed_and_the_rest_is_counted():
    assert columns_named(["a"]) == "Column 'a'"
    assert columns_named(list("abcdefg")) == "Columns 'a', 'b', 'c', 'd', 'e' and 2 more"


def test_an_option_can_be_copied():
    assert option("net price", "keep") == "treatments={'net price': 'keep'}"


def test_one_column_is_and_two_are():
    assert verb(["a"], "is", "are") == "is"
    assert verb(["a", "b"], "is", "are") == "are"


def test_a_sentence_begins_with_a_capital_and_keeps_the_others():
    assert upper_first("the ID") == "The ID"
    assert upper_first("") == ""

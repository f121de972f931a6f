from __future__ import annotations

import pytest

from jupyter_metaml.automl.shown_text import plain_text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("price", "price"),
        ("naïve 価格", "naïve 価格"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("abc\u202edef", "abc\\u202edef"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("two\nlines", "two\\nlines"),
        ("half \ud800", "half \\ud800"),
    ],
)
def test_characters_that_move_the_cursor_are_shown_as_escapes(name, shown):
    assert plain_text(name) == shown


def test_long_texts_are_cut():
    assert plain_text("x" * 500) == "x" * 399 + "…"
    assert plain_text("abcdef", limit=4) == "abc…"

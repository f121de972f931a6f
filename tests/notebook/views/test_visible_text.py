from __future__ import annotations

import pytest

from jupyter_metaml.notebook.views.visible_text import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("net price", "net price"),
        ("größe 🦊 日本", "größe 🦊 日本"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\u202eb\u200b\u2066", "a\\u202eb\\u200b\\u2066"),
        ("a\nb\tc\0", "a\\nb\\tc\\x00"),
        ("a\ud800b", "a\\ud800b"),
        ("a\u2028b\ufeff\ue000", "a\\u2028b\\ufeff\\ue000"),
        ("a\u00a0b\u3000c", "a b c"),
        (3.5, "3.5"),
        (None, "None"),
    ],
)
def test_nothing_stays_hidden(text: object, shown: str):
    assert visible(text) == shown


def test_long_texts_lose_their_middle():
    assert visible("a" * 50 + "b" * 50, limit=11) == "aaaaa…bbbbb"


def test_an_object_without_a_text_is_named_by_its_type():
    class Odd:
        def __str__(self) -> str:
            raise ValueError

    assert visible(Odd()) == "<Odd>"

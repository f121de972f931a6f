"""Texts from data, made safe to show.

A column may be called anything: terminal escapes, right-to-left overrides and zero-width characters would change how
the words around them look. They are shown as escapes here; HTML is the business of the views.
"""

from __future__ import annotations

MAX_LENGTH = 400


def plain_text(text: str, *, limit: int = MAX_LENGTH) -> str:
    r"""Replace every character that does not print by its escape, and cut what is longer than `limit` characters.

    Examples
    --------
    >>> from jupyter_metaml.automl.shown_text import plain_text
    >>> plain_text("net\x1b[31mprice\u202e")
    'net\\x1b[31mprice\\u202e'
    """
    if len(text) > limit:
        text = f"{text[: limit - 1]}…"
    if text.isprintable():
        return text
    # `unicode_escape` spells lone surrogates, too, which have no UTF-8 form.
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)

"""Text from data, made safe to look at.

Names and values may hold terminal escapes, marks that turn the direction of text around, or characters of no width.
Here they become visible, so that what is shown is what is there.
"""

from __future__ import annotations

import unicodedata

MAX_LENGTH = 120

# Cc control, Cf format (bidi marks, zero width), Cs lone surrogates, Co private use, Cn unassigned, Zl Zp line ends.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def visible(value: object, *, limit: int = MAX_LENGTH) -> str:
    """Return a text of at most `limit` characters in which nothing is hidden.

    Parameters
    ----------
    value : object
        A text, or anything with one.
    limit : int, default=120
        Longer texts lose their middle.
    """
    text = value if isinstance(value, str) else _text_of(value)
    if len(text) > limit:
        half = (limit - 1) // 2
        text = f"{text[: limit - 1 - half]}…{text[-half:]}"
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if unicodedata.category(character) in _HIDDEN:
        return character.encode("unicode_escape", "surrogatepass").decode("ascii")
    return " " if character.isspace() else character


def _text_of(value: object) -> str:
    # A label may be any object, also one whose text cannot be made.
    try:
        return str(value)
    except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError):
        return f"<{type(value).__name__}>"

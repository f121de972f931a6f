"""A small builder of HTML that cannot carry anything but text from data.

Tags and attributes come from a list, attribute values from the code of the views only (they are checked against a
narrow pattern), and every text is escaped. So nothing in a table can become an element, a class or a script.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from jupyter_metaml.notebook.views.visible_text import visible

# fmt: off
TAGS = frozenset({
    "b", "br", "caption", "circle", "code", "dd", "desc", "details", "div", "dl", "dt", "h3", "h4", "li", "p", "path",
    "rect", "span", "style", "summary", "svg", "table", "tbody", "td", "text", "th", "thead", "title", "tr", "ul",
})
ATTRIBUTES = frozenset({
    "aria-hidden", "aria-label", "aria-valuemax", "aria-valuemin", "aria-valuenow", "aria-valuetext", "class", "cx",
    "cy", "d", "height", "open", "r", "role", "scope", "style", "text-anchor", "viewBox", "width", "x", "y",
})
# fmt: on
_VALUE = re.compile(r"[\w\s.,:;%#()+/-]*", re.ASCII)
_VOID = frozenset({"br"})


@dataclass(frozen=True, slots=True)
class Html:
    """Markup made by this module; everything else is text."""

    markup: str

    def __str__(self) -> str:
        return self.markup


Child = Html | str | int | float | None


def element(tag: str, *children: Child, **attributes: str | float) -> Html:
    """Return an element.

    Parameters
    ----------
    tag : str
        One of `TAGS`.
    *children : Html, str, number or None
        Markup as it is, texts escaped, None left out.
    **attributes : str or number
        Names with _ for -, and a trailing _ for Python's own words. Values are constants and numbers of the views.

    Raises
    ------
    ValueError
        If the tag, an attribute or the form of its value is not on the list: a mistake in a view.
    """
    if tag not in TAGS:
        message = f"<{tag}> is not on the list of elements."
        raise ValueError(message)
    opening = "".join([tag, *(_attribute(name, value) for name, value in attributes.items())])
    if tag in _VOID:
        return Html(f"<{opening}>")
    return Html(f"<{opening}>{join(*children)}</{tag}>")


def join(*children: Child) -> Html:
    """Return children one after the other."""
    return Html("".join(_markup(child) for child in children))


def text(value: object, *, limit: int = 120) -> Html:
    """Return a value from data as escaped text in which nothing is hidden."""
    return Html(escape(visible(value, limit=limit), quote=True))


def style_sheet(css: str) -> Html:
    """Return a style element; `css` is a constant of the views."""
    if "<" in css:
        message = "A style sheet holds no markup."
        raise ValueError(message)
    return Html(f"<style>{css}</style>")


def _markup(child: Child) -> str:
    if child is None:
        return ""
    return child.markup if isinstance(child, Html) else text(str(child), limit=2_000).markup


def _attribute(name: str, value: str | float) -> str:
    plain = name.rstrip("_").replace("_", "-") if name not in ATTRIBUTES else name
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    if plain not in ATTRIBUTES or _VALUE.fullmatch(shown) is None:
        message = f"{plain}={shown!r} is not an attribute that a view may set."
        raise ValueError(message)
    return f' {plain}="{shown}"'
